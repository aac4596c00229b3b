"""The ledger over HTTP: who was asked, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from ninja import Router

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.coverage.api import router as coverage
from heedful.listen.fieldwork.experiments.api import router as experiments
from heedful.listen.fieldwork.ledger.schemas import (
    AskedIn,
    AskIn,
    AskOut,
    AsksIn,
    AsksOut,
    DecidedAskOut,
    ask_out,
    decided_ask_out,
)
from heedful.listen.fieldwork.planning.api import router as planning
from heedful.listen.fieldwork.ruling.api import router as ruling
from heedful.listen.fieldwork.simulator.api import router as simulator
from heedful.listen.fieldwork.trace.api import router as trace
from heedful.listen.fieldwork.tracking.api import router as tracking
from heedful.listen.fieldwork.types import Channel, Disposition, Gate, NewAsk
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["fieldwork"])
router.add_router("", trace)
router.add_router("", planning)
router.add_router("", ruling)
router.add_router("", tracking)
router.add_router("", coverage)
router.add_router("", simulator)
router.add_router("", experiments)


@router.post("/asks", response=AsksOut, summary="Record who was asked, or how an ask went on")
def record_asks(request: HouseRequest, given: AsksIn) -> AsksOut:
    """The same key again moves an ask on to the furthest step told; it is never taken back."""
    new = services.record_asks(_new(given.asks, request), by=request.actor)
    return AsksOut(received=len(given.asks), new=new)


@router.get("/asks", response=PageOut[AskOut], summary="Asks, newest first")
def list_asks(
    request: HouseRequest,
    survey: str | None = None,
    contact: str | None = None,
    disposition: Disposition | None = None,
    channel: Channel | None = None,
    gate: Gate | None = None,
    plan: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOut[AskOut]:
    page = queries.asks(
        by=request.actor,
        survey_id=surveys.survey(survey).id if survey else None,
        contact_uid=contact,
        disposition=disposition,
        channel=channel,
        gate=gate,
        plan_id=queries.plan(plan, by=request.actor).id if plan else None,
        cursor=cursor,
        limit=limit,
    )
    names = surveys.survey_names()
    return PageOut(items=[ask_out(ask, names) for ask in page.items], next_cursor=page.next_cursor)


@router.get("/asks/{ask_uid}", response=DecidedAskOut, summary="One ask, with what every gate found")
def get_ask(request: HouseRequest, ask_uid: str) -> DecidedAskOut:
    return decided_ask_out(queries.visible_ask(ask_uid, by=request.actor), surveys.survey_names())


@router.post("/surveys/{uid}/ask", response=DecidedAskOut, summary="Ask a contact, if the rules allow it")
def ask_contact(request: HouseRequest, uid: str, given: AskedIn) -> DecidedAskOut:
    """The answer says what was decided and why; by e-mail and SMS the message goes out by itself."""
    request.actor.require(Permission.WRITE_ANSWERS)
    survey = surveys.survey(uid)
    (contact_id,) = ensure_contacts([given.contact.new()], by=request.actor)
    ask = services.ask_contact(
        by=request.actor,
        survey_id=survey.id,
        contact_id=contact_id,
        channel=given.channel,
        occasion=given.occasion,
        now=timezone.now(),
    )
    return decided_ask_out(ask, surveys.survey_names())


def _new(asks: Sequence[AskIn], request: HouseRequest) -> list[NewAsk]:
    survey_ids = {facts.uid: facts.id for facts in surveys.surveys(include_archived=True)}
    unit_ids = audiences.unit_ids_by_key(ask.unit for ask in asks if ask.unit)
    _check(asks, survey_ids, unit_ids)
    named = [ask.contact.new() for ask in asks if ask.contact]
    contact_ids = iter(ensure_contacts(named, by=request.actor))
    return [
        NewAsk(
            idempotency_key=ask.idempotency_key,
            survey_id=survey_ids[ask.survey],
            asked_at=ask.asked_at,
            disposition=ask.disposition,
            channel=ask.channel,
            contact_id=next(contact_ids) if ask.contact else None,
            unit_id=unit_ids[ask.unit] if ask.unit else None,
            settled_at=ask.settled_at,
            reason=ask.reason,
        )
        for ask in asks
    ]


def _check(asks: Sequence[AskIn], survey_ids: dict[str, int], unit_ids: dict[str, int]) -> None:
    problems = []
    for row, ask in enumerate(asks, start=1):
        if ask.survey not in survey_ids:
            problems.append(Problem("survey", f"no survey {ask.survey[:80]!r}", row=row))
        if ask.unit and ask.unit not in unit_ids:
            problems.append(Problem("unit", f"no unit has the key {ask.unit!r}", row=row))
    if problems:
        raise InvalidInput(*problems[:100])
