"""Places: funnel limits by direct sums, overdispersion, percentiles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.places import funnel_limits, overdispersion, percentile_benchmark


@given(st.integers(1, 300), st.floats(0.02, 0.98), st.floats(0.001, 0.999))
def test_exact_limits_interpolate_between_counts(n: int, target: float, p: float) -> None:
    limit = funnel_limits(target, [n], [p]).limits[0][0]
    cumulative = stats.binom.cdf(np.arange(n + 1), n, target)
    r = int(np.argmax(cumulative > p))
    expected = (r - (cumulative[r] - p) / stats.binom.pmf(r, n, target)) / n
    assert limit == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.lists(st.integers(2, 5000), min_size=2, max_size=6, unique=True))
def test_limits_narrow_with_size_and_are_symmetric(sizes: list[int]) -> None:
    found = funnel_limits(30, sorted(sizes), [0.025, 0.975], limits="normal", sd=83)
    low, high = np.array(found.limits).T
    assert (np.diff(high - low) < 0).all()
    assert high + low == pytest.approx(np.full(len(sizes), 60))


def test_normal_limits_take_the_spread_of_a_share() -> None:
    found = funnel_limits(0.2, [100], [0.975], limits="normal")
    assert found.limits[0][0] == pytest.approx(0.2 + 1.959964 * 0.04)
    assert (found.n, found.p, found.target) == ((100,), (0.975,), 0.2)
    assert funnel_limits(0.0, [10], [0.5]).limits[0][0] == pytest.approx(-0.05)
    assert funnel_limits(0.5, [], [0.5]).limits == ()


@pytest.mark.parametrize(
    ("argument", "given"),
    [
        ("n", {"target": 0.1, "n": [0], "p": [0.5]}),
        ("n", {"target": 0.1, "n": [2.5], "p": [0.5]}),
        ("p", {"target": 0.1, "n": [2], "p": [1]}),
        ("target", {"target": 1.1, "n": [2], "p": [0.5]}),
        ("target", {"target": 30, "n": [2], "p": [0.5], "limits": "normal"}),
        ("target", {"target": float("nan"), "n": [2], "p": [0.5], "limits": "normal", "sd": 1}),
        ("sd", {"target": 30, "n": [2], "p": [0.5], "limits": "normal", "sd": -1}),
        ("limits", {"target": 0.1, "n": [2], "p": [0.5], "limits": "wide"}),
    ],
)
def test_what_limits_refuse(argument: str, given: dict) -> None:
    with pytest.raises(ArgumentError) as refused:
        funnel_limits(**given)
    assert refused.value.argument == argument


def test_overdispersion_by_hand() -> None:
    found = overdispersion([1, 3], 0, [1, 1], winsorise=0)
    assert (found.phi, found.tau2) == (5, 9)  # (2·5 - 1) / (2 - 2/2)
    assert found.z_adjusted == pytest.approx((1 / np.sqrt(10), 3 / np.sqrt(10)))


def test_winsorising_forgives_one_outlier() -> None:
    y, se = [0, 1, -1, 0, 1, -1, 0, 1, -1, 30], [1] * 10
    assert overdispersion(y, 0, se).phi < overdispersion(y, 0, se, winsorise=0).phi


def test_chance_explains_all() -> None:
    found = overdispersion([1, -1, 1, -1], 0, [2, 2, 2, 2])
    assert (found.tau2, found.z_adjusted[0]) == (0, 0.5)
    assert overdispersion([7], 0, [1]).tau2 == 0


def test_one_place_that_outweighs_all_others() -> None:
    assert overdispersion([0.1, 5, -5], 0, [1e-9, 10, 10]).tau2 > 0


def test_what_overdispersion_refuses() -> None:
    with pytest.raises(TooFewAnswers):
        overdispersion([], 0, [])
    for argument, given_ in (
        ("se", ([1], 0, [0])),
        ("se", ([1], 0, [1, 2])),
        ("target", ([1], float("inf"), [1])),
    ):
        with pytest.raises(ArgumentError) as refused:
            overdispersion(*given_)
        assert refused.value.argument == argument
    with pytest.raises(ArgumentError, match="winsorise"):
        overdispersion([1], 0, [1], winsorise=0.5)


@given(st.integers(0, 100), st.lists(st.integers(0, 100), min_size=1))
def test_percentile_turns_with_the_scale(score: int, benchmark: list[int]) -> None:
    found = percentile_benchmark(score, benchmark)
    turned = percentile_benchmark(-score, [-b for b in benchmark])
    assert found.percentile + turned.percentile == pytest.approx(100)
    assert 1 <= found.rank <= found.n + 1


def test_percentile_at_its_ends() -> None:
    assert percentile_benchmark(42, []).percentile is None
    assert percentile_benchmark(70, [10, 70]).rank == 1
    with pytest.raises(ArgumentError, match="score"):
        percentile_benchmark(float("nan"), [1])
