"""May we ask? Decided with the person's row locked, written into the ledger with every gate's verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from heedful.listen.audiences.services import locked_contacts
from heedful.listen.audiences.types import AttributeValue
from heedful.listen.fieldwork import experiments
from heedful.listen.fieldwork.events import AskDue, AsksRecorded
from heedful.listen.fieldwork.experiments.queries import running_experiment
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries import deciding as reading
from heedful.listen.fieldwork.queries.asks import ask_facts
from heedful.listen.fieldwork.queries.people import visitor
from heedful.listen.fieldwork.rules import HELD_FOR, Situation, disposition, judged
from heedful.listen.fieldwork.services.tallies import count_ask
from heedful.listen.fieldwork.types import (
    NOT_ASKED,
    SENT_CHANNELS,
    UNDECIDED,
    AskedSurvey,
    AskFacts,
    Channel,
    Decision,
    Disposition,
)
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.locks import lock
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_SENT = frozenset(str(channel) for channel in SENT_CHANNELS)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What somebody may be asked, by which channel, and why just now: the same name asks no second time."""

    survey_id: int
    channel: str
    name: str
    now: datetime
    plan_id: int | None = None
    is_test: bool = False
    is_anonymous: bool = False
    survey: AskedSurvey | None = None  # as the plan asks it
    drawn: Mapping[int, bool] = field(default_factory=dict)  # by contact, where the plan drew already
    unit_id: int | None = None


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
    given = Occasion(survey_id, channel, occasion, now, plan_id, is_test)
    return ask_contacts([contact_id], given, by=by)[contact_id]


def ask_contacts(contact_ids: Sequence[int], occasion: Occasion, *, by: Actor) -> dict[int, AskFacts]:
    """Decide about many in one transaction; what came of it by the id given."""
    by.require(Permission.WRITE_ANSWERS)
    _check(occasion)
    with writing():
        current = locked_contacts(contact_ids, by=by)
        if missing := set(contact_ids) - current.keys():
            raise NotFound(f"{len(missing)} of the contacts do not exist or were erased.")
        book = _Book(occasion, by)
        book.open(sorted(set(current.values())))
        rows = {contact_id: book.decide(contact_id) for contact_id in sorted(set(current.values()))}
        book.write()
        return {given: ask_facts(rows[contact_id]) for given, contact_id in current.items()}


def _check(occasion: Occasion) -> None:
    if occasion.channel not in set(Channel):
        raise InvalidInput(Problem("channel", f"{occasion.channel!r} is none of {', '.join(Channel)}"))
    if not 1 <= len(occasion.name) <= 110 or "\x00" in occasion.name:
        raise InvalidInput(Problem("occasion", "must have 1 to 110 characters"))


class _Book:
    """The ledger rows of one occasion: those known, those made, those changed."""

    def __init__(self, occasion: Occasion, by: Actor) -> None:
        self.occasion = occasion
        self.by = by
        self.survey = occasion.survey or reading.asked_survey(occasion.survey_id)
        self.known: dict[str, Ask] = {}
        self.held: dict[int, Ask] = {}
        self.situations: dict[int, Situation] = {}
        self.keys: dict[int, str] = {}
        self.made: list[Ask] = []
        self.changed: list[Ask] = []

    def open(self, contact_ids: Sequence[int]) -> None:
        """Read what a decision about these contacts looks at."""
        occasion = self.occasion
        system = Actor.system(self.by.organization_id, self.by.label)
        held = Ask.objects.filter(
            contact_id__in=contact_ids,
            survey_id=occasion.survey_id,
            channel=occasion.channel,
            disposition=Disposition.ELIGIBLE,
            asked_at__gt=occasion.now - HELD_FOR,
        )
        self.held = {row.contact_id: row for row in held.order_by("id") if row.contact_id is not None}
        self.keys = {id_: self._key(str(id_)) for id_ in contact_ids}
        rows = Ask.objects.filter(idempotency_key__in=[*self.keys.values()])
        self.known = {row.idempotency_key: row for row in rows}
        anew = [row.pk for row in self.known.values() if row.disposition in UNDECIDED]
        self.situations = reading.situations(
            contact_ids,
            by=system,
            survey_id=occasion.survey_id,
            channel=occasion.channel,
            now=occasion.now,
            survey=self.survey,
            except_asks=anew,
        )

    def _key(self, person: str) -> str:
        occasion = self.occasion
        if occasion.channel in _SENT or occasion.is_test:
            return f"{self.survey.uid}:{occasion.name}:{person}"
        # Of someone who is with us, what was decided is kept once a day, however often they come along.
        return f"{self.survey.uid}:{occasion.channel}:{reading.today_of(occasion.now)}:{person}"

    def decide(self, contact_id: int) -> Ask:
        """Return the row of a contact: as it stands if it was decided before, else decided now."""
        if contact_id in self.held:
            return self.held[contact_id]
        row = self.known.get(self.keys[contact_id])
        if row is not None and not self._is_open(row):
            return row
        row = row or self._new(contact_id=contact_id, key=self.keys[contact_id])
        situation = self.situations[contact_id]
        if contact_id in self.occasion.drawn:
            drawn = self.occasion.drawn[contact_id]
            situation = replace(situation, survey=replace(situation.survey, is_drawn=drawn))
        self.settle(row, situation)
        return row

    def _is_open(self, row: Ask) -> bool:
        if row.disposition in UNDECIDED:
            return True
        # Somebody who is with us may fit later the same day; who was asked is not asked again.
        return self.occasion.channel not in _SENT and row.disposition in NOT_ASKED

    def _new(self, *, contact_id: int | None = None, device: str = "", key: str) -> Ask:
        occasion = self.occasion
        return Ask(
            survey_id=occasion.survey_id,
            contact_id=contact_id,
            device=device,
            unit_id=occasion.unit_id,
            plan_id=occasion.plan_id,
            channel=occasion.channel,
            is_test=occasion.is_test,
            source="plan" if occasion.plan_id else self.by.label[:120],
            idempotency_key=key[:200],
        )

    def settle(self, row: Ask, situation: Situation) -> None:
        """Decide and note it in the row."""
        occasion = self.occasion
        if occasion.is_test:
            decision = Decision(may_ask=True, verdicts=())
        else:
            decision = count_ask(situation, judged(situation))
        row.disposition = disposition(decision, situation.rules, occasion.now)
        if decision.may_ask and occasion.channel in _SENT:
            row.disposition = Disposition.INVITED
        row.asked_at = occasion.now
        row.due_at = decision.until if row.disposition == Disposition.POSTPONED else None
        row.reason = decision.reason[:200]
        row.gate = decision.blocked_by or ""
        row.verdicts = [verdict.as_json() for verdict in decision.verdicts]
        row.variant = self._variant(situation) if decision.may_ask else ""
        (self.changed if row.pk else self.made).append(row)

    def _variant(self, situation: Situation) -> str:
        experiment = running_experiment(self.occasion.survey_id)
        return experiments.variant_of(experiment, situation.candidate.key) if experiment else ""

    def write(self) -> None:
        """Write the rows and announce what is due."""
        Ask.objects.bulk_create(self.made)
        Ask.objects.bulk_update(self.changed, _CHANGING, batch_size=200)
        touched = [*self.made, *self.changed]
        if touched:
            announce(AsksRecorded(ask_ids=[row.pk for row in touched]))
        for row in touched:
            if row.disposition == Disposition.INVITED and row.channel in _SENT:
                announce(AskDue(ask_id=row.pk, channel=str(row.channel)))


_CHANGING = [
    "disposition", "asked_at", "due_at", "reason", "gate", "verdicts", "variant", "plan", "channel",
]  # fmt: skip


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
) -> AskFacts:
    """Decide whether a visitor nobody knows may be asked; one row a day, device, channel and survey."""
    by.require(Permission.WRITE_ANSWERS)
    occasion = Occasion(survey_id, channel, "visit", now, plan_id, is_test)
    _check(occasion)
    if not 8 <= len(device) <= 64 or "\x00" in device:
        raise InvalidInput(Problem("device", "must have 8 to 64 characters"))
    with writing():
        lock(f"device:{device}")
        held = _held_visit(occasion, device)
        if held is not None:
            return ask_facts(held)
        book = _Book(occasion, by)
        key = book._key(device)  # noqa: SLF001 - same file
        row = Ask.objects.filter(idempotency_key=key).first()
        if row is not None and row.disposition not in NOT_ASKED:
            return ask_facts(row)
        person = visitor(
            device,
            country=country,
            language=language,
            zone=zone,
            created_at=created_at,
            attributes=attributes,
            except_asks=[row.pk] if row else [],
        )
        row = row or book._new(device=device, key=key)  # noqa: SLF001 - same file
        book.settle(row, reading.situation_of(person, survey_id=survey_id, channel=channel, now=now))
        book.write()
        return ask_facts(row)


def _held_visit(occasion: Occasion, device: str) -> Ask | None:
    return Ask.objects.filter(
        device=device,
        survey_id=occasion.survey_id,
        channel=occasion.channel,
        disposition=Disposition.ELIGIBLE,
        asked_at__gt=occasion.now - HELD_FOR,
    ).first()
