"""Mails and SMS that wait, were sent, or are kept because nothing that could carry them is configured."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, Sum

from heedful.platform.core.errors import NotFound
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission
from heedful.platform.messaging.models import Mail, MailAttachment, Sms
from heedful.platform.messaging.types import Attachment, MailFacts, MailState, SmsCost, SmsFacts, SmsState


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
        sender=row.sender,
        reference=row.reference,
        error=row.error,
    )


def short_messages(*, by: Actor, cursor: str | None = None, limit: int | None = None) -> Page[SmsFacts]:
    """Return the SMS of the organisation in scope, newest first."""
    by.require(Permission.MANAGE_ORGANIZATION)
    return cursor_page(Sms.objects.all(), sms_facts, cursor=cursor, limit=limit)


def messages_for(reference: str) -> int:
    """Return how many mails and SMS were queued for something, whatever became of them."""
    rows = (Mail.objects.filter(reference=reference), Sms.objects.filter(reference=reference))
    return sum(each.count() for each in rows)


def messages_of(
    addresses: Collection[str], references: Collection[str], *, by: Actor
) -> list[dict[str, Any]]:
    """Return what went to and came from these numbers, and what went out for these references."""
    by.require(Permission.READ_CONTACTS)
    mails = Mail.objects.filter(reference__in=references).exclude(reference="")
    texts = Sms.objects.filter(Q(number__in=addresses) | (Q(reference__in=references) & ~Q(reference="")))
    told = [(row.created_at, "mail", row.subject, row.state) for row in mails]
    told += [
        (row.created_at, "SMS received" if row.is_incoming else "SMS", row.text, row.state) for row in texts
    ]
    return [
        {"at": at.isoformat(), "kind": kind, "words": words, "state": state}
        for at, kind, words, state in sorted(told)
    ]


def short_message(uid: str, *, by: Actor) -> SmsFacts:
    by.require(Permission.MANAGE_ORGANIZATION)
    found = Sms.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No SMS {uid}.")
    return sms_facts(found)


def sms_facts(row: Sms) -> SmsFacts:
    """Return what other modules may know of an SMS."""
    return SmsFacts(
        uid=row.uid,
        is_incoming=row.is_incoming,
        number=row.number,
        text=row.text,
        state=SmsState(row.state),
        segments=row.segments,
        price=row.price,
        currency=row.currency,
        created_at=row.created_at,
        settled_at=row.settled_at,
        reference=row.reference,
        error=row.error,
    )


def sms_costs(*, by: Actor) -> tuple[SmsCost, ...]:
    """Return what SMS sent cost, a row a currency; those without a price are counted, not guessed."""
    by.require(Permission.MANAGE_ORGANIZATION)
    rows = Sms.objects.filter(is_incoming=False).exclude(state__in=[SmsState.WITHDRAWN, SmsState.KEPT])
    summed = (
        rows.order_by()
        .values("currency")
        .annotate(
            n=Count("id"), parts=Sum("segments"), sum=Sum("price"), unpriced=Count("id", filter=Q(price=None))
        )
    )
    return tuple(
        SmsCost(each["currency"], each["n"], each["parts"], each["sum"], each["unpriced"]) for each in summed
    )
