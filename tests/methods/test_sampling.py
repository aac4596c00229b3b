"""How many answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from heedful.methods import sampling
from heedful.methods.errors import ArgumentError
from heedful.methods.intervals import nps_interval, proportion_interval


def test_feasibility_of_the_feature_table():
    assert sampling.answers_for_change(5, 15, passives=30).n_exact == pytest.approx(528, abs=1)
    assert sampling.answers_for_change(5, 15, passives=30, power=0.8).n_exact == pytest.approx(1080, abs=2)
    assert sampling.answers_for_margin(10, passives=30, margin=5).n_exact == pytest.approx(1060, abs=1)


def test_nps_sample_sizes():
    assert sampling.nps_sample_size(1, margin=10).n == 382
    assert sampling.nps_sample_size(0.69, margin=5).n_exact == pytest.approx(1057.24263451)
    assert sampling.nps_sample_size(0.69, difference=10, power=0.8).n == 1081
    just_significant = sampling.nps_sample_size(0.69, difference=-10, correction="none")
    assert just_significant.n_exact == pytest.approx(2 * 3.841458821 * 0.69 * 100)
    assert sampling.nps_sample_size(0, margin=10).n == 1


@pytest.mark.parametrize(
    "arguments",
    [
        {"variance": 1.1, "margin": 5},
        {"variance": 0.5},
        {"variance": 0.5, "margin": 5, "difference": 5},
        {"variance": 0.5, "margin": 0},
        {"variance": 0.5, "margin": 5, "power": 0.8},
        {"variance": 0.5, "difference": 5, "power": 1},
        {"variance": 0.5, "margin": 5, "correction": "some"},
    ],
)
def test_nps_sample_size_refuses(arguments):
    with pytest.raises(ArgumentError):
        sampling.nps_sample_size(**arguments)


def test_scores_that_cannot_be():
    with pytest.raises(ArgumentError, match="nps"):
        sampling.nps_variance(80, 30)
    with pytest.raises(ArgumentError, match="passives"):
        sampling.nps_variance(0, 101)
    with pytest.raises(ArgumentError, match="goal"):
        sampling.answers_for_change(5, 5, passives=30)


def test_power_as_published():
    # R power.prop.test manual.
    assert sampling.power_proportions(0.5, 0.75, power=0.9).n == pytest.approx(76.7, abs=0.05)
    assert sampling.power_proportions(0.5, 0.75, n=50).power == pytest.approx(0.740, abs=5e-4)
    assert sampling.power_proportions(0.5, 0.5, n=50).power == pytest.approx(0.025)


@pytest.mark.parametrize(
    "arguments",
    [
        {"p1": 0.5, "p2": 0.7},
        {"p1": 0.5, "p2": 0.7, "n": 5, "power": 0.5},
        {"p1": 0.5, "p2": 0.5, "power": 0.5},
        {"p1": 1.5, "p2": 0.5, "power": 0.5},
        {"p1": 0, "p2": 1, "n": 5},
    ],
)
def test_power_refuses(arguments):
    with pytest.raises(ArgumentError):
        sampling.power_proportions(**arguments)


@given(p1=st.floats(0.05, 0.95), p2=st.floats(0.05, 0.95), power=st.floats(0.3, 0.99))
def test_power_and_size_are_two_sides(p1, p2, power):
    if abs(p1 - p2) > 0.01:
        n = sampling.power_proportions(p1, p2, power=power).n
        assert sampling.power_proportions(p1, p2, n=n).power == pytest.approx(power)


def reaches(a, b, more) -> bool:
    spread = a.se**2 * a.n / (a.n + more.a) + b.se**2 * b.n / (b.n + more.b)
    return abs(a.value - b.value) >= 1.95996398454 * spread**0.5 * (1 - 1e-9)


@given(a=st.tuples(*[st.integers(1, 80)] * 3), b=st.tuples(*[st.integers(1, 80)] * 3))
def test_with_the_answers_needed_the_difference_is_told_and_with_fewer_it_is_not(a, b):
    one, other = nps_interval(*a), nps_interval(*b)
    more = sampling.answers_needed(one, other)
    if more is None:
        assert one.value == other.value
        return
    assert reaches(one, other, more)
    if more.total > 2:
        fewer = sampling.MoreAnswers(*(max(int(n * 0.9999) - 2, 0) for n in (more.a, more.b)))
        assert not reaches(one, other, fewer)
    turned = sampling.answers_needed(other, one)
    assert (turned.a, turned.b) == (more.b, more.a)


def test_a_large_group_need_not_grow():
    more = sampling.answers_needed(nps_interval(12, 8, 10), nps_interval(40_000, 30_000, 30_000), power=0.8)
    assert more.b == 0
    assert more.a == more.total > 0
    turned = sampling.answers_needed(nps_interval(40_000, 30_000, 30_000), nps_interval(12, 8, 10), power=0.8)
    assert turned.a == 0


def test_told_already_or_never():
    clear = sampling.answers_needed(nps_interval(900, 50, 50), nps_interval(100, 100, 800))
    assert clear == sampling.MoreAnswers(0, 0)
    assert sampling.answers_needed(nps_interval(1, 1, 1), nps_interval(2, 2, 2)) is None
    assert sampling.answers_needed(nps_interval(0, 0, 0), nps_interval(2, 2, 1)) is None
    assert sampling.answers_needed(proportion_interval(5, 10), proportion_interval(4, 10)).total > 100
    with pytest.raises(ArgumentError, match="a:"):
        sampling.answers_needed(replace(nps_interval(2, 2, 1), se=None), nps_interval(1, 2, 3))


def test_allocation_in_proportion_and_by_spread():
    assert sampling.allocate(10, [100, 100, 100]) == [4, 3, 3]
    assert sampling.allocate(60, [100, 100], deviations=[1, 2]) == [20, 40]
    assert sampling.allocate(60, [100, 100], costs=[1, 4]) == [40, 20]


def test_allocation_within_bounds():
    assert sampling.allocate(100, [10, 500]) == [2, 98]
    assert sampling.allocate(100, [10, 500], minimum=5) == [5, 95]
    assert sampling.allocate(100, [3, 20]) == [3, 20]
    assert sampling.allocate(15, [10, 10], deviations=[0, 1]) == [5, 10]
    assert sampling.allocate(0, [10]) == [0]


@given(
    total=st.integers(0, 500),
    sizes=st.lists(st.integers(0, 100), min_size=1, max_size=8),
    data=st.data(),
)
def test_allocation_spends_all_and_no_more_than_there_is(total, sizes, data):
    spread = data.draw(st.lists(st.floats(0, 10), min_size=len(sizes), max_size=len(sizes)))
    given_out = sampling.allocate(total, sizes, deviations=spread)
    assert sum(given_out) == min(total, sum(sizes))
    assert all(0 <= n <= size for n, size in zip(given_out, sizes, strict=True))


@pytest.mark.parametrize(
    "arguments",
    [
        {"total": 5, "sizes": []},
        {"total": 5, "sizes": [-1]},
        {"total": 5, "sizes": [10], "deviations": [1, 2]},
        {"total": 5, "sizes": [10], "costs": [0]},
        {"total": 5, "sizes": [10, 10], "minimum": 3},
    ],
)
def test_allocation_refuses(arguments):
    with pytest.raises(ArgumentError):
        sampling.allocate(**arguments)
