"""The gates, as properties over random ledgers: whatever happened in whatever order, the clocks hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from heedful.listen.fieldwork.rules import (
    DEFAULT_COUNTRIES,
    GATES,
    Situation,
    decide,
    disposition,
    first_closed,
    further,
    judged,
    sample_round,
)
from heedful.listen.fieldwork.rules.clocks import HELD_FOR
from heedful.listen.fieldwork.rules.hours import next_opening
from heedful.listen.fieldwork.types import (
    NOT_ASKED,
    AfterSurvey,
    AskedSurvey,
    Candidate,
    Channel,
    ContactRules,
    Disposition,
    Gate,
    PastAsk,
    PendingAsk,
    Standing,
    verdict_from,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
EVERYBODY = ContactRules(sample_known=1.0, sample_visitors=1.0)
SURVEY = AskedSurvey(1, "svy_1")
PERSON = Candidate("con_1", addresses=frozenset({"email", "sms"}), consents=frozenset({"sms"}))


def closed(candidate=PERSON, rules=EVERYBODY, now=NOW, channel="email", survey=SURVEY, **more):
    """The gates that are closed."""
    decision = decide(candidate, rules, now, channel, survey, **more)
    return {verdict.gate for verdict in decision.verdicts if not verdict.passed}


def past(days: float, step=Disposition.ANSWERED, survey_id=1, channel="email", settled: float | None = None):
    settled_at = NOW - timedelta(days=settled) if settled is not None else None
    return PastAsk(survey_id, channel, NOW - timedelta(days=days), step, settled_at)


def test_somebody_new_passes_every_gate():
    decision = decide(PERSON, EVERYBODY, NOW, "email", SURVEY)
    assert decision.may_ask
    assert [verdict.gate for verdict in decision.verdicts] == list(Gate) == list(GATES)
    assert all(verdict.reason for verdict in decision.verdicts)


@pytest.mark.parametrize(
    ("person", "gate"),
    [
        (replace(PERSON, is_gone=True), Gate.AUDIENCE),
        (replace(PERSON, addresses=frozenset()), Gate.ADDRESS),
        (replace(PERSON, forbidden="asked us not to"), Gate.DO_NOT_CONTACT),
        (replace(PERSON, opted_out=frozenset({("", "")})), Gate.OPTED_OUT),
        (replace(PERSON, opted_out=frozenset({("email", "")})), Gate.OPTED_OUT),
        (replace(PERSON, country="DE"), Gate.COUNTRY),
        (replace(PERSON, withdrawn=frozenset({"email"})), Gate.CONSENT),
        (replace(PERSON, created_at=NOW - timedelta(days=29, hours=23)), Gate.ACCOUNT_AGE),
        (replace(PERSON, past=(past(89),)), Gate.THIS_SURVEY),
        (replace(PERSON, past=(past(29, Disposition.INVITED, survey_id=2),)), Gate.ANY_SURVEY),
        (replace(PERSON, past=(past(29, Disposition.DECLINED),)), Gate.DECLINED),
    ],
)
def test_what_closes_a_gate(person, gate):
    assert gate in closed(person)


@pytest.mark.parametrize(
    "person",
    [
        replace(PERSON, opted_out=frozenset({("sms", ""), ("", "billing")})),
        replace(PERSON, country="DE", consents=frozenset({"email"})),
        replace(PERSON, country="US"),
        replace(PERSON, created_at=NOW - timedelta(days=30)),
        replace(PERSON, past=(past(90), past(30, Disposition.INVITED, survey_id=2))),
        replace(PERSON, past=(past(30, Disposition.DECLINED),)),
        replace(PERSON, past=(past(1, Disposition.BLOCKED), past(0, Disposition.SAMPLED_OUT))),
    ],
)
def test_what_closes_no_gate(person):
    assert closed(person) == set()


def test_rules_of_a_channel_of_a_topic_of_a_sequence():
    assert Gate.CONSENT in closed(replace(PERSON, consents=frozenset()), channel="sms")
    out = replace(PERSON, opted_out=frozenset({("", "billing")}))
    assert Gate.OPTED_OUT in closed(out, survey=AskedSurvey(1, "svy_1", topic="billing"))
    rules = replace(EVERYBODY, channel_days={"sms": 60})
    texted = replace(PERSON, past=(past(45, Disposition.INVITED, 2, "sms"),))
    assert closed(texted, rules, channel="sms") == {Gate.COOLING}
    assert closed(texted, rules, channel="email") == set()
    follows = AskedSurvey(1, "svy_1", after=AfterSurvey(2, 60, "NPS"))
    assert closed(survey=follows) == {Gate.SEQUENCE}
    assert closed(replace(PERSON, past=(past(59, survey_id=2),)), survey=follows) == {Gate.SEQUENCE}
    assert closed(replace(PERSON, past=(past(60, survey_id=2),)), survey=follows) == set()
    asked = replace(PERSON, past=(past(60, Disposition.INVITED, 2),))
    assert closed(asked, survey=follows) == {Gate.SEQUENCE}
    assert (
        closed(asked, survey=replace(follows, after=AfterSurvey(2, 60, "NPS", needs_answer=False))) == set()
    )


def test_an_answer_starts_the_clock_when_it_came_not_when_it_was_asked_for():
    late = replace(PERSON, past=(past(100, settled=80),))
    decision = decide(late, EVERYBODY, NOW, "email", SURVEY)
    assert decision.blocked_by is Gate.THIS_SURVEY
    assert decision.until == NOW + timedelta(days=10)
    assert "Answered this survey on 2025-12-12" in decision.reason


def test_a_survey_that_goes_first_keeps_its_turn():
    waiting = replace(PERSON, pending=(PendingAsk(2, 80, NOW + timedelta(days=3)),))
    decision = decide(waiting, EVERYBODY, NOW, "email", SURVEY)
    assert decision.blocked_by is Gate.PRIORITY
    assert decision.until == NOW + timedelta(days=33)
    assert closed(waiting, survey=AskedSurvey(1, "svy_1", priority=80)) == set()
    far = replace(PERSON, pending=(PendingAsk(2, 80, NOW + timedelta(days=31)),))
    assert closed(far) == set()


def test_limits_of_a_day_open_at_midnight_of_the_organisation():
    rules = replace(EVERYBODY, daily_cap=100, channel_caps={"email": 10}, survey_cap=5)
    for standing in (
        Standing(asked_today=100, zone=BERLIN),
        Standing(asked_today_by_channel=10, zone=BERLIN),
        Standing(asked_today_on_survey=5, zone=BERLIN),
    ):
        decision = decide(PERSON, rules, NOW, "email", SURVEY, standing=standing)
        assert decision.blocked_by is Gate.DAILY_CAP
        assert decision.until == datetime(2026, 3, 3, tzinfo=BERLIN)
        assert disposition(decision, rules, NOW) is Disposition.POSTPONED
    assert decide(PERSON, rules, NOW, "email", SURVEY, standing=Standing(99, 9, 4)).may_ask


def test_quotas_and_experiments_close_for_good():
    full = decide(PERSON, EVERYBODY, NOW, "email", SURVEY, standing=Standing(full_quota="women under 30"))
    assert (full.blocked_by, full.until) == (Gate.QUOTA, None)
    held = decide(PERSON, EVERYBODY, NOW, "email", SURVEY, standing=Standing(held_out="Silence"))
    assert (held.blocked_by, held.until) == (Gate.EXPERIMENT, None)
    assert disposition(held, EVERYBODY, NOW) is Disposition.BLOCKED


def test_what_waits_too_long_is_blocked_instead_of_postponed():
    soon = replace(PERSON, past=(past(28, Disposition.INVITED, survey_id=2),))
    long = replace(PERSON, past=(past(2, Disposition.INVITED, survey_id=2),))
    for person, step in ((soon, Disposition.POSTPONED), (long, Disposition.BLOCKED)):
        decision = decide(person, EVERYBODY, NOW, "email", SURVEY)
        assert disposition(decision, EVERYBODY, NOW) is step
    forbidden = decide(replace(soon, forbidden="no"), EVERYBODY, NOW, "email", SURVEY)
    assert (forbidden.until, forbidden.blocked_by) == (None, Gate.DO_NOT_CONTACT)


def test_a_gate_that_waiting_does_not_open_is_the_reason():
    person = replace(PERSON, past=(past(3),), opted_out=frozenset({("", "")}))
    assert decide(person, EVERYBODY, NOW, "email", SURVEY).blocked_by is Gate.OPTED_OUT


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 3, 2, 7, 30, tzinfo=UTC), None),
        (datetime(2026, 3, 2, 6, 59, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=BERLIN)),
        (datetime(2026, 3, 2, 19, 0, tzinfo=UTC), datetime(2026, 3, 3, 8, tzinfo=BERLIN)),
        # The night in which clocks go forward, and the one in which they go back.
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 8, tzinfo=BERLIN)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=BERLIN)),
    ],
)
def test_messages_wait_for_the_morning_where_the_person_lives(now, opens):
    person = replace(PERSON, zone=BERLIN)
    decision = decide(person, EVERYBODY, now, "email", SURVEY)
    assert decision.until == opens
    assert decision.may_ask is (opens is None)
    assert decide(person, EVERYBODY, now, "web", SURVEY).may_ask


def test_weekdays_and_holidays():
    rules = replace(EVERYBODY, weekdays=frozenset(range(5)), skips_holidays=True)
    friday_night = datetime(2026, 5, 22, 19, tzinfo=UTC)
    # Whit Monday is a holiday in Germany, in Finland it is none.
    assert next_opening(friday_night, BERLIN, "DE", rules) == datetime(2026, 5, 26, 8, tzinfo=BERLIN)
    assert next_opening(friday_night, BERLIN, "FI", rules) == datetime(2026, 5, 25, 8, tzinfo=BERLIN)
    assert next_opening(friday_night, BERLIN, "XX", rules) == datetime(2026, 5, 25, 8, tzinfo=BERLIN)


def test_a_window_across_midnight_and_one_without_end():
    night = replace(EVERYBODY, opens_at=time(22), closes_at=time(6))
    late = datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert next_opening(late, UTC, "", night) == late
    assert next_opening(NOW, UTC, "", night) == datetime(2026, 3, 2, 22, tzinfo=UTC)
    always = replace(EVERYBODY, opens_at=time(0), closes_at=time(0))
    assert next_opening(late, UTC, "", always) == late


def test_the_lot_stands_for_its_round_however_often_one_asks():
    rules = replace(EVERYBODY, sample_known=0.01, sample_visitors=0.01)
    people = [Candidate(f"dev_{number}", is_known=False) for number in range(5_000)]
    drawn = {one.key for one in people if decide(one, rules, NOW, "web", SURVEY).may_ask}
    again = {
        one.key
        for one in people
        if any(decide(one, rules, NOW + timedelta(hours=h), "web", SURVEY).may_ask for h in range(5))
    }
    assert drawn == again
    assert 25 <= len(drawn) <= 80
    missed = next(one for one in people if one.key not in drawn)
    decision = decide(missed, rules, NOW, "web", SURVEY)
    assert decision.blocked_by is Gate.SAMPLE
    assert decision.until == sample_round(NOW, rules.resample_days)[1]
    assert disposition(decision, rules, NOW) is Disposition.SAMPLED_OUT
    assert closed(missed, rules, channel="web", survey=AskedSurvey(1, "svy_1", is_drawn=True)) == set()


def test_every_default_of_a_country_has_a_source():
    assert all(len(rule.source) > 20 for rule in DEFAULT_COUNTRIES.values())
    assert {channel for _, channel in DEFAULT_COUNTRIES} <= {"email", "sms"}


moments = st.datetimes(
    min_value=NOW.replace(month=1, tzinfo=None),
    max_value=NOW.replace(month=12, tzinfo=None),
    timezones=st.just(UTC),
)
channels = st.sampled_from(["email", "sms", "web", "mobile"])
asks = st.builds(
    PastAsk,
    survey_id=st.integers(1, 3),
    channel=channels,
    asked_at=moments,
    disposition=st.sampled_from(list(Disposition)),
    settled_at=st.none() | moments,
)
rule_sets = st.builds(
    ContactRules,
    first_after_days=st.integers(0, 60),
    again_after_answer_days=st.integers(0, 120),
    again_after_decline_days=st.integers(0, 60),
    again_after_silence_days=st.integers(0, 60),
    any_survey_days=st.integers(0, 60),
    channel_days=st.dictionaries(channels, st.integers(0, 60), max_size=2),
    sample_known=st.just(1.0),
)


@given(ledger=st.lists(asks, max_size=12), rules=rule_sets, now=moments, channel=channels, order=st.randoms())
def test_nobody_is_asked_inside_either_clock_whatever_the_order_of_events(ledger, rules, now, channel, order):
    person = replace(PERSON, past=tuple(ledger))
    decision = decide(person, rules, now, channel, SURVEY)
    order.shuffle(ledger)
    shuffled = decide(replace(person, past=tuple(ledger)), rules, now, channel, SURVEY)
    assert (shuffled.may_ask, shuffled.until) == (decision.may_ask, decision.until)
    if not decision.may_ask:
        return
    for one in ledger:
        if one.disposition == Disposition.ELIGIBLE:
            assert not (0 <= (now - one.asked_at).total_seconds() < HELD_FOR.total_seconds())
        if one.disposition in NOT_ASKED:
            continue
        assert now - one.asked_at >= timedelta(days=rules.any_survey_days)
        assert now - one.last_at >= timedelta(days=rules.any_survey_days)
        if one.channel == channel:
            assert now - one.asked_at >= timedelta(days=rules.channel_days.get(channel, 0))
        if one.survey_id != SURVEY.id:
            continue
        needed = {
            Disposition.ANSWERED: rules.again_after_answer_days,
            Disposition.PARTIAL: rules.again_after_answer_days,
            Disposition.DECLINED: rules.again_after_decline_days,
            Disposition.OPTED_OUT: rules.again_after_decline_days,
        }.get(one.disposition, rules.again_after_silence_days)
        assert now - one.last_at >= timedelta(days=needed)


@given(
    steps=st.lists(
        st.tuples(st.floats(0, 40), st.integers(1, 3), channels, st.sampled_from(list(Disposition))),
        max_size=30,
    ),
    rules=rule_sets,
)
def test_asking_whenever_it_is_allowed_keeps_both_clocks(steps, rules):
    """Play a life: at each moment somebody tries to ask, and what came of it is told."""
    now, asked = datetime(2026, 1, 1, tzinfo=UTC), []
    for days, survey_id, channel, fate in steps:
        now += timedelta(days=days)
        person = replace(PERSON, past=tuple(asked))
        if decide(person, rules, now, channel, AskedSurvey(survey_id, f"svy_{survey_id}")).may_ask:
            step = fate if fate not in NOT_ASKED else Disposition.INVITED
            asked.append(PastAsk(survey_id, channel, now, step))
    for first, second in pairwise(asked):
        assert second.asked_at - first.asked_at >= timedelta(days=rules.any_survey_days)
    for survey_id in (1, 2, 3):
        own = [one for one in asked if one.survey_id == survey_id]
        for first, second in pairwise(own):
            answered = first.disposition in {Disposition.ANSWERED, Disposition.PARTIAL}
            declined = first.disposition in {Disposition.DECLINED, Disposition.OPTED_OUT}
            needed = rules.again_after_answer_days if answered else rules.again_after_silence_days
            needed = rules.again_after_decline_days if declined else needed
            assert second.asked_at - first.asked_at >= timedelta(days=needed)


@given(ledger=st.lists(asks, max_size=6), rules=rule_sets, now=moments, channel=channels)
def test_until_is_when_the_clocks_let_go(ledger, rules, now, channel):
    person = replace(PERSON, past=tuple(ledger))
    always = replace(rules, opens_at=time(0), closes_at=time(0))
    decision = decide(person, always, now, channel, SURVEY)
    if decision.until is None:
        return
    assert decision.until > now
    assert decide(person, always, decision.until, channel, SURVEY).may_ask


@given(ledger=st.lists(asks, max_size=6), rules=rule_sets, now=moments, channel=channels)
def test_the_first_closed_gate_says_the_same(ledger, rules, now, channel):
    person = replace(PERSON, past=tuple(ledger))
    at = Situation(person, rules, now, channel, SURVEY, Standing(), DEFAULT_COUNTRIES)
    found, decision = first_closed(at), judged(at)
    assert (found is None) is decision.may_ask
    if found is not None:
        assert found == next(one for one in decision.verdicts if not one.passed)


@given(ledger=st.lists(asks, max_size=4), rules=rule_sets, now=moments, channel=channels)
def test_verdicts_come_back_from_the_ledger_as_they_were(ledger, rules, now, channel):
    for verdict in decide(replace(PERSON, past=tuple(ledger)), rules, now, channel, SURVEY).verdicts:
        assert verdict_from(verdict.as_json()) == verdict
        assert "{" not in verdict.reason


def test_a_failed_ask_is_further_than_an_invitation_and_no_showing():
    assert further(Disposition.INVITED, Disposition.FAILED) is Disposition.FAILED
    assert further(Disposition.FAILED, Disposition.OPENED) is Disposition.OPENED
    assert set(NOT_ASKED) < set(Disposition)
    assert all(str(channel) for channel in Channel)
