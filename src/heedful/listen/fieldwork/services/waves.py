"""Asking many at once: a plan's wave, schedule or cohort, a page of contacts in a transaction.

After a crash the job goes on behind the last page; whom it asked already is known by the occasion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork.models import FieldworkPlan
from heedful.listen.fieldwork.queries.audience import (
    audience_page,
    audience_size,
    history_of,
    people_of,
)
from heedful.listen.fieldwork.queries.plans import plan as plan_by_uid
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.rules.schedule import next_due
from heedful.listen.fieldwork.sampling import StratumHistory, draw_sample
from heedful.listen.fieldwork.services.asking import ask_contacts
from heedful.listen.fieldwork.services.book import Occasion
from heedful.listen.fieldwork.types import PlanFacts, PlanState, TriggerKind
from heedful.platform.core.errors import Conflict
from heedful.platform.core.organizations import organization
from heedful.platform.core.queue import Run, enqueue
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

WAVE = "fieldwork.wave"
PAGE = 200
CATCH_UP_DAYS = 7  # days of a cohort that a worker which was down makes good


def start_due_plan(uid: str, *, by: Actor, now: datetime) -> bool:
    """Queue the wave of a plan whose time has come, and set its next one; False if another worker did."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        row = FieldworkPlan.objects.select_for_update().filter(uid=uid).first()
        if row is None or row.state != PlanState.RUNNING or row.next_at is None or row.next_at > now:
            return False
        plan = plan_by_uid(uid, by=by)
        due_at = row.next_at
        following = next_due(plan.definition.trigger, now, organization().zone)
        FieldworkPlan.objects.filter(pk=row.pk).update(next_at=following)
        for base in _missed(plan, due_at, now):
            enqueue(WAVE, {"plan": uid, "base": base.isoformat()}, by=by)
    return True


def _missed(plan: PlanFacts, due_at: datetime, now: datetime) -> list[datetime]:
    # Of a schedule only the newest occasion is made good: two waves at once would help nobody.
    if plan.definition.trigger.kind is not TriggerKind.COHORT:
        return [due_at]
    days = min((now - due_at).days, CATCH_UP_DAYS - 1)
    return [due_at + timedelta(days=number) for number in range(days + 1)]


def run_wave(run: Run) -> dict[str, Any]:
    """Ask the audience of a plan, from where the job stands."""
    by = Actor.system(current_organization_id(), "Fieldwork")
    plan = plan_by_uid(run.payload["plan"], by=by)
    if plan.state is not PlanState.RUNNING:
        raise Conflict("The plan does not run any more.")
    return _Wave(plan, datetime.fromisoformat(run.payload["base"]), run, by).run()


class _Wave:
    def __init__(self, plan: PlanFacts, base: datetime, run: Run, by: Actor) -> None:
        self._plan, self._base, self._run, self._by = plan, base, run, by
        self._occasion = f"{plan.uid}:{base:%Y%m%dT%H%M}"
        self._fielding = Fielding(plan, round=f"{base:%Y%m%d}")
        self._day: date | None = None
        if plan.definition.trigger.kind is TriggerKind.COHORT:
            local = base.astimezone(organization().zone).date()
            self._day = local - timedelta(days=plan.definition.trigger.days_after)

    def run(self) -> dict[str, Any]:
        after: int | None = self._run.checkpoint.get("after", 0)
        done: int = self._run.checkpoint.get("done", 0)
        decided: dict[str, int] = dict(self._run.checkpoint.get("decided", {}))
        self._draw()
        total = audience_size(self._plan, by=self._by)
        while after is not None:
            page, after = audience_page(self._plan, by=self._by, after_id=after, limit=PAGE)
            for step, n in self._ask([one for one in page if self._is_meant(one)]).items():
                decided[step] = decided.get(step, 0) + n
            done += len(page)
            if after is not None:
                mark = {"after": after, "done": done, "decided": decided, **self._drawn_by()}
                self._run.tell(done, total, checkpoint=mark)
        return {"people": done, **decided}

    def _draw(self) -> None:
        """Draw the sample of the whole; what had been answered by then is kept for a resumed job."""
        design = self._plan.definition.sample
        if design is None or not self._fielding.draws_whole:
            return
        kept = self._run.checkpoint.get("history")
        history = _history_from(kept) if kept is not None else history_of(self._plan, design)
        drawn = draw_sample(
            people_of(self._plan, design, by=self._by),
            design,
            seed=f"{design.seed or self._fielding.seed}:{self._fielding.round}",
            purpose=self._plan.survey_uid,
            history=history,
        )
        self._fielding = Fielding(
            self._plan, self._fielding.round, drawn=frozenset(drawn.keys), history=history
        )

    def _drawn_by(self) -> dict[str, Any]:
        history = self._fielding.history
        return {"history": {name: [one.asks, one.answers] for name, one in history.items()}}

    def _is_meant(self, contact: ContactFacts) -> bool:
        if self._day is None:
            return True
        told = contact.attributes.get(self._plan.definition.trigger.attribute)
        return str(told or "")[:10] == self._day.isoformat()

    def _ask(self, contacts: Sequence[ContactFacts]) -> dict[str, int]:
        if not contacts:
            return {}
        now = timezone.now()
        occasion = Occasion(
            self._plan.survey_id,
            str(self._plan.definition.channel),
            self._occasion,
            now,
            fielding=self._fielding,
            base=self._base,
        )
        found = ask_contacts([contact.id for contact in contacts], occasion, by=self._by)
        decided: dict[str, int] = {}
        for ask in found.values():
            decided[ask.disposition] = decided.get(ask.disposition, 0) + 1
        return decided


def _history_from(kept: Mapping[str, Sequence[int]]) -> dict[str, StratumHistory]:
    return {name: StratumHistory(asks=asks, answers=answers) for name, (asks, answers) in kept.items()}
