"""When a plan is due, and when each person's turn comes: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from heedful.design.surveys.flow import compares, facts_in
from heedful.design.surveys.types import Condition
from heedful.listen.fieldwork.sampling.chance import lot
from heedful.listen.fieldwork.types import Every, PlanDefinition, Trigger, TriggerKind

_QUARTER_MONTHS = (1, 4, 7, 10)


def next_due(trigger: Trigger, after: datetime, zone: tzinfo) -> datetime | None:
    """Return when a plan is due next, strictly after a moment; None if no clock sets it off."""
    if trigger.kind is TriggerKind.WAVE:
        return trigger.wave_at if trigger.wave_at is not None and trigger.wave_at > after else None
    if trigger.kind not in {TriggerKind.SCHEDULE, TriggerKind.COHORT}:
        return None
    day = after.astimezone(zone).date()
    for ahead in range(100):
        candidate = day + timedelta(days=ahead)
        if trigger.kind is TriggerKind.SCHEDULE and not is_day_of(trigger, candidate):
            continue
        moment = datetime.combine(candidate, trigger.at, tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    return None


def is_day_of(trigger: Trigger, day: date) -> bool:
    """Whether a schedule names a day."""
    if trigger.every is Every.DAY:
        return True
    if trigger.every is Every.WEEK:
        return day.weekday() == trigger.weekday
    if day.day != trigger.day:
        return False
    return trigger.every is Every.MONTH or day.month in _QUARTER_MONTHS


def turn_of(plan: PlanDefinition, seed: str, key: str, base: datetime) -> datetime:
    """Return when a person's turn is: the trigger's moment, the delay, and their own place in the spread."""
    offset = timedelta(minutes=plan.delay_minutes)
    if plan.spread_days:
        offset += timedelta(days=plan.spread_days * lot(seed, "spread", key))
    return base + offset


def meets(conditions: Iterable[Condition], facts: Mapping[str, Any], language: str = "") -> bool:
    """Whether facts (attributes of a contact, properties of an event) meet all conditions."""
    return all(compares(one, _told(one, facts, language)) for one in conditions)


def _told(condition: Condition, facts: Mapping[str, Any], language: str) -> tuple[str, ...]:
    if condition.field == "language":
        return facts_in(language.lower())
    return facts_in(facts.get(condition.field.partition(".")[2]))


def reminder_due(plan: PlanDefinition, invited_at: datetime, sent: int) -> datetime | None:
    """Return when the next reminder is due, None when there is none."""
    if sent >= len(plan.reminders):
        return None
    return invited_at + timedelta(days=plan.reminders[sent])
