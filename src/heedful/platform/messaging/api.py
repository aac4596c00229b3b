"""What went out, and what lies here because nothing carries it, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.messaging import queries
from heedful.platform.messaging.types import MailFacts, MailState, SmsFacts, SmsState

router = Router(tags=["messages"])


class MailOut(Schema):
    uid: str
    to: list[str]
    subject: str
    state: MailState
    error: str
    reference: str
    created_at: datetime
    sent_at: datetime | None


class KeptMailOut(MailOut):
    text: str
    html: str
    attachments: list[str]


class SmsOut(Schema):
    uid: str
    is_incoming: bool
    number: str
    text: str
    state: SmsState
    error: str
    reference: str
    segments: int
    price: float | None
    currency: str
    created_at: datetime
    settled_at: datetime | None


@router.get("/messages/mails", response=PageOut[MailOut], summary="Mails, newest first")
def list_mails(
    request: HouseRequest, cursor: str | None = None, limit: int | None = None
) -> PageOut[MailOut]:
    page = queries.mails(by=request.actor, cursor=cursor, limit=limit)
    return PageOut(items=[MailOut(**_mail(each)) for each in page.items], next_cursor=page.next_cursor)


@router.get("/messages/mails/{uid}", response=KeptMailOut, summary="One mail; of those sent no words")
def get_mail(request: HouseRequest, uid: str) -> KeptMailOut:
    found = queries.mail(uid, by=request.actor)
    return KeptMailOut(**_mail(found), text=found.text, html=found.html, attachments=list(found.attachments))


@router.get("/messages/sms", response=PageOut[SmsOut], summary="SMS of both directions, newest first")
def list_sms(request: HouseRequest, cursor: str | None = None, limit: int | None = None) -> PageOut[SmsOut]:
    page = queries.short_messages(by=request.actor, cursor=cursor, limit=limit)
    return PageOut(items=[_sms(each) for each in page.items], next_cursor=page.next_cursor)


def _mail(found: MailFacts) -> dict[str, Any]:
    return {
        "uid": found.uid,
        "to": list(found.to),
        "subject": found.subject,
        "state": found.state,
        "error": found.error,
        "reference": found.reference,
        "created_at": found.created_at,
        "sent_at": found.sent_at,
    }


def _sms(found: SmsFacts) -> SmsOut:
    return SmsOut(
        uid=found.uid,
        is_incoming=found.is_incoming,
        number=found.number,
        text=found.text,
        state=found.state,
        error=found.error,
        reference=found.reference,
        segments=found.segments,
        price=None if found.price is None else float(found.price),
        currency=found.currency,
        created_at=found.created_at,
        settled_at=found.settled_at,
    )
