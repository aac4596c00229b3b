"""The gates for many hold what the rules of one say: for any ledger, rules and moment."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings, strategies as st

from heedful.listen.fieldwork.rules import GATES, decide
from heedful.listen.fieldwork.simulator.gates import OPEN, Round, decide_many, gate_of
from heedful.listen.fieldwork.simulator.people import LASTING, moment, people_of, ticks
from heedful.listen.fieldwork.types import (
    AfterSurvey,
    AskedSurvey,
    Candidate,
    ContactRules,
    Disposition,
    PastAsk,
    PendingAsk,
    Standing,
)

NOW = datetime(2026, 3, 27, 12, tzinfo=UTC)  # two days before clocks change in Europe
CHANNELS = ("email", "sms", "web")
TOPICS = ("", "product")
SURVEYS = (1, 2, 3)
ZONES = tuple(ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"))

channels = st.sampled_from(CHANNELS)
some_channels = st.frozensets(channels)
# Whole days beside odd moments: the edge of a clock is where two ways of counting would differ.
spans = st.one_of(
    st.integers(-2, 130).map(lambda days: timedelta(days=days)),
    st.integers(-10, 200 * 86_400).map(lambda seconds: timedelta(seconds=seconds, microseconds=7)),
)
moments = spans.map(lambda span: NOW - span)


@st.composite
def past_asks(draw):
    asked_at = draw(moments)
    settled_at = draw(st.none() | spans.map(lambda span: asked_at + abs(span)))
    disposition = draw(st.sampled_from([*Disposition]))
    return PastAsk(draw(st.sampled_from(SURVEYS)), draw(channels), asked_at, disposition, settled_at)


pending_asks = st.builds(
    PendingAsk,
    survey_id=st.sampled_from(SURVEYS),
    priority=st.sampled_from([10, 50, 90]),
    due_at=spans.map(lambda span: NOW + span),
)
candidates = st.builds(
    Candidate,
    key=st.integers(0, 10_000).map(lambda number: f"con_{number}"),
    is_known=st.booleans(),
    created_at=st.none() | moments,
    zone=st.sampled_from(ZONES),
    country=st.sampled_from(["", "DE", "US", "FR", "XX"]),
    addresses=some_channels,
    consents=some_channels,
    withdrawn=some_channels,
    opted_out=st.frozensets(st.tuples(st.sampled_from(["", *CHANNELS]), st.sampled_from(TOPICS)), max_size=1),
    forbidden=st.sampled_from(["", "", "asked us not to"]),
    is_gone=st.sampled_from([False, False, True]),
    past=st.lists(past_asks(), max_size=4).map(tuple),
    pending=st.lists(pending_asks, max_size=3).map(tuple),
)
days = st.sampled_from([0, 1, 30, 90])
rule_sets = st.builds(
    ContactRules,
    first_after_days=days,
    again_after_answer_days=days,
    again_after_decline_days=days,
    again_after_silence_days=days,
    any_survey_days=days,
    channel_days=st.dictionaries(channels, days),
    sample_known=st.sampled_from([0.0, 0.33, 1.0]),
    sample_visitors=st.sampled_from([0.01, 1.0]),
    resample_days=st.sampled_from([1, 90]),
    daily_cap=st.sampled_from([None, 5]),
    channel_caps=st.dictionaries(channels, st.sampled_from([3, 5])),
    survey_cap=st.sampled_from([None, 5]),
    opens_at=st.sampled_from([time(0), time(8), time(20)]),
    closes_at=st.sampled_from([time(0), time(20), time(23)]),
    weekdays=st.sampled_from([frozenset(range(7)), frozenset(range(5)), frozenset({6})]),
    skips_holidays=st.booleans(),
    needs_consent=some_channels,
)
surveys = st.builds(
    AskedSurvey,
    id=st.sampled_from(SURVEYS),
    uid=st.sampled_from(["svy_a", "svy_b"]),
    topic=st.sampled_from(TOPICS),
    priority=st.sampled_from([10, 50, 90]),
    sample=st.sampled_from([None, 0.5, 1.0]),
    is_drawn=st.sampled_from([None, None, True, False]),
    after=st.none()
    | st.builds(AfterSurvey, survey_id=st.sampled_from(SURVEYS), days=days, needs_answer=st.booleans()),
    fits_audience=st.sampled_from([True, True, False]),
)
standings = st.builds(
    Standing,
    asked_today=st.sampled_from([0, 4, 5]),
    asked_today_by_channel=st.sampled_from([0, 3]),
    asked_today_on_survey=st.sampled_from([0, 5]),
    zone=st.sampled_from(ZONES),
    full_quota=st.sampled_from(["", "", "Germany"]),
    held_out=st.sampled_from(["", "", "Silence"]),
)


@settings(max_examples=150)
@given(
    crowd=st.lists(candidates, min_size=1, max_size=8),
    rules=rule_sets,
    channel=channels,
    survey=surveys,
    standing=standings,
    shift=st.integers(-36, 36),
)
def test_many_are_decided_as_one(crowd, rules, channel, survey, standing, shift):
    now = NOW + timedelta(hours=shift)
    people = people_of(crowd)
    found = decide_many(
        Round(
            people,
            np.arange(len(people)),
            rules,
            ticks(now),
            channel,
            survey,
            is_full=np.full(len(people), bool(standing.full_quota)),
            is_held_out=np.full(len(people), bool(standing.held_out)),
            asked_today=standing.asked_today,
            asked_today_by_channel=standing.asked_today_by_channel,
            asked_today_on_survey=standing.asked_today_on_survey,
            zone=standing.zone,
        )
    )
    for row, candidate in enumerate(crowd):
        one = decide(candidate, rules, now, channel, survey, standing=standing)
        assert found.may_ask[row] == one.may_ask
        if not one.may_ask:
            assert gate_of(int(found.gate[row])) is one.blocked_by
            until = int(found.until[row])
            assert (None if until >= LASTING else moment(until)) == one.until


def test_the_gates_stand_in_the_same_order():
    assert tuple(GATES) == tuple(gate_of(number) for number in range(len(GATES)))
    assert OPEN not in range(len(GATES))
