"""Mails that wait, were sent, or are kept because no mail server is configured."""

from __future__ import annotations

from heedful.platform.core.errors import NotFound
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging.models import Mail, MailAttachment
from heedful.platform.messaging.types import Attachment, MailFacts, MailState


def mails(*, by: Actor, cursor: str | None = None, limit: int | None = None) -> Page[MailFacts]:
    """Return the mails of the organisation in scope, newest first."""
    by.require(Permission.MANAGE_ORGANIZATION)
    rows = Mail.objects.prefetch_related("attachments")
    return cursor_page(rows, _facts, cursor=cursor, limit=limit)


def mail(uid: str, *, by: Actor) -> MailFacts:
    by.require(Permission.MANAGE_ORGANIZATION)
    found = Mail.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No mail {uid}.")
    return _facts(found)


def attachment(mail_uid: str, number: int, *, by: Actor) -> Attachment:
    """Return a kept mail's attachment, counted from 0."""
    by.require(Permission.MANAGE_ORGANIZATION)
    rows = MailAttachment.objects.filter(mail__uid=mail_uid).order_by("id")
    found = rows[number : number + 1].first() if number < 100 else None
    if found is None:
        raise NotFound(f"No attachment {number} of {mail_uid}.")
    return Attachment(found.name, found.media_type, bytes(found.content))


def _facts(row: Mail) -> MailFacts:
    return MailFacts(
        uid=row.uid,
        to=tuple(row.to),
        subject=row.subject,
        text=row.text,
        html=row.html,
        state=MailState(row.state),
        created_at=row.created_at,
        sent_at=row.sent_at,
        attachments=tuple(one.name for one in row.attachments.all()),
    )
