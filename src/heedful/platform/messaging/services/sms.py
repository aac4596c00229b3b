"""Sending SMS as mails are sent, and taking in what comes back."""

from __future__ import annotations

from collections.abc import Iterable

import phonenumbers
from django.utils import timezone

from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor
from heedful.platform.messaging.configuration import sms_hook_url, sms_way
from heedful.platform.messaging.events import SmsArrived, SmsQueued, SmsSettled
from heedful.platform.messaging.guards import why_not
from heedful.platform.messaging.kind import MessageRefused
from heedful.platform.messaging.models import Sms
from heedful.platform.messaging.queries import sms_facts
from heedful.platform.messaging.rules import price, segments
from heedful.platform.messaging.types import Hook, IncomingSms, OutgoingSms, SmsFacts, SmsReport, SmsState

MOST_SEGMENTS = 10
_OPEN = (SmsState.QUEUED, SmsState.SENT)


def send_sms(
    *,
    by: Actor,
    to: str,
    text: str,
    sender: str = "",
    reference: str = "",
    forgets_address: bool = False,
) -> SmsFacts:
    """Queue an SMS of the organisation in scope; without a gateway it is kept to be read."""
    number, way, size = _number(to), sms_way(), segments(text)
    if not text.strip() or size.count > MOST_SEGMENTS:
        raise InvalidInput(Problem("text", f"Write 1 to {MOST_SEGMENTS} segments; this is {size.count}."))
    with writing():
        row = Sms.objects.create(
            number=number,
            sender=sender or way.sender,
            text=text,
            state=SmsState.QUEUED if way.kind.sends else SmsState.KEPT,
            segments=size.count,
            price=price(number, size.count, way.prices),
            currency=way.currency,
            reference=reference,
            forgets_address=forgets_address,
        )
        audit.record("sms.queued", by=by, subject_uid=row.uid, segments=size.count)
        if row.state == SmsState.QUEUED:
            announce(SmsQueued(row.uid))
    return sms_facts(row)


def deliver_sms(sms_uid: str) -> None:
    """Hand a waiting SMS to the gateway, then forget its words."""
    row = _still_wanted(sms_uid)
    if row is None:
        return
    way = sms_way()
    try:
        provider_id = way.kind.send(
            OutgoingSms(row.uid, row.number, row.sender, row.text, sms_hook_url()), way.options
        )
    except MessageRefused as error:
        _settle(row, SmsState.FAILED, error=str(error))
        return
    _settle(row, SmsState.SENT, provider_id=provider_id)


def _still_wanted(sms_uid: str) -> Sms | None:
    with writing():
        row = Sms.objects.filter(uid=sms_uid, state=SmsState.QUEUED).first()
        reason = why_not(row.reference) if row else ""
        if row and reason:
            _settle(row, SmsState.WITHDRAWN, error=reason)
            return None
    return row


def note_hook(hook: Hook, *, by: Actor) -> tuple[str, str]:
    """Take in what a gateway tells; return the media type and body it wants for an answer."""
    way = sms_way()
    told = way.kind.read(hook, way.options)
    for each in told:
        if isinstance(each, SmsReport):
            _note_report(each)
    _receive((each for each in told if isinstance(each, IncomingSms)), by=by)
    return way.kind.answer()


def _note_report(report: SmsReport) -> None:
    if not report.provider_id:
        return
    row = Sms.objects.filter(provider_id=report.provider_id, is_incoming=False).first()
    if row is not None and row.state in _OPEN and report.state != row.state:
        _settle(row, report.state, error=report.error, provider_id=row.provider_id)


def _receive(arrived: Iterable[IncomingSms], *, by: Actor) -> None:
    for each in arrived:
        try:
            number = _number(each.number)
        except InvalidInput:
            continue  # a sender's name instead of a number: nobody there to answer
        with writing():
            _receive_one(each, number, by)


def _receive_one(told: IncomingSms, number: str, by: Actor) -> None:
    # Gateways call again when our answer gets lost; the same message must not be heard twice.
    if told.provider_id and Sms.objects.filter(provider_id=told.provider_id, is_incoming=True).exists():
        return
    text = told.text.replace("\x00", "")[:1600]
    row = Sms.objects.create(
        is_incoming=True,
        number=number,
        text=text,
        state=SmsState.RECEIVED,
        segments=segments(text).count,
        provider_id=told.provider_id[:120],
        settled_at=timezone.now(),
    )
    audit.record("sms.received", by=by, subject_uid=row.uid)
    announce(SmsArrived(row.uid, number, text))


def note_meaning(sms_uid: str, meaning: str, *, by: Actor, keep_words: bool = False) -> None:
    """Write down what an incoming SMS was taken for; its words go unless nobody understood them."""
    with writing():
        changed = {"error": meaning[:300]} | ({} if keep_words else {"text": ""})
        Sms.objects.filter(uid=sms_uid, is_incoming=True).update(**changed)
        audit.record("sms.understood", by=by, subject_uid=sms_uid, meaning=meaning)


def _settle(row: Sms, state: SmsState, *, error: str = "", provider_id: str = "") -> None:
    now = timezone.now()
    with writing():
        Sms.objects.filter(pk=row.pk).update(
            state=state,
            text="",
            number="" if row.forgets_address else row.number,
            error=error[:300],
            provider_id=provider_id[:120],
            sent_at=now if state == SmsState.SENT else row.sent_at,
            settled_at=now,
        )
        if row.reference:
            announce(SmsSettled(row.uid, row.reference, state, now.isoformat(), detail=error[:300]))


def _number(text: str) -> str:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        raise InvalidInput(Problem("to", f"{text!r} is no number with its country code (+49…).")) from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
