"""Arms compared day by day: safe to look at daily, and able to see what is there."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from heedful.listen.responses.experiments.comparing import ALPHA, arm_results, compare, split_check
from heedful.listen.responses.experiments.types import ArmDay, Verdict

START = date(2026, 3, 1)
DAYS = 60
TRIALS = 600


def trial(rng, rates, *, people=40, days=DAYS) -> list[ArmDay]:
    """Sixty days of an experiment on the response rate, in per cent."""
    found = []
    for day in range(days):
        for arm, rate in zip("ab", rates, strict=True):
            n = int(rng.poisson(people))
            answered = int(rng.binomial(n, rate))
            found.append(ArmDay(arm, START + timedelta(days=day), n, 100.0 * answered, 10_000.0 * answered))
    return found


def alarms(rates, trials=TRIALS, seed=7) -> float:
    """Share of trials in which somebody who looks every day sees a difference on some day."""
    rng = np.random.default_rng(seed)
    found = 0
    for _ in range(trials):
        (only,) = compare("ab", trial(rng, rates), span=100)
        found += any(
            look.low is not None and look.high is not None and not look.low <= 0 <= look.high
            for look in only.looks
        )
    return found / trials


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.2, 0.03])
def test_daily_looks_over_sixty_days_raise_few_false_alarms(rate):
    share = alarms((rate, rate))
    # What chance does to the share itself, with so many trials: two standard errors.
    error = 2 * sqrt(ALPHA * (1 - ALPHA) / TRIALS)
    print(f"false alarms: {100 * share:.2f} % ± {100 * error:.2f} % of {TRIALS} trials of {DAYS} daily looks")
    assert share <= ALPHA + error
    assert share <= ALPHA


def test_the_usual_interval_would_raise_many():
    """The trial can fail: with intervals made for one look, daily looks find a difference far too often."""
    rng = np.random.default_rng(7)
    found = 0
    for _ in range(200):
        n, answered = np.zeros(2), np.zeros(2)
        seen = False
        for one in trial(rng, (0.2, 0.2)):
            place = "ab".index(one.arm)
            n[place] += one.n
            answered[place] += one.total / 100
            p = answered / n.clip(1)
            error = sqrt(float((p * (1 - p) / n.clip(1)).sum()))
            if min(n) >= 30 and place and abs(p[1] - p[0]) > 1.96 * error:
                seen = True
        found += seen
    assert found / 200 > 0.2


def test_a_difference_that_is_there_is_found():
    assert alarms((0.2, 0.28), trials=60) > 0.9


def test_an_arm_that_is_better_says_by_how_much():
    rng = np.random.default_rng(3)
    (only,) = compare("ab", trial(rng, (0.2, 0.3), people=120), span=100)
    assert only.verdict is Verdict.BETTER
    assert only.low < 10 < only.high
    (other,) = compare("ba", trial(rng, (0.2, 0.3), people=120), span=100)
    assert other.verdict is Verdict.WORSE


def test_few_people_bring_no_verdict():
    days = [ArmDay(arm, START, 29, 100.0 * 10, 10_000.0 * 10) for arm in "ab"]
    (only,) = compare("ab", days, span=100)
    assert (only.verdict, only.low, only.high) == (Verdict.TOO_FEW, None, None)
    assert only.difference == 0
    (nobody,) = compare("ab", [], span=100)
    assert (nobody.verdict, nobody.difference) == (Verdict.TOO_FEW, None)


def test_a_broken_split_has_the_last_word():
    rng = np.random.default_rng(3)
    (only,) = compare("ab", trial(rng, (0.2, 0.4)), span=100, is_broken=True)
    assert only.verdict is Verdict.BROKEN


def test_several_arms_share_the_error():
    days = [
        ArmDay(arm, START + timedelta(days=day), 50, 100.0 * 10, 10_000.0 * 10)
        for day in range(10)
        for arm in "abc"
    ]
    two = compare("ab", [one for one in days if one.arm != "c"], span=100)[0]
    first, second = compare("abc", days, span=100)
    assert first.high - first.low > two.high - two.low
    assert (first.low, first.high) == (second.low, second.high)


def test_the_split_is_checked_against_the_plan():
    assert split_check([500, 500], [1, 1]).p_value == 1
    assert split_check([500, 400], [1, 1]).p_value < 0.001
    assert split_check([500, 250], [2, 1]).p_value == 1
    assert split_check([0, 0], [1, 1]).p_value is None


outcomes = st.lists(st.floats(-100, 100), min_size=1, max_size=40)


@settings(max_examples=80)
@given(a=st.lists(outcomes, min_size=1, max_size=6), b=st.lists(outcomes, min_size=1, max_size=6))
def test_the_difference_is_that_of_the_means(a, b):
    days = [
        ArmDay(arm, START + timedelta(days=day), len(some), sum(some), sum(x**2 for x in some))
        for arm, lists in (("a", a), ("b", b))
        for day, some in enumerate(lists)
    ]
    (only,) = compare("ab", days, span=200)
    means = [np.mean([x for some in lists for x in some]) for lists in (a, b)]
    assert only.difference == pytest.approx(means[1] - means[0], abs=1e-6)
    values = {one.key: one.value for one in arm_results("ab", days)}
    assert values["a"] == pytest.approx(means[0], abs=1e-6)
    if only.low is not None and only.high is not None:
        assert only.low <= only.high


def test_arms_without_anybody_have_no_value():
    assert [one.value for one in arm_results("ab", [])] == [None, None]
