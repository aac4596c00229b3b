"""Intervals: published figures, properties, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from heedful.methods import intervals
from heedful.methods.arguments import check_choice, check_count, check_level, check_positive, check_within
from heedful.methods.errors import ArgumentError
from heedful.methods.intervals.differences import DIFFERENCE_INTERVALS
from heedful.methods.intervals.proportions import PROPORTION_INTERVALS
from heedful.methods.intervals.trinomial import NPS_INTERVALS
from heedful.methods.quantiles import (
    chi2_p,
    chi2_quantile,
    normal_p,
    normal_quantile,
    t_p,
    two_sided_t,
    two_sided_z,
)

counts = st.integers(0, 60)


def test_tango_as_published():
    # Fagerland, Lydersen & Laake (2017), chapter 8: 6, 139 and 16 of 161.
    e = intervals.nps_interval(6, 139, 16, interval="score")
    assert (e.low, e.high) == (pytest.approx(-12.4, abs=0.05), pytest.approx(-0.54, abs=0.005))
    assert e.se is None


def test_wald_as_published():
    e = intervals.nps_interval(6, 139, 16, interval="wald")
    assert (e.low, e.high) == (pytest.approx(-11.84, abs=0.005), pytest.approx(-0.58, abs=0.005))


def test_wald_collapses_where_the_others_do_not():
    wald = intervals.nps_interval(8, 0, 0, interval="wald")
    assert (wald.low, wald.high, wald.se) == (100, 100, 0)
    assert intervals.nps_interval(8, 0, 0, interval="score").low == pytest.approx(35.118487)
    assert intervals.nps_interval(8, 0, 0).low == pytest.approx(38.538259)


def test_one_answer_has_no_t_interval():
    e = intervals.nps_interval(0, 1, 0, interval="trinomial_t")
    assert (e.value, e.low, e.high, e.se) == (0, None, None, None)


@pytest.mark.parametrize("interval", NPS_INTERVALS)
def test_many_groups_at_once_are_each_group_alone(interval):
    p, m, q = [40, 0, 8, 3, 0], [30, 0, 0, 3, 5], [30, 0, 0, 9, 0]
    many = intervals.nps_intervals(p, m, q, interval=interval)
    for i in range(5):
        one = intervals.nps_interval(p[i], m[i], q[i], interval=interval)
        for together, alone in ((many.nps, one.value), (many.low, one.low), (many.high, one.high)):
            assert (None if np.isnan(together[i]) else together[i]) == alone


@given(p=counts, m=counts, q=counts, interval=st.sampled_from(NPS_INTERVALS))
def test_nps_intervals_hold_and_mirror(p, m, q, interval):
    assume(p + m + q > 1)
    e = intervals.nps_interval(p, m, q, interval=interval)
    mirrored = intervals.nps_interval(q, m, p, interval=interval)
    assert -100 <= e.low <= e.high <= 100
    assert mirrored.low == pytest.approx(-e.high, abs=1e-9)
    if interval in {"score", "wald", "trinomial_t"}:
        assert e.low - 1e-9 <= e.value <= e.high + 1e-9


@given(p=counts, m=counts, q=counts)
def test_higher_levels_are_wider(p, m, q):
    assume(p + m + q > 0)
    narrow = intervals.nps_interval(p, m, q, interval="score", level=0.8)
    wide = intervals.nps_interval(p, m, q, interval="score", level=0.99)
    assert wide.low <= narrow.low + 1e-9
    assert wide.high >= narrow.high - 1e-9


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        (([-1], [0], [0]), "promoters"),
        (([1], [float("nan")], [0]), "passives"),
        (([1, 2], [1], [1]), "passives"),
    ],
)
def test_nps_intervals_refuse(arguments, argument):
    with pytest.raises(ArgumentError) as refused:
        intervals.nps_intervals(*arguments)
    assert refused.value.argument == argument


@pytest.mark.parametrize(
    ("x", "n", "interval", "low", "high"),
    [
        # Newcombe (1998), table I.
        (81, 263, "wilson", 0.2553, 0.3662),
        (81, 263, "wilson_cc", 0.2535, 0.3682),
        (81, 263, "clopper_pearson", 0.2527, 0.3676),
        (81, 263, "wald", 0.2522, 0.3638),
        (15, 148, "wilson", 0.0624, 0.1605),
        (15, 148, "wilson_cc", 0.0598, 0.1644),
        (0, 20, "wilson", 0.0, 0.1611),
        (0, 20, "wilson_cc", 0.0, 0.2005),
        (0, 20, "clopper_pearson", 0.0, 0.1684),
        (1, 29, "wilson", 0.0061, 0.1718),
        (1, 29, "clopper_pearson", 0.0009, 0.1776),
        (0, 12, "jeffreys", 0.0, 0.1853),
        (12, 12, "jeffreys", 0.8147, 1.0),
        (20, 20, "wilson_cc", 0.7995, 1.0),
        (20, 20, "clopper_pearson", 0.8316, 1.0),
    ],
)
def test_proportions_as_published(x, n, interval, low, high):
    e = intervals.proportion_interval(x, n, interval=interval)
    assert (round(e.low, 4), round(e.high, 4)) == (low, high)


@given(n=st.integers(1, 300), data=st.data(), interval=st.sampled_from(PROPORTION_INTERVALS))
def test_proportion_intervals_hold_and_mirror(n, data, interval):
    x = data.draw(st.integers(0, n))
    e = intervals.proportion_interval(x, n, interval=interval)
    mirrored = intervals.proportion_interval(n - x, n, interval=interval)
    assert 0 <= e.low <= e.value + 1e-12
    assert e.value - 1e-12 <= e.high <= 1
    assert mirrored.low == pytest.approx(1 - e.high, abs=1e-9)
    assert (e.se is None) == (interval in {"wilson_cc", "clopper_pearson", "jeffreys"})


def test_score_is_another_name_for_wilson():
    one, other = (intervals.proportion_interval(3, 9, interval=name) for name in ("score", "wilson"))
    assert (one.low, one.high) == (other.low, other.high)


def test_no_trials_no_share():
    assert intervals.proportion_interval(0, 0).value is None
    assert intervals.proportion_difference_interval(0, 0, 1, 2).difference is None


@pytest.mark.parametrize(
    ("cells", "interval", "low", "high"),
    [
        # Newcombe (1998), table II.
        ((56, 70, 48, 80), "newcombe", 0.0524, 0.3339),
        ((56, 70, 48, 80), "miettinen_nurminen", 0.0528, 0.3382),
        ((9, 10, 3, 10), "newcombe", 0.1705, 0.8090),
        ((9, 10, 3, 10), "miettinen_nurminen", 0.1700, 0.8406),
        ((0, 10, 0, 20), "newcombe", -0.1611, 0.2775),
        ((10, 10, 0, 10), "newcombe", 0.6075, 1.0),
        ((56, 70, 48, 80), "wald", 0.0575, 0.3425),
        ((56, 70, 48, 80), "agresti_caffo", 0.0525, 0.3358),
    ],
)
def test_differences_as_published(cells, interval, low, high):
    d = intervals.proportion_difference_interval(*cells, interval=interval)
    assert (round(d.low, 4), round(d.high, 4)) == (low, high)


@given(
    n1=st.integers(1, 40),
    n2=st.integers(1, 40),
    data=st.data(),
    interval=st.sampled_from(DIFFERENCE_INTERVALS),
)
def test_differences_hold_and_turn_round(n1, n2, data, interval):
    x1, x2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    d = intervals.proportion_difference_interval(x1, n1, x2, n2, interval=interval)
    turned = intervals.proportion_difference_interval(x2, n2, x1, n1, interval=interval)
    assert -1 <= d.low <= d.high <= 1
    assert turned.low == pytest.approx(-d.high, abs=1e-6)
    assert turned.high == pytest.approx(-d.low, abs=1e-6)


def test_sison_glaz_as_published():
    s = intervals.multinomial_simultaneous([23, 12, 44], interval="sison_glaz")
    assert s.low[0] == pytest.approx(0.1898734, abs=1e-7)
    assert s.high[0] == pytest.approx(0.4106703, abs=1e-7)


def test_goodman_is_wilson_at_a_shared_level():
    s = intervals.multinomial_simultaneous([5, 0, 15])
    alone = intervals.proportion_interval(5, 20, level=1 - 0.05 / 3)
    assert (s.low[0], s.high[0]) == (pytest.approx(alone.low), pytest.approx(alone.high))
    assert s.low[1] == 0
    assert s.shares == (0.25, 0, 0.75)


@pytest.mark.parametrize("wrong", [[5], [0, 0], [1, -1]])
def test_multinomial_refuses(wrong):
    with pytest.raises(ArgumentError, match="counts"):
        intervals.multinomial_simultaneous(wrong)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0, 3.6889), (3, 0.6187, 8.7673), (10, 4.7954, 18.3904)]
)
def test_garwood(events, low, high):
    e = intervals.poisson_interval(events)
    assert (round(e.low, 4), round(e.high, 4)) == (low, high)
    per_ten = intervals.poisson_interval(events, 10)
    assert per_ten.high == pytest.approx(e.high / 10)


def test_rate_needs_exposure():
    with pytest.raises(ArgumentError, match="exposure"):
        intervals.poisson_interval(1, 0)


def test_mean_from_its_sums():
    e = intervals.mean_interval(10, 0.75, 3.20056)  # Student's sleep data, first drug
    assert e.low == pytest.approx(-0.52978, abs=1e-4)
    assert intervals.mean_interval(0, 0, 0).value is None
    assert intervals.mean_interval(1, 5, 0).low is None
    assert intervals.mean_interval(2.5, 5, 1, answers=4).n == 4
    with pytest.raises(ArgumentError, match="variance"):
        intervals.mean_interval(5, 1, -1)


def sums(clusters: list[list[float]]) -> intervals.ClusterSums:
    n, s = [len(c) for c in clusters], [sum(c) for c in clusters]
    return intervals.ClusterSums(
        clusters=len(clusters),
        n=sum(n),
        s=sum(s),
        ss=sum(x * x for x in s),
        ns=sum(a * b for a, b in zip(n, s, strict=True)),
        nn=sum(x * x for x in n),
    )


people = st.lists(st.lists(st.integers(-1, 1).map(float), min_size=1, max_size=4), min_size=2, max_size=12)


@given(values=st.lists(st.integers(0, 10).map(float), min_size=2, max_size=30))
def test_one_answer_a_person_is_the_mean_of_independent_answers(values):
    clustered = intervals.clustered_mean(sums([[v] for v in values]))
    plain = intervals.mean_interval(len(values), float(np.mean(values)), float(np.var(values, ddof=1)))
    assert clustered.value == pytest.approx(plain.value)
    assert clustered.se == pytest.approx(plain.se, abs=1e-7)
    assert clustered.n_effective == len(values)


@given(clusters=people)
def test_clustered_variance_is_that_of_the_residual_totals(clusters):
    e = intervals.clustered_mean(sums(clusters), scale=100)
    k, n = len(clusters), sum(map(len, clusters))
    mean = sum(map(sum, clusters)) / n
    residuals = [sum(c) - mean * len(c) for c in clusters]
    assert e.value == pytest.approx(100 * mean)
    assert e.se == pytest.approx(100 * (k / (k - 1) * sum(r * r for r in residuals)) ** 0.5 / n, abs=1e-6)


@given(a=people, b=people)
def test_cluster_sums_add_up(a, b):
    assert sums(a) + sums(b) == sums(a + b)


def test_repeating_a_person_does_not_make_more_of_them():
    once = intervals.clustered_mean(sums([[1], [0], [1], [-1]]))
    thrice = intervals.clustered_mean(sums([[1] * 3, [0] * 3, [1] * 3, [-1] * 3]))
    assert thrice.se == pytest.approx(once.se)
    assert thrice.n_effective == pytest.approx(4)
    assert thrice.n == 12


def test_clusters_too_few_or_impossible():
    assert intervals.clustered_mean(intervals.ClusterSums(0, 0, 0, 0, 0, 0)).value is None
    one = intervals.clustered_mean(sums([[1, 0]]), answers=2)
    assert (one.value, one.low, one.n) == (0.5, None, 2)
    with pytest.raises(ArgumentError, match="sums"):
        intervals.clustered_mean(intervals.ClusterSums(3, 6, 6, 0, 12, 12))


@pytest.mark.parametrize("level", [0, 1, -1, float("nan"), 95])
def test_levels_lie_between_0_and_1(level):
    with pytest.raises(ArgumentError, match="level"):
        check_level(level)


def test_arguments_are_named():
    with pytest.raises(ArgumentError, match=r"^n: -1"):
        check_count(-1, "n")
    with pytest.raises(ArgumentError, match=r"^sigma: 0"):
        check_positive(0, "sigma")
    with pytest.raises(ArgumentError, match=r"^x: 3 is more than the 2"):
        check_within(3, 2, "x")
    with pytest.raises(ArgumentError, match=r"^interval: 'fancy' is none of a, b"):
        check_choice("fancy", ("a", "b"), "interval")


def test_quantiles_against_tables():
    assert two_sided_z(0.95) == pytest.approx(1.959963984540054, rel=1e-12)
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-12)
    assert two_sided_t(0.95, 10) == pytest.approx(2.228138852)
    assert two_sided_t(0.95, float("inf")) == two_sided_z(0.95)
    assert chi2_quantile(0.95, 4) == pytest.approx(9.487729037)
    assert chi2_p(9.487729037, 4) == pytest.approx(0.05)
    assert normal_p(-1.959963984540054) == pytest.approx(0.05)
    assert t_p(2.228138852, 10) == pytest.approx(0.05)
    assert t_p(1.959963984540054, float("inf")) == pytest.approx(0.05)
