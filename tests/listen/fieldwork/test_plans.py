from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.make import fieldwork
from tests.make.audiences import contact, new_contact
from tests.make.surveys import survey

from heedful.listen.audiences import services as audiences
from heedful.listen.fieldwork import jobs, queries, services
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.types import Disposition, Gate, PlanState
from heedful.platform.core import outbox, queue
from heedful.platform.core.errors import Conflict, InvalidInput
from heedful.platform.core.models import Job, OutboxMessage

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def asked(organization):
    fieldwork.rules()
    return survey()


def steps() -> dict[str, int]:
    found: dict[str, int] = {}
    for step in Ask.objects.values_list("disposition", flat=True):
        found[step] = found.get(step, 0) + 1
    return found


def work() -> None:
    jobs.start_due_plans()
    while queue.run_due():
        pass
    jobs.ask_who_is_due()


def reminders() -> list[dict]:
    rows = OutboxMessage.objects.filter(event="ask.due", payload__reminder__gt=0)
    return [row.payload for row in rows.order_by("id")]


def test_a_wave_asks_everybody_once(asked):
    people = [contact() for _ in range(7)]
    plan = fieldwork.plan(asked)
    for _ in range(3):
        work()
    assert steps() == {Disposition.INVITED: 7}
    assert {row.contact_id for row in Ask.objects.all()} == {one.id for one in people}
    assert queries.plan_counts([plan.id]) == {plan.id: {Disposition.INVITED: 7}}
    assert Job.objects.filter(kind=services.WAVE).count() == 1


def test_a_wave_goes_on_where_it_stopped(asked, monkeypatch):
    monkeypatch.setattr("heedful.listen.fieldwork.services.waves.PAGE", 3)
    for _ in range(10):
        contact()
    fieldwork.plan(asked)
    jobs.start_due_plans()
    real, calls = services.ask_contacts, []

    def dying(ids, occasion, *, by):
        calls.append(ids)
        if len(calls) == 3:
            raise RuntimeError("the power went")
        return real(ids, occasion, by=by)

    monkeypatch.setattr("heedful.listen.fieldwork.services.waves.ask_contacts", dying)
    queue.run_due()
    job = Job.objects.get()
    assert (job.state, steps()) == (Job.State.FAILED, {Disposition.INVITED: 6})
    Job.objects.update(state=Job.State.WAITING)
    queue.run_due()
    job.refresh_from_db()
    assert (job.state, steps()) == (Job.State.DONE, {Disposition.INVITED: 10})
    assert job.result["people"] == 10
    assert len(calls) == 5  # the two pages before the crash were not asked again


def test_a_segment_a_list_and_a_unit(asked, alice, cast):
    pro, free = contact(attributes={"plan": "pro"}), contact(attributes={"plan": "free"})
    fieldwork.plan(
        asked,
        audience={"kind": "segment", "conditions": [{"field": "attribute.plan", "values": ["pro"]}]},
    )
    listed = fieldwork.plan(survey(), start=False, audience={"kind": "list"})
    with pytest.raises(Conflict):
        services.start_plan(listed.uid, by=alice)
    new = [new_contact("new@example.org"), new_contact("new@example.org")]
    assert services.add_members(listed.uid, new, by=alice) == 1
    services.start_plan(listed.uid, by=alice)
    audiences.note_meetings([(free.id, cast.branch.pk)])
    fieldwork.plan(survey(), audience={"kind": "unit", "unit": cast.region.uid})
    work()
    assert set(Ask.objects.values_list("contact_id", flat=True)) == {
        pro.id,
        free.id,
        queries.plan(listed.uid, by=alice).id and Ask.objects.get(plan_id=listed.id).contact_id,
    }
    assert Ask.objects.get(survey_id=asked.id).contact_id == pro.id
    with pytest.raises(InvalidInput):
        fieldwork.plan(asked, audience={"kind": "unit", "unit": "unt_none"})


def test_an_event_asks_upon_its_conditions(asked, alice):
    fieldwork.plan(
        asked,
        trigger={
            "kind": "event",
            "event": "purchase",
            "conditions": [{"field": "property.total", "comparison": "at_least", "values": ["50"]}],
        },
        now=timezone.now() - timedelta(days=5),
    )
    rich, poor, late = contact(), contact(), contact()
    services.record_event(by=alice, name="purchase", contact_id=rich.id, properties={"total": 80})
    services.record_event(by=alice, name="purchase", contact_id=poor.id, properties={"total": 20})
    long_ago = timezone.now() - timedelta(days=4)
    services.record_event(
        by=alice, name="purchase", contact_id=late.id, properties={"total": 80}, occurred_at=long_ago
    )
    for _ in range(2):
        outbox.deliver_due()
    assert list(Ask.objects.values_list("contact_id", "disposition")) == [(rich.id, Disposition.INVITED)]


def test_the_same_event_is_one_event(asked, alice):
    who = contact()
    fieldwork.plan(asked, trigger={"kind": "event", "event": "visit"})
    moment = timezone.now()
    for _ in range(3):
        services.record_event(by=alice, name="visit", contact_id=who.id, occurred_at=moment)
        services.record_event(by=alice, name="visit", contact_id=who.id, idempotency_key="till-1")
    assert len(queries.tracked_events(by=alice).items) == 2
    while outbox.deliver_due():
        pass
    assert steps()[Disposition.INVITED] == 1


def test_a_delay_waits_in_the_ledger(asked, alice):
    who = contact()
    fieldwork.plan(asked, trigger={"kind": "event", "event": "visit"}, delay_minutes=120)
    event = services.record_event(by=alice, name="visit", contact_id=who.id)
    outbox.deliver_due()
    row = Ask.objects.get()
    assert (row.disposition, row.due_at) == (
        Disposition.POSTPONED,
        event.occurred_at + timedelta(minutes=120),
    )
    assert services.work_off([row.pk], by=alice, now=row.due_at) == 1
    row.refresh_from_db()
    assert row.disposition == Disposition.INVITED


def test_asks_are_spread_over_the_days(asked, alice):
    for _ in range(40):
        contact()
    fieldwork.plan(asked, spread_days=10)
    work()
    found = steps()
    assert found[Disposition.POSTPONED] >= 35
    due = sorted(Ask.objects.filter(due_at__isnull=False).values_list("due_at", flat=True))
    assert due[-1] - due[0] > timedelta(days=7)
    for _, id_ in queries.due_asks(due[-1], 1_000):
        services.work_off([id_], by=alice, now=due[-1])
    assert steps() == {Disposition.INVITED: 40}


def test_a_cohort_is_asked_on_its_day(asked, alice):
    today = timezone.now().astimezone(organization_zone()).date()  # at midnight another day than in UTC
    old, new = (contact(attributes={"joined": str(today - timedelta(days=n))}) for n in (30, 29))
    fieldwork.plan(asked, trigger={"kind": "cohort", "attribute": "joined", "days_after": 30, "at": "00:01"})
    plan = queries.plans(by=alice)[0]
    tomorrow = plan.next_at + timedelta(seconds=1)
    assert services.start_due_plan(plan.uid, by=alice, now=tomorrow)
    assert not services.start_due_plan(plan.uid, by=alice, now=tomorrow)  # another worker
    while queue.run_due():
        pass
    day = (plan.next_at.astimezone(organization_zone()) - timedelta(days=30)).date()
    meant = {str(today - timedelta(days=30)): old.id, str(today - timedelta(days=29)): new.id}
    assert [row.contact_id for row in Ask.objects.all()] == [meant[str(day)]]


def organization_zone():
    from heedful.platform.core.organizations import organization

    return organization().zone


def test_a_schedule_asks_again_when_the_clocks_allow(asked, alice):
    who = contact()
    fieldwork.plan(asked, trigger={"kind": "schedule", "every": "month", "day": 1}, now=NOW)
    plan = queries.plans(by=alice)[0]
    assert plan.next_at > NOW
    first, second = plan.next_at, None
    assert services.start_due_plan(plan.uid, by=alice, now=first)
    second = queries.plan(plan.uid, by=alice).next_at
    assert (second.month, second.day) == (5, 1)
    assert who


def test_a_sample_by_size_is_drawn_from_the_whole(asked):
    for _ in range(20):
        contact()
    fieldwork.plan(asked, sample={"method": "random", "size": 5})
    work()
    assert steps() == {Disposition.INVITED: 5, Disposition.SAMPLED_OUT: 15}
    assert set(Ask.objects.filter(disposition="sampled_out").values_list("gate", flat=True)) == {Gate.SAMPLE}


def test_a_plan_may_leave_the_share_to_the_rules(asked):
    fieldwork.rules(sample_known=0.0)
    contact()
    fieldwork.plan(asked, sample=None)
    work()
    assert steps() == {Disposition.SAMPLED_OUT: 1}


def test_reminders_go_to_those_who_have_not_answered(asked, alice, monkeypatch):
    silent, answered, out = contact(), contact(), contact()
    monkeypatch.setitem(outbox._handlers, "ask.due", {"test": (dict, lambda event: None)})
    plan = fieldwork.plan(asked, reminders=[3, 7])
    work()
    asks = {row.contact_id: row for row in Ask.objects.all()}
    invited = asks[silent.id].asked_at
    services.advance_ask(
        by=alice, ask_uid=asks[answered.id].uid, disposition=Disposition.ANSWERED, at=invited
    )
    services.advance_ask(by=alice, ask_uid=asks[silent.id].uid, disposition=Disposition.OPENED, at=invited)
    audiences.opt_out(by=alice, contact_id=out.id, source="mail")
    for days in (2, 3, 3.1, 7, 8, 30):
        now = invited + timedelta(days=days)
        services.work_off([row.pk for row in asks.values()], by=alice, now=now)
    assert reminders() == [
        {"ask_id": asks[silent.id].pk, "channel": "email", "reminder": 1},
        {"ask_id": asks[silent.id].pk, "channel": "email", "reminder": 2},
    ]
    page = queries.silent_asks(plan.id, by=alice)
    assert {one.contact_id for one in page.items} == {silent.id, out.id}


def test_reminding_by_hand_reminds_nobody_twice_a_day(asked, alice, monkeypatch):
    contact()
    monkeypatch.setitem(outbox._handlers, "ask.due", {"test": (dict, lambda event: None)})
    plan = fieldwork.plan(asked)
    work()
    now = timezone.now()
    assert services.remind_now(plan, by=alice, now=now) == 0  # invited just now
    assert services.remind_now(plan, by=alice, now=now + timedelta(days=1)) == 1
    assert services.remind_now(plan, by=alice, now=now + timedelta(days=1, minutes=1)) == 0


def test_a_pause_keeps_what_waits_and_an_end_lets_it_go(asked, alice):
    contact()
    plan = fieldwork.plan(asked, delay_minutes=60)
    work()
    later = timezone.now() + timedelta(hours=2)
    services.pause_plan(plan.uid, by=alice)
    assert queries.due_asks(later, 10) == ()
    services.change_plan(plan.uid, by=alice, document={"name": "Renamed", "delay_minutes": 60})
    services.start_plan(plan.uid, by=alice)
    assert len(queries.due_asks(later, 10)) == 1
    with pytest.raises(Conflict):
        services.change_plan(plan.uid, by=alice, document={"name": "No"})
    ended = services.end_plan(plan.uid, by=alice)
    assert ended.state is PlanState.ENDED
    assert steps() == {Disposition.BLOCKED: 1}
    with pytest.raises(Conflict):
        services.start_plan(plan.uid, by=alice)
    with pytest.raises(Conflict):
        services.drop_plan(plan.uid, by=alice)


def test_an_anonymous_answer_is_let_go_and_the_clock_kept(asked, alice):
    who = contact()
    plan = fieldwork.plan(asked, is_anonymous=True)
    work()
    invited = queries.asks(by=alice).items[0]
    assert invited.is_anonymous
    assert invited.answer_key.startswith("anon_")
    answered_at = timezone.now() + timedelta(days=1)
    services.advance_ask(by=alice, ask_uid=invited.uid, disposition=Disposition.ANSWERED, at=answered_at)
    answered = Ask.objects.get(uid=invited.uid)
    assert (answered.contact_id, answered.verdicts, answered.answer_key) == (None, [], "")
    assert answered.settled_at == answered.asked_at
    assert who.uid not in answered.idempotency_key
    marker = Ask.objects.get(contact_id=who.id)
    assert (marker.disposition, marker.plan_id, marker.settled_at) == (Disposition.INVITED, None, None)
    assert queries.plan_counts([plan.id])[plan.id] == {Disposition.ANSWERED: 1}
    again = services.ask_contact(
        by=alice, survey_id=asked.id, contact_id=who.id, channel="web", occasion="x", now=answered_at
    )
    assert again.gate == Gate.THIS_SURVEY


def test_an_always_on_plan_narrows_whom_the_widget_asks(asked, alice):
    fieldwork.plan(
        asked,
        channel="web",
        trigger={"kind": "always"},
        audience={"kind": "segment", "conditions": [{"field": "attribute.plan", "values": ["pro"]}]},
    )
    found = {}
    for plan in ("pro", "free"):
        found[plan] = services.ask_contact(
            by=alice,
            survey_id=asked.id,
            contact_id=contact(attributes={"plan": plan}).id,
            channel="web",
            occasion="page",
            now=NOW,
        )
    assert found["pro"].disposition is Disposition.ELIGIBLE
    assert (found["free"].gate, "plan is pro" in found["free"].reason) == (Gate.AUDIENCE, True)
    visitor = services.ask_visitor(
        by=alice, survey_id=asked.id, device="device-1", channel="web", now=NOW, attributes={"plan": "pro"}
    )
    assert visitor.disposition is Disposition.ELIGIBLE
