"""Sending mail: queued with the deed it tells of, sent by the worker, tried again when the server is away."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils import timezone

from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, Problem, TryLater
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.platform.messaging.events import MailQueued
from heedful.platform.messaging.models import Mail, MailAttachment
from heedful.platform.messaging.types import Attachment, MailState


class MailServerAway(TryLater):
    """The mail server does not take the mail now."""

    code = "mail-server-away"


def send_mail(
    *,
    by: Actor,
    to: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
) -> str:
    """Queue a mail of the organisation in scope; without a mail server it is kept to be read."""
    _check(to)
    with writing():
        mail = Mail.objects.create(
            to=list(to),
            subject=" ".join(subject.split())[:300],
            text=text,
            html=html,
            state=MailState.WAITING if settings.MAIL_IS_CONFIGURED else MailState.KEPT,
        )
        MailAttachment.objects.bulk_create(
            MailAttachment(mail=mail, name=one.name, media_type=one.media_type, content=one.content)
            for one in attachments
        )
        audit.record("mail.queued", by=by, subject_uid=mail.uid, to=list(to), subject=mail.subject)
        if mail.state == MailState.WAITING:
            announce(MailQueued(mail.uid))
    return mail.uid


def deliver(mail_uid: str) -> None:
    """Hand a waiting mail to the server, then forget its words."""
    mail = Mail.objects.filter(uid=mail_uid, state=MailState.WAITING).first()
    if mail is None:
        return
    message = EmailMultiAlternatives(mail.subject, mail.text, None, mail.to)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for one in mail.attachments.all():
        message.attach(one.name, bytes(one.content), one.media_type)
    send_now(message)
    with writing():
        MailAttachment.objects.filter(mail=mail).delete()
        Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now(), text="", html="")


def send_now(message: EmailMessage) -> None:
    """Hand a message to the mail server, or say that it is away."""
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerAway(f"The mail server does not take mail now: {error}") from error


def _check(to: Sequence[str]) -> None:
    if not to:
        raise InvalidInput(Problem("to", "Name at least one address."))
    for address in to:
        try:
            validate_email(address)
        except ValidationError:
            raise InvalidInput(Problem("to", f"{address!r} is no e-mail address.")) from None
