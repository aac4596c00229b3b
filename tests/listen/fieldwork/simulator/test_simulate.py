"""The next ninety days of a real organisation in a record store, and nothing of it written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.make.audiences import new_contact
from tests.make.surveys import survey

from heedful.listen.audiences import services as audience_services
from heedful.listen.fieldwork.models import Ask, AskTally, TrackedEvent
from heedful.listen.fieldwork.services import ask_contact, define_plan, record_asks, start_plan
from heedful.listen.fieldwork.simulator.scenario import Scenario, Trial
from heedful.listen.fieldwork.simulator.simulate import simulate
from heedful.listen.fieldwork.types import Disposition, NewAsk
from heedful.platform.core.errors import InvalidInput, NotPermitted
from heedful.platform.core.models import OutboxMessage

NOW = datetime(2026, 3, 4, 6, 30, tzinfo=UTC)  # a Wednesday, half past seven in Berlin


@pytest.fixture
def asked(organization):
    return survey()


@pytest.fixture
def crowd(organization, alice):
    """Sixty people: half in Austria without consent, a fifth without an account's age."""
    new = [
        new_contact(
            f"person{number}@example.org",
            attributes={"country": "AT" if number % 2 else "XX", "plan": "pro" if number % 3 else "free"}
            | ({"signed_up_on": "2024-01-01"} if number % 5 else {}),
        )
        for number in range(60)
    ]
    return audience_services.ensure_contacts(new, by=alice)


def plan(asked, alice, *, start: bool = True, **document) -> str:
    whole = {"name": "Monthly", "channel": "email", "trigger": {"kind": "schedule", "every": "month"}}
    made = define_plan(by=alice, survey_uid=asked.uid, document=whole | document)
    if start:
        start_plan(made.uid, by=alice, now=NOW)
    return made.uid


WAVE = {"name": "Wave", "trigger": {"kind": "wave", "wave_at": "2026-03-05T09:00:00+00:00"}}


def test_a_wave_asks_everybody_it_may_and_says_who_is_never_reached(asked, crowd, alice):
    plan(asked, alice, **WAVE)
    (found,) = simulate(Trial(days=30, segment="plan"), by=alice, now=NOW)["scenarios"]
    assert found["people"] == 60
    assert found["asks"] == found["reached"] == 30
    assert found["never_reached"] == [{"why": "country", "people": 30}]
    assert found["by_day"] == [{"day": "2026-03-05", "channel": "email", "asks": 30}]
    assert found["most_asks_of_one"] == 1
    assert [(one["segment"], one["people"], one["asks"]) for one in found["segments"]] == [
        ("free", 20, 10),
        ("pro", 40, 20),
    ]


def test_who_is_asked_tomorrow_is_named(asked, crowd, alice):
    plan(asked, alice, **WAVE)
    (found,) = simulate(Trial(days=2), by=alice, now=NOW.replace(hour=20))["scenarios"]
    listed = found["tomorrow"]["listed"]
    assert found["tomorrow"]["asks"] == len(listed) == 30
    assert {one["in_hours"] for one in listed} == {12}
    assert all(one["contact"].startswith("con_") for one in listed)
    # The result is kept, so it holds no name that an erasure would have to find.
    assert "@example.org" not in json.dumps(found)


def test_the_list_of_tomorrow_is_who_is_asked_then(asked, crowd, alice):
    uid = plan(asked, alice, **WAVE)
    (found,) = simulate(Trial(days=2), by=alice, now=NOW.replace(hour=20))["scenarios"]
    at = datetime(2026, 3, 5, 9, tzinfo=UTC)
    done = {
        contact_id: ask_contact(
            by=alice, survey_id=asked.id, contact_id=contact_id, channel="email", occasion=uid, now=at,
            plan_id=None,
        )
        for contact_id in crowd
    }  # fmt: skip
    asked_then = {id_ for id_, ask in done.items() if ask.disposition is Disposition.INVITED}
    drawn = {one["contact"] for one in found["tomorrow"]["listed"]}
    from heedful.listen.audiences import queries as audiences

    facts = audiences.contact_facts(crowd, by=alice)
    # Without the plan the contact rules draw a third: whoever of them is asked was on the list.
    assert {facts[id_].uid for id_ in asked_then} <= drawn
    assert asked_then


def test_nothing_is_written_and_nothing_sent(asked, crowd, alice):
    plan(asked, alice, **WAVE)
    before = [list(model.objects.values()) for model in (Ask, AskTally, OutboxMessage)]
    simulate(Trial(), by=alice, now=NOW)
    assert [list(model.objects.values()) for model in (Ask, AskTally, OutboxMessage)] == before


def test_the_clocks_of_the_ledger_go_on(asked, crowd, alice):
    plan(asked, alice, **WAVE)
    news = [
        NewAsk(f"k{id_}", asked.id, NOW - timedelta(days=10), Disposition.ANSWERED, contact_id=id_)
        for id_ in crowd[:20]
    ]
    record_asks(news, by=alice)
    (found,) = simulate(Trial(days=30), by=alice, now=NOW)["scenarios"]
    assert found["asks"] == 20
    assert {one["why"] for one in found["never_reached"]} == {"country", "this_survey"}


def test_monthly_asks_keep_both_clocks(asked, crowd, alice):
    plan(asked, alice, trigger={"kind": "schedule", "every": "day", "at": "10:00"})
    (found,) = simulate(Trial(days=90), by=alice, now=NOW)["scenarios"]
    # Asked every day, but after silence 30 days and after an answer 90 have to pass.
    assert 1 <= found["most_asks_of_one"] <= 3
    assert found["asks"] <= 3 * 30


def test_two_rule_sets_side_by_side(asked, crowd, alice):
    plan(asked, alice, trigger={"kind": "schedule", "every": "day", "at": "10:00"})
    strict = Scenario("Strict", {"any_survey_days": 90})
    today, other = simulate(
        Trial((Scenario("Today"), strict), segment="plan"), by=alice, now=NOW
    )["scenarios"]  # fmt: skip
    assert (today["name"], other["name"]) == ("Today", "Strict")
    assert other["most_asks_of_one"] == 1
    assert other["asks"] == 30 < today["asks"]
    assert other["answers"]["expected"] < today["answers"]["expected"]
    margins = [{one["segment"]: one["margin"] for one in found["segments"]} for found in (today, other)]
    assert margins[0]["pro"] < margins[1]["pro"]


def test_the_daily_limit_spreads_a_wave(asked, crowd, alice):
    plan(asked, alice, **WAVE)
    few = Scenario(changes={"daily_cap": 20})
    (found,) = simulate(Trial((few,), days=10), by=alice, now=NOW)["scenarios"]
    assert [one["asks"] for one in found["by_day"]] == [20, 10]


def test_what_happened_happens_again(asked, crowd, alice):
    for week in range(1, 5):
        at = datetime(2026, 3, 3, 14, tzinfo=UTC) - timedelta(weeks=week - 1)
        TrackedEvent.objects.bulk_create(
            TrackedEvent(name="order", contact_id=id_, occurred_at=at, idempotency_key=f"{week}-{id_}")
            for id_ in crowd[week * 10 : week * 10 + 10]
        )
    plan(asked, alice, name="After orders", trigger={"kind": "event", "event": "order"})
    whole = simulate(Trial(days=28), by=alice, now=NOW)
    (found,) = whole["scenarios"]
    # The log begins in the middle of the fourth week back: a part of a week tells nothing of its rhythm.
    assert whole["past_occasions"] == {"After orders": 30}
    assert 0 < found["asks"] <= 20
    assert {one["day"][-2:] for one in found["by_day"]} <= {"10", "17", "24", "31"}  # Tuesdays, as before
    assert found["tomorrow"]["listed"] == []  # who will order is not known
    assert found["never_reached"][0]["why"] in {"country", "no_occasion"}


def test_answers_to_be_expected_follow_the_own_history(asked, crowd, alice):
    plan(asked, alice, **WAVE)
    other = survey()
    news = [
        NewAsk(
            f"k{number}",
            other.id,
            NOW - timedelta(days=100),
            Disposition.ANSWERED if number % 2 else Disposition.INVITED,
            channel="email",
        )
        for number in range(400)
    ]
    record_asks(news, by=alice)
    (found,) = simulate(Trial(days=30), by=alice, now=NOW)["scenarios"]
    # Half of those asked by mail answered: so would half of the thirty, give or take.
    assert found["answers"]["expected"] == pytest.approx(15, abs=1)
    assert found["answers"]["low"] < 12 < 18 < found["answers"]["high"]


def test_a_draft_is_tried_as_if_it_were_started(asked, crowd, alice):
    uid = plan(asked, alice, start=False, trigger={"kind": "wave"})
    (found,) = simulate(Trial((Scenario(plans=(uid,)),), days=3), by=alice, now=NOW)["scenarios"]
    assert found["asks"] == 30
    (nothing,) = simulate(Trial(days=3), by=alice, now=NOW)["scenarios"]
    assert nothing["asks"] == 0
    assert nothing["never_reached"] == [{"why": "no_occasion", "people": 60}]


def test_lots_of_a_scheduled_plan_are_drawn_anew_each_time(asked, crowd, alice):
    half = {"method": "random", "share": 0.5}
    often = {"kind": "schedule", "every": "day", "at": "10:00"}
    plan(asked, alice, trigger=often, sample=half)
    (found,) = simulate(Trial(days=20), by=alice, now=NOW)["scenarios"]
    assert found["reached"] == 30  # within three weeks everybody's lot falls once
    uid = plan(asked, alice, **WAVE, sample=half)
    (once,) = simulate(Trial((Scenario(plans=(uid,)),), days=20), by=alice, now=NOW)["scenarios"]
    assert 5 < once["reached"] < 25
    assert {one["why"] for one in once["never_reached"]} == {"country", "sample"}


def test_a_number_of_people_is_drawn_from_the_whole(asked, crowd, alice):
    few = {"method": "stratified", "size": 10, "by": "plan", "allocation": "equal"}
    plan(asked, alice, **WAVE, sample=few)
    (found,) = simulate(Trial(days=5, segment="plan"), by=alice, now=NOW)["scenarios"]
    assert 0 < found["asks"] <= 10
    assert sum(one["people"] for one in found["never_reached"]) == 60 - found["asks"]


def test_the_same_seed_gives_the_same_outlook(asked, crowd, alice):
    plan(asked, alice, trigger={"kind": "schedule", "every": "week", "at": "10:00"})
    one, other = (simulate(Trial(), by=alice, now=NOW)["scenarios"] for _ in range(2))
    assert one == other


def test_nobody_to_ask(asked, alice):
    plan(asked, alice, **WAVE)
    (found,) = simulate(Trial(segment="plan"), by=alice, now=NOW)["scenarios"]
    assert (found["people"], found["asks"], found["answers"]["expected"]) == (0, 0, 0)


def test_who_sees_a_part_of_the_people_may_not(asked, dora):
    with pytest.raises(NotPermitted):
        simulate(Trial(), by=dora, now=NOW)


def test_a_plan_that_is_none_is_refused(organization, alice):
    with pytest.raises(InvalidInput, match="no plan pln_none"):
        simulate(Trial((Scenario(plans=("pln_none",)),)), by=alice, now=NOW)
