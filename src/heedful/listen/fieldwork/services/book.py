"""The ledger rows of one occasion: those known, those made, those changed. Used inside the lock only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from heedful.listen.fieldwork import experiments
from heedful.listen.fieldwork.events import AskDue, AsksRecorded
from heedful.listen.fieldwork.experiments.queries import running_experiment
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries import deciding as reading
from heedful.listen.fieldwork.queries.audience import members_among
from heedful.listen.fieldwork.rules import HELD_FOR, Situation, disposition, judged
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.rules.schedule import reminder_due
from heedful.listen.fieldwork.services.tallies import Tallies
from heedful.listen.fieldwork.types import (
    NOT_ASKED,
    SENT_CHANNELS,
    UNDECIDED,
    AskedSurvey,
    Decision,
    Disposition,
)
from heedful.platform.core.bulk import insert_row
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce, announce_all
from heedful.platform.core.types import Actor

_CHANGING = [
    "disposition", "asked_at", "settled_at", "due_at", "reason", "gate", "verdicts", "variant", "plan",
    "answer_key", "is_anonymous", "stratum",
]  # fmt: skip
_COLUMNS = {field.name: field.attname for field in Ask._meta.concrete_fields}
_INSERTED = {name: column for name, column in _COLUMNS.items() if name not in {"id", "organization"}}
_NOT_YET = gettext_noop("Its turn in the plan comes later.")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What somebody may be asked, by which channel, and why just now: the same name asks no second time."""

    survey_id: int
    channel: str
    name: str
    now: datetime
    is_test: bool = False
    fielding: Fielding | None = None
    base: datetime | None = None  # the trigger's moment, from which delay and spread count; None: no waiting
    unit_id: int | None = None
    survey: AskedSurvey | None = None  # where the channel asks with a share of its own


class Book:
    """Rows of the ledger as they are decided."""

    def __init__(self, occasion: Occasion, by: Actor) -> None:
        self.occasion = occasion
        self.by = by
        self.survey = occasion.survey or reading.asked_survey(occasion.survey_id)
        self.today = reading.today_of(occasion.now)
        self.experiment = running_experiment(occasion.survey_id)
        self.known: dict[str, Ask] = {}
        self.held: dict[int, Ask] = {}
        self.situations: dict[int, Situation] = {}
        self.inside: frozenset[int] | None = None
        self.tallies = Tallies(self.today)
        self.made: list[Ask] = []
        self.changed: list[Ask] = []

    def open(self, contact_ids: Sequence[int]) -> None:
        """Read what a decision about these contacts looks at."""
        held = Ask.objects.filter(contact_id__in=contact_ids, **self._holding())
        self.held = {row.contact_id: row for row in held.order_by("id") if row.contact_id is not None}
        rows = Ask.objects.filter(idempotency_key__in=[self.key_of(str(id_)) for id_ in contact_ids])
        self.known = {row.idempotency_key: row for row in rows}
        anew = [row.pk for row in self.known.values() if row.disposition in UNDECIDED]
        self.read(contact_ids, except_asks=anew)

    def read(self, contact_ids: Sequence[int], *, except_asks: Sequence[int]) -> None:
        occasion = self.occasion
        self.situations = reading.situations(
            contact_ids,
            by=Actor.system(self.by.organization_id, self.by.label),
            survey_id=occasion.survey_id,
            channel=occasion.channel,
            now=occasion.now,
            survey=self.survey,
            except_asks=except_asks,
        )
        if occasion.fielding is not None:
            self.inside = members_among(occasion.fielding.plan, contact_ids)

    def _holding(self) -> dict[str, Any]:
        return {
            "survey_id": self.occasion.survey_id,
            "channel": self.occasion.channel,
            "disposition": Disposition.ELIGIBLE,
            "asked_at__gt": self.occasion.now - HELD_FOR,
            "is_test": self.occasion.is_test,
        }

    def is_held(self, row: Ask) -> bool:
        """Whether a row waits to be shown, so that the same one is shown again and no other."""
        fresh = row.asked_at > self.occasion.now - HELD_FOR
        return row.disposition == Disposition.ELIGIBLE and fresh

    def key_of(self, person: str) -> str:
        occasion = self.occasion
        if occasion.channel in SENT_CHANNELS or occasion.is_test:
            return f"{self.survey.uid}:{occasion.name}:{person}"
        # Of someone who is with us, what was decided is kept once a day, however often they come along.
        return f"{self.survey.uid}:{occasion.channel}:{self.today}:{person}"

    def decide(self, contact_id: int) -> Ask:
        """Return the row of a contact: as it stands if it was decided before, else decided now."""
        if contact_id in self.held:
            return self.held[contact_id]
        key = self.key_of(str(contact_id))
        row = self.known.get(key)
        if row is not None and not self._is_open(row):
            return row
        row = row or self._new(contact_id=contact_id, key=key)
        return self.settle(row, self.situations[contact_id], contact_id=contact_id)

    def _is_open(self, row: Ask) -> bool:
        if row.disposition in UNDECIDED:
            return True
        # Somebody who is with us may fit later the same day; who was asked is not asked again.
        return self.occasion.channel not in SENT_CHANNELS and row.disposition in NOT_ASKED

    def visit_among(self, rows: Iterable[Ask], device: str) -> Ask | None:
        """Return what was decided about a visitor today, or is still held from just before midnight."""
        key, today = self.key_of(device), None
        for row in rows:
            if self._is_of_occasion(row) and self.is_held(row):
                return row
            today = row if row.idempotency_key == key else today
        return today

    def _is_of_occasion(self, row: Ask) -> bool:
        occasion = self.occasion
        place = (occasion.survey_id, occasion.channel, occasion.is_test)
        return (row.survey_id, row.channel, row.is_test) == place

    def decide_visit(self, row: Ask | None, device: str, situation: Situation) -> Ask:
        return self.settle(row or self._new(device=device, key=self.key_of(device)), situation)

    def decide_waiting(self, ask_ids: Sequence[int], current: Mapping[int, int]) -> int:
        """Decide anew about rows whose time has come; read again, for another worker may have been first."""
        now = self.occasion.now
        rows = list(Ask.objects.filter(id__in=ask_ids, disposition=Disposition.POSTPONED, due_at__lte=now))
        self.read(sorted(set(current.values())), except_asks=[row.pk for row in rows])
        for row in rows:
            contact_id = current.get(row.contact_id or 0)
            if contact_id in self.situations:
                row.contact_id = contact_id
                self.settle(row, self.situations[contact_id], contact_id=contact_id)
        self.write()
        return len(rows)

    def _new(self, *, contact_id: int | None = None, device: str = "", key: str) -> Ask:
        occasion = self.occasion
        plan = occasion.fielding.plan if occasion.fielding else None
        return Ask(
            survey_id=occasion.survey_id,
            contact_id=contact_id,
            device=device,
            unit_id=occasion.unit_id,
            plan_id=plan.id if plan else None,
            channel=occasion.channel,
            is_test=occasion.is_test,
            is_anonymous=plan.definition.is_anonymous if plan else False,
            source="plan" if plan else self.by.label[:120],
            idempotency_key=key[:200],
        )

    def settle(self, row: Ask, situation: Situation, *, contact_id: int | None = None) -> Ask:
        """Decide and note it in the row."""
        before = _columns(row)
        situation = self._in_arm(row, situation)
        turn = self._turn(situation)
        if turn is not None:
            return self._put_off(row, turn)
        decision, was_eligible = self._decision(row, situation, contact_id), row.disposition
        step = disposition(decision, situation.rules, self.occasion.now)
        is_sent = self.occasion.channel in SENT_CHANNELS
        row.disposition = Disposition.INVITED if decision.may_ask and is_sent else step
        if row.pk is None or row.disposition != was_eligible or decision.may_ask:
            row.asked_at = self.occasion.now
        row.due_at = decision.until if step is Disposition.POSTPONED and is_sent else None
        row.reason = decision.reason[:200]
        row.gate = decision.blocked_by or ""
        row.verdicts = [verdict.as_json() for verdict in decision.verdicts]
        if decision.may_ask:
            self._invite(row, situation)
        if (
            row.pk is None or _columns(row) != before
        ):  # whoever comes back to the same decision changes nothing
            self._touch(row)
        return row

    def _turn(self, situation: Situation) -> datetime | None:
        """Return when the person's turn in the plan is, None if it is now."""
        fielding, base, person = self.occasion.fielding, self.occasion.base, situation.candidate
        turn = self.occasion.now
        if fielding is not None and base is not None:
            turn = max(turn, fielding.turn_of(person.key, base))
        if self.experiment is not None and situation.channel in SENT_CHANNELS and not self.occasion.is_test:
            arm = experiments.arm_of(self.experiment, person.key)
            turn = experiments.moment_in_arm(arm, turn, person.zone)
        return turn if turn > self.occasion.now else None

    def _in_arm(self, row: Ask, situation: Situation) -> Situation:
        """Let the person's arm choose the channel, where we can reach them by it."""
        if row.pk:
            return replace(situation, channel=row.channel)
        if self.experiment is None or situation.channel not in SENT_CHANNELS or self.occasion.is_test:
            return situation
        channel = experiments.arm_of(self.experiment, situation.candidate.key).changes.channel
        if channel not in situation.candidate.addresses:
            return situation
        row.channel = channel
        return replace(situation, channel=channel)

    def _put_off(self, row: Ask, turn: datetime) -> Ask:
        row.disposition, row.asked_at, row.due_at = Disposition.POSTPONED, self.occasion.now, turn
        row.reason = _NOT_YET
        self._touch(row)
        return row

    def _decision(self, row: Ask, situation: Situation, contact_id: int | None) -> Decision:
        if self.occasion.is_test:
            return Decision(may_ask=True, verdicts=())
        fielding = self.occasion.fielding
        if fielding is not None:
            is_inside = None if self.inside is None else contact_id in self.inside
            situation = reading.fielded(situation, fielding, is_inside=is_inside)
        situation = reading.within(situation, self.experiment)
        decision = judged(situation)
        if row.disposition == Disposition.ELIGIBLE:
            return decision  # counted when it was decided first
        return self.tallies.counted(situation, decision)

    def _invite(self, row: Ask, situation: Situation) -> None:
        if self.experiment is not None:
            row.variant = experiments.variant_of(self.experiment, situation.candidate.key)
        if row.is_anonymous and not row.answer_key:
            row.answer_key = f"anon_{secrets.token_urlsafe(16)}"
        fielding = self.occasion.fielding
        if fielding is not None:
            row.stratum = fielding.stratum_of(situation.candidate)
        if fielding is not None and row.disposition == Disposition.INVITED and not row.is_test:
            row.due_at = reminder_due(fielding.plan.definition, self.occasion.now, 0)

    def _touch(self, row: Ask) -> None:
        (self.changed if row.pk else self.made).append(row)

    def write(self) -> None:
        """Write the rows and announce what is due."""
        self.tallies.write()
        self._insert()
        if self.changed:
            Ask.objects.bulk_update(self.changed, _CHANGING, batch_size=200)
        touched = [*self.made, *self.changed]
        if touched:
            announce(AsksRecorded(ask_ids=[row.pk for row in touched]))
        announce_all(
            AskDue(ask_id=row.pk, channel=str(row.channel))
            for row in touched
            if row.disposition == Disposition.INVITED and row.channel in SENT_CHANNELS
        )

    def _insert(self) -> None:
        if len(self.made) == 1:  # somebody who is with us waits for it
            (row,) = self.made
            row.uid = new_uid("ask")
            row.pk = insert_row(Ask, {name: getattr(row, column) for name, column in _INSERTED.items()})
        elif self.made:
            Ask.objects.bulk_create(self.made)


def _columns(row: Ask) -> tuple[Any, ...]:
    return tuple(getattr(row, _COLUMNS[name]) for name in _CHANGING)
