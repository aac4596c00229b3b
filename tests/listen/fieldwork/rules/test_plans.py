from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from heedful.listen.fieldwork.rules.plan_documents import plan_document, plan_from
from heedful.listen.fieldwork.rules.schedule import meets, next_due, reminder_due, turn_of
from heedful.listen.fieldwork.types import PlanDefinition, Trigger, TriggerKind
from heedful.platform.core.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday

FULL = {
    "name": "After a purchase",
    "channel": "email",
    "trigger": {
        "kind": "event",
        "event": "purchase",
        "conditions": [{"field": "property.total", "comparison": "at_least", "values": ["50"]}],
    },
    "audience": {"kind": "segment", "conditions": [{"field": "attribute.plan", "values": ["pro"]}]},
    "delay_minutes": 120,
    "spread_days": 3,
    "sample": {"method": "random", "share": 0.5},
    "reminders": [3, 7],
    "priority": 70,
}


def test_a_plan_survives_being_written_down():
    plan = plan_from(FULL)
    assert plan_from(plan_document(plan)) == plan
    assert plan.reminders == (3, 7)
    assert plan_from(plan_document(PlanDefinition("Usual"))) == PlanDefinition("Usual")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"channel": "fax"}, "channel"),
        ({"channel": "web"}, "trigger.kind"),
        ({"trigger": {"kind": "always"}}, "trigger.kind"),
        ({"trigger": {"kind": "event"}}, "trigger.event"),
        ({"trigger": {"kind": "cohort"}}, "trigger.attribute"),
        ({"trigger": {"kind": "schedule", "every": "month", "day": 31}}, "trigger.day"),
        ({"trigger": {"kind": "wave", "wave_at": "2026-03-02T12:00:00"}}, "trigger.wave_at"),
        ({"audience": {"kind": "segment"}}, "audience.conditions"),
        ({"audience": {"kind": "segment", "conditions": [{"field": "plan"}]}}, "audience.conditions.0.field"),
        ({"audience": {"kind": "unit"}}, "audience.unit"),
        ({"reminders": [7, 3]}, "reminders"),
        ({"reminders": [1, 2, 3, 4]}, "reminders"),
        ({"sample": {"method": "random"}}, "sample.share"),
        ({"priority": 101}, "priority"),
    ],
)
def test_what_does_not_fit_together_names_its_field(change, field):
    with pytest.raises(InvalidInput) as refused:
        plan_from(FULL | change)
    assert field in {problem.field for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("trigger", "due"),
    [
        ({"every": "day", "at": "09:00"}, datetime(2026, 3, 3, 9, tzinfo=BERLIN)),
        ({"every": "day", "at": "14:00"}, datetime(2026, 3, 2, 14, tzinfo=BERLIN)),
        ({"every": "week", "weekday": 0, "at": "09:00"}, datetime(2026, 3, 9, 9, tzinfo=BERLIN)),
        ({"every": "month", "day": 28, "at": "09:00"}, datetime(2026, 3, 28, 9, tzinfo=BERLIN)),
        ({"every": "quarter", "day": 1, "at": "09:00"}, datetime(2026, 4, 1, 9, tzinfo=BERLIN)),
    ],
)
def test_when_a_schedule_is_due_next(trigger, due):
    plan = plan_from({"name": "x", "trigger": {"kind": "schedule", **trigger}})
    assert next_due(plan.trigger, NOW, BERLIN) == due


@given(after=st.integers(0, 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)))
def test_a_daily_schedule_is_due_once_a_day_across_clock_changes(after):
    trigger = plan_from({"name": "x", "trigger": {"kind": "schedule", "every": "day"}}).trigger
    first = next_due(trigger, after, BERLIN)
    second = next_due(trigger, first, BERLIN)
    assert first > after
    assert (second.astimezone(BERLIN).date() - first.astimezone(BERLIN).date()).days == 1
    assert first.astimezone(BERLIN).hour == second.astimezone(BERLIN).hour == 9


def test_a_wave_is_due_once():
    at = NOW + timedelta(days=1)
    trigger = Trigger(TriggerKind.WAVE, wave_at=at)
    assert next_due(trigger, NOW, BERLIN) == at
    assert next_due(trigger, at, BERLIN) is None


def test_turns_are_spread_evenly_and_stand():
    plan = PlanDefinition("x", spread_days=10, delay_minutes=60)
    turns = [turn_of(plan, "seed", f"con_{number}", NOW) for number in range(2_000)]
    assert turns == [turn_of(plan, "seed", f"con_{number}", NOW) for number in range(2_000)]
    days = [(turn - NOW - timedelta(hours=1)) / timedelta(days=1) for turn in turns]
    assert 0 <= min(days) < max(days) < 10
    a_day = [sum(1 for day in days if int(day) == number) for number in range(10)]
    assert min(a_day) > 150
    assert max(a_day) < 250


def test_conditions_on_what_is_known():
    conditions = plan_from(FULL).trigger.conditions
    assert meets(conditions, {"total": 50})
    assert not meets(conditions, {"total": 49.99})
    assert not meets(conditions, {})
    assert meets((), {})


def test_reminders_count_from_the_invitation():
    plan = plan_from(FULL)
    assert [reminder_due(plan, NOW, sent) for sent in range(3)] == [
        NOW + timedelta(days=3),
        NOW + timedelta(days=7),
        None,
    ]
