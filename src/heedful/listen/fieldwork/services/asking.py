"""May we ask? Decided with the person's row locked, written into the ledger with every gate's verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from heedful.listen.audiences.services import locked_contacts
from heedful.listen.audiences.types import AttributeValue
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries import deciding as reading
from heedful.listen.fieldwork.queries.asks import ask_facts
from heedful.listen.fieldwork.queries.people import visitor, visits
from heedful.listen.fieldwork.queries.plans import fielding_of
from heedful.listen.fieldwork.services.book import Book, Occasion
from heedful.listen.fieldwork.types import NOT_ASKED, UNSOLICITED, AskedSurvey, AskFacts, Channel
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.locks import lock
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def ask_contact(
    *,
    by: Actor,
    survey_id: int,
    contact_id: int,
    channel: str,
    occasion: str,
    now: datetime,
    plan_id: int | None = None,
    is_test: bool = False,
) -> AskFacts:
    """Decide whether a contact may be asked and write it down; what is due to be sent is announced.

    Where the person is with us (web, mobile …) a "yes" is ``eligible``: tell ``advance_ask`` when it was
    shown. A sent one is ``invited``. The same occasion again returns the same ask.
    """
    fielding = fielding_of(survey_id, channel, plan_id)
    given = Occasion(survey_id, channel, occasion, now, is_test=is_test, fielding=fielding)
    return ask_contacts([contact_id], given, by=by)[contact_id]


def ask_contacts(contact_ids: Sequence[int], occasion: Occasion, *, by: Actor) -> dict[int, AskFacts]:
    """Decide about many in one transaction; what came of it by the id given."""
    by.require(Permission.WRITE_ANSWERS)
    _check(occasion)
    if occasion.fielding is None:
        found = fielding_of(occasion.survey_id, occasion.channel, None)
        occasion = replace(occasion, fielding=found)
    with writing():
        current = locked_contacts(contact_ids, by=by)
        if missing := set(contact_ids) - current.keys():
            raise NotFound(f"{len(missing)} of the contacts do not exist or were erased.")
        book = Book(occasion, by)
        book.open(sorted(set(current.values())))
        rows = {contact_id: book.decide(contact_id) for contact_id in sorted(set(current.values()))}
        book.write()
        return {given: ask_facts(rows[contact_id]) for given, contact_id in current.items()}


def _check(occasion: Occasion) -> None:
    known = [channel for channel in Channel if channel not in UNSOLICITED]
    if occasion.channel not in known:
        raise InvalidInput(Problem("channel", f"{occasion.channel!r} is none of {', '.join(known)}"))
    if not 1 <= len(occasion.name) <= 110 or "\x00" in occasion.name:
        raise InvalidInput(Problem("occasion", "must have 1 to 110 characters"))


def ask_visitor(
    *,
    by: Actor,
    survey_id: int,
    device: str,
    channel: str,
    now: datetime,
    country: str = "",
    language: str = "",
    zone: str = "",
    created_at: datetime | None = None,
    attributes: Mapping[str, AttributeValue] | None = None,
    plan_id: int | None = None,
    is_test: bool = False,
    survey: AskedSurvey | None = None,
) -> AskFacts:
    """Decide whether a visitor nobody knows may be asked; one row a day, device, channel and survey."""
    by.require(Permission.WRITE_ANSWERS)
    fielding = fielding_of(survey_id, channel, plan_id)
    occasion = Occasion(survey_id, channel, "visit", now, is_test=is_test, fielding=fielding, survey=survey)
    _check(occasion)
    if not 8 <= len(device) <= 64 or "\x00" in device:
        raise InvalidInput(Problem("device", "must have 8 to 64 characters"))
    with writing():
        lock(f"device:{device}")
        book, earlier = Book(occasion, by), visits(device)
        row = book.visit_among(earlier, device)
        if row is not None and (book.is_held(row) or row.disposition not in NOT_ASKED):
            return ask_facts(row)
        person = visitor(
            device,
            country=country,
            language=language,
            zone=zone,
            created_at=created_at,
            attributes=attributes,
            asks=[one for one in earlier if one is not row],
        )
        situation = reading.situation_of(
            person, survey_id=survey_id, channel=channel, now=now, survey=book.survey
        )
        row = book.decide_visit(row, device, situation)
        book.write()
        return ask_facts(row)


def decide_due(ask_ids: Sequence[int], *, by: Actor, now: datetime) -> int:
    """Decide anew about asks that waited for now (of one survey, plan and channel); return how many."""
    by.require(Permission.WRITE_ANSWERS)
    waiting = Ask.objects.filter(id__in=ask_ids, due_at__lte=now, contact__isnull=False)
    first = waiting.first()
    if first is None:
        return 0
    fielding = fielding_of(first.survey_id, first.channel, first.plan_id) if first.plan_id else None
    occasion = Occasion(first.survey_id, first.channel, "due", now, fielding=fielding)
    with writing():
        current = locked_contacts([row.contact_id for row in waiting if row.contact_id], by=by)
        book = Book(occasion, by)
        return book.decide_waiting(ask_ids, current)
