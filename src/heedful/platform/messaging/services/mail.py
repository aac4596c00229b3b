"""Sending mail: queued with the deed it tells of, sent by the worker, tried again when the server is away."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping, Sequence
from email.utils import formataddr

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
from heedful.platform.messaging.events import MailQueued, MailSettled
from heedful.platform.messaging.guards import why_not
from heedful.platform.messaging.kind import MessageRefused
from heedful.platform.messaging.models import Mail, MailAttachment
from heedful.platform.messaging.types import Attachment, MailState, Sender


class MailServerAway(TryLater):
    """The mail server does not take the mail now."""

    code = "mail-server-away"


_US = Sender()


def send_mail(
    *,
    by: Actor,
    to: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    sender: Sender = _US,
    headers: Mapping[str, str] | None = None,
    stream: str = "",
    reference: str = "",
    forgets_address: bool = False,
) -> str:
    """Queue a mail of the organisation in scope; without a mail server it is kept to be read.

    ``reference`` is what the caller calls it: guards and the events about it carry it. With
    ``forgets_address`` nobody can tell from it whom it went to, once it is sent.
    """
    _check(to, sender)
    with writing():
        mail = Mail.objects.create(
            to=list(to),
            subject=" ".join(subject.split())[:300],
            text=text,
            html=html,
            sender=_from(sender),
            reply_to=sender.reply_to,
            headers={name: " ".join(value.split()) for name, value in (headers or {}).items()},
            stream=stream,
            reference=reference,
            forgets_address=forgets_address,
            state=MailState.WAITING if settings.MAIL_IS_CONFIGURED else MailState.KEPT,
        )
        MailAttachment.objects.bulk_create(
            MailAttachment(mail=mail, name=one.name, media_type=one.media_type, content=one.content)
            for one in attachments
        )
        # What goes to contacts is in the ledger; their addresses are not kept twice.
        named = {} if reference else {"to": list(to), "subject": mail.subject}
        audit.record("mail.queued", by=by, subject_uid=mail.uid, **named)
        if mail.state == MailState.WAITING:
            announce(MailQueued(mail.uid))
    return mail.uid


def deliver(mail_uid: str) -> None:
    """Hand a waiting mail to the server, then forget its words."""
    mail = _still_wanted(mail_uid)
    if mail is None:
        return
    message = _message(mail)
    try:
        send_now(message)
    except MessageRefused as error:
        _settle(mail, MailState.BOUNCED, error=str(error), is_permanent=True)
        return
    provider_id = str(getattr(getattr(message, "anymail_status", None), "message_id", None) or "")
    _settle(mail, MailState.SENT, provider_id=provider_id[:254])


def _still_wanted(mail_uid: str) -> Mail | None:
    with writing():
        mail = Mail.objects.filter(uid=mail_uid, state=MailState.WAITING).first()
        reason = why_not(mail.reference) if mail else ""
        if mail and reason:
            _settle(mail, MailState.WITHDRAWN, error=reason)
            return None
    return mail


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender or None,
        mail.to,
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=mail.headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for one in mail.attachments.all():
        message.attach(one.name, bytes(one.content), one.media_type)
    if settings.MAIL_PROVIDER:
        _mark(message, mail)
    return message


def _mark(message: EmailMultiAlternatives, mail: Mail) -> None:
    # What anymail hands to every provider: its webhooks bring the uid back, reports sort by the tag.
    marks = {"metadata": {"mail": mail.uid}, "tags": [mail.stream or "house"]}
    stream = settings.MAIL_STREAMS.get(mail.stream)
    if stream and settings.MAIL_PROVIDER == "postmark":
        marks["esp_extra"] = {"MessageStream": stream}
    for name, value in marks.items():
        setattr(message, name, value)


def send_now(message: EmailMessage) -> None:
    """Hand a message to the mail server; say whether it is away, or will never take this one."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _ in error.recipients.values()):
            raise MessageRefused(_words(error)) from error
        raise MailServerAway(f"The mail server does not take mail now: {_words(error)}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerAway(f"The mail server does not take mail now: {error}"[:500]) from error
    except Exception as error:
        if told := _of_provider(error):
            raise told from error
        raise


def _of_provider(error: Exception) -> MessageRefused | MailServerAway | None:
    if not settings.MAIL_PROVIDER:
        return None
    # Not at the top: it loads an HTTP library, which only those need who send by a provider.
    from anymail.exceptions import (
        AnymailError,
        AnymailRecipientsRefused,
    )

    if isinstance(error, AnymailRecipientsRefused):
        return MessageRefused("The provider refuses the address.")
    if isinstance(error, AnymailError):
        return MailServerAway(f"The mail provider does not take mail now: {error}"[:500])
    return None


def _words(error: smtplib.SMTPRecipientsRefused) -> str:
    said = next(iter(error.recipients.values()))
    return f"{said[0]} {said[1].decode(errors='replace')}"[:300]


def _settle(
    mail: Mail, state: MailState, *, error: str = "", provider_id: str = "", is_permanent: bool = False
) -> None:
    now = timezone.now()
    with writing():
        MailAttachment.objects.filter(mail=mail).delete()
        Mail.objects.filter(pk=mail.pk).update(
            state=state,
            to=[] if mail.forgets_address else mail.to,
            sent_at=now if state == MailState.SENT else None,
            text="",
            html="",
            error=error[:300],
            provider_id=provider_id,
        )
        if mail.reference:
            told = (mail.uid, mail.reference, state, now.isoformat())
            announce(MailSettled(*told, is_permanent=is_permanent, detail=error[:300]))


def _from(sender: Sender) -> str:
    if not sender.name and not sender.address:
        return ""
    return formataddr((" ".join(sender.name.split()), sender.address or settings.MAIL_ADDRESS))[:320]


def _check(to: Sequence[str], sender: Sender) -> None:
    if not to:
        raise InvalidInput(Problem("to", "Name at least one address."))
    named = [("to", each) for each in to]
    named += [("sender", each) for each in (sender.address, sender.reply_to) if each]
    for field, address in named:
        try:
            validate_email(address)
        except ValidationError:
            raise InvalidInput(Problem(field, f"{address!r} is no e-mail address.")) from None
