"""The ledger over HTTP: who was asked, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ninja import Router, Schema
from pydantic import AwareDatetime, ConfigDict, Field

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.schemas import ContactIn
from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.coverage.api import router as coverage
from heedful.listen.fieldwork.trace.api import router as trace
from heedful.listen.fieldwork.types import AskFacts, Channel, Disposition, NewAsk
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut

router = Router(tags=["fieldwork"])
router.add_router("", trace)
router.add_router("", coverage)


class AskIn(Schema):
    model_config = ConfigDict(extra="forbid")

    idempotency_key: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")
    survey: str = Field(description="Uid of the survey.")
    asked_at: AwareDatetime
    disposition: Disposition = Disposition.INVITED
    channel: Channel = Channel.OTHER
    contact: ContactIn | None = None
    unit: str | None = Field(None, max_length=120, description="Key of the unit.")
    settled_at: AwareDatetime | None = None
    reason: str = Field("", max_length=200, pattern=r"^[^\x00]*$")


class AsksIn(Schema):
    model_config = ConfigDict(extra="forbid")

    asks: list[AskIn] = Field(min_length=1, max_length=1000)


class AsksOut(Schema):
    received: int
    new: int


class AskOut(Schema):
    uid: str
    survey_id: int
    channel: Channel
    disposition: Disposition
    asked_at: datetime
    settled_at: datetime | None
    reason: str
    source: str


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
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOut[AskOut]:
    page = queries.asks(
        by=request.actor,
        survey_id=surveys.survey(survey).id if survey else None,
        contact_uid=contact,
        disposition=disposition,
        cursor=cursor,
        limit=limit,
    )
    return PageOut(items=[_out(ask) for ask in page.items], next_cursor=page.next_cursor)


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


def _out(ask: AskFacts) -> AskOut:
    return AskOut(
        uid=ask.uid,
        survey_id=ask.survey_id,
        channel=ask.channel,
        disposition=ask.disposition,
        asked_at=ask.asked_at,
        settled_at=ask.settled_at,
        reason=ask.reason,
        source=ask.source,
    )
