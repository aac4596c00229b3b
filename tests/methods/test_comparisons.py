"""Comparisons: published results, one error rate for many, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods import comparisons
from heedful.methods.comparisons.multiple import ADJUSTMENTS
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.histograms import Histogram
from heedful.methods.intervals import nps_intervals

small = st.tuples(*[st.integers(0, 30)] * 3).filter(any)
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
BENJAMINI = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1.0,
]  # fmt: skip
BERKELEY = [
    [[512, 89], [313, 19]],
    [[353, 17], [207, 8]],
    [[120, 202], [205, 391]],
    [[138, 131], [279, 244]],
    [[53, 94], [138, 299]],
    [[22, 24], [351, 317]],
]


def nps_of(promoters: int, passives: int, detractors: int) -> Histogram:
    return Histogram.of([10] * promoters + [8] * passives + [2] * detractors)


def test_two_waves():
    c = comparisons.compare_nps(nps_of(40, 30, 30), nps_of(45, 35, 70))
    assert c.difference == pytest.approx(26.6666667)
    assert (c.low, c.high) == (pytest.approx(5.0758378), pytest.approx(47.0213765))
    assert c.p_value == pytest.approx(0.0149199950)
    assert (c.n_a, c.n_b) == (100, 150)


def test_a_gap_of_45_points_between_small_branches_is_noise():
    c = comparisons.compare_nps(nps_of(8, 2, 2), nps_of(5, 3, 4))
    assert c.difference == pytest.approx(41.7, abs=0.05)
    assert c.p_value > 0.25
    assert c.low < 0 < c.high


def test_wald_difference():
    d = comparisons.nps_difference((40, 30, 30), (45, 35, 70), interval="wald")
    assert d.difference == d.adjusted_difference
    assert d.z == pytest.approx(2.4521733)


@given(a=small, b=small)
def test_swapping_waves_swaps_the_sign(a, b):
    there, back = comparisons.nps_difference(a, b), comparisons.nps_difference(b, a)
    assert there.difference == pytest.approx(-back.difference)
    assert there.low == pytest.approx(-back.high)
    assert there.p_value == pytest.approx(back.p_value)
    assert (there.p_value < 0.05) == (there.low > 0 or there.high < 0)


def test_nothing_to_compare():
    empty = Histogram()
    assert comparisons.compare_nps(empty, nps_of(1, 1, 1)).difference is None
    assert comparisons.compare_shares(nps_of(1, 1, 1), empty, top=(9, 10)).p_value is None
    assert comparisons.compare_means(empty, empty).difference is None
    without_spread = comparisons.nps_difference((3, 0, 0), (0, 0, 2), interval="wald")
    assert (without_spread.z, without_spread.p_value, without_spread.se) == (None, None, 0)
    with pytest.raises(ArgumentError, match="b:"):
        comparisons.nps_difference((1, 1, 1), (1, -1, 1))


@given(
    a=st.lists(st.integers(1, 5), min_size=1, max_size=40),
    b=st.lists(st.integers(1, 5), min_size=1, max_size=40),
)
def test_interval_of_shares_leaves_out_zero_when_the_test_says_so(a, b):
    c = comparisons.compare_shares(Histogram.of(a), Histogram.of(b), top=(4, 5))
    if c.p_value is not None and abs(c.p_value - 0.05) > 1e-6:
        assert (c.p_value < 0.05) == (c.low > 0 or c.high < 0)


def test_weighted_groups_count_as_their_effective_base():
    a, b = nps_of(40, 30, 30), nps_of(20, 30, 50)
    doubled = Histogram.of([10] * 40 + [8] * 30 + [2] * 30, [7.0] * 100)
    assert comparisons.compare_nps(doubled, b).p_value == pytest.approx(comparisons.compare_nps(a, b).p_value)


def test_means_by_histogram_are_means_of_raw_answers():
    a, b = [5, 4, 5, 3, 2, 5], [1, 2, 4, 1, 3]
    from_counts = comparisons.compare_means(Histogram.of(a), Histogram.of(b))
    raw = comparisons.welch_t(comparisons.sample_moments(a), comparisons.sample_moments(b))
    assert from_counts.p_value == pytest.approx(raw.p_value)
    assert from_counts.low == pytest.approx(raw.low)
    one = comparisons.compare_means(Histogram.of([5]), Histogram.of(b))
    assert (one.difference, one.low) == (pytest.approx(2.8), None)


def test_welch_as_published():
    r = comparisons.welch_t(comparisons.sample_moments(SLEEP_1), comparisons.sample_moments(SLEEP_2))
    assert (round(r.t, 4), round(r.df, 3), round(r.p_value, 5)) == (-1.8608, 17.776, 0.07939)
    assert (r.low, r.high) == (pytest.approx(-3.3654832), pytest.approx(0.2054832))


def test_welch_without_spread_or_answers():
    same = comparisons.welch_t((3, 5.0, 0.0), (3, 4.0, 0.0))
    assert (same.difference, same.t, same.low) == (1.0, None, None)
    one = comparisons.welch_t(comparisons.sample_moments([5]), (3, 4.0, 1.0))
    assert (one.difference, one.t, one.se) == (1.0, None, None)
    assert comparisons.welch_t(comparisons.sample_moments([]), (3, 4.0, 1.0)).difference is None
    with pytest.raises(ArgumentError, match="a:"):
        comparisons.welch_t((-1, 5.0, 0.0), (3, 4.0, 0.0))
    with pytest.raises(ArgumentError, match="values"):
        comparisons.sample_moments([1, float("nan")])


def test_two_proportions_as_published():
    pooled = comparisons.two_proportion_test(11, 12, 5, 11, test="z_pooled")
    campbell = comparisons.two_proportion_test(11, 12, 5, 11)
    tea = comparisons.two_proportion_test(3, 4, 1, 4, test="fisher")
    assert pooled.p_value == pytest.approx(0.0161277, abs=1e-7)
    assert campbell.statistic == pytest.approx(pooled.statistic * (22 / 23) ** 0.5)
    assert (tea.statistic, round(tea.p_value, 4)) == (None, 0.4857)


def test_two_proportions_without_spread_or_trials():
    assert comparisons.two_proportion_test(0, 5, 0, 9).p_value is None
    assert comparisons.two_proportion_test(0, 5, 0, 9, test="fisher").p_value == 1
    assert comparisons.two_proportion_test(0, 0, 1, 9).p_value is None
    with pytest.raises(ArgumentError, match="whole"):
        comparisons.two_proportion_test(1.5, 5, 0, 9, test="fisher")


@pytest.mark.parametrize(
    ("interval", "low", "high"),
    [("score", -0.124, -0.0054), ("bonett_price", -0.1195, -0.0032), ("wald", -0.1184, -0.0058)],
)
def test_paired_change_as_published(interval, low, high):
    # Fagerland, Lydersen & Laake (2017), chapter 8.
    c = comparisons.paired_proportion_change(6, 16, 161, interval=interval)
    assert (round(c.low, 4), round(c.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("test", "statistic", "p"),
    [
        ("mcnemar", 4.5454545, 0.0330063),
        ("mcnemar_cc", 3.6818182, 0.0550089),
        ("mcnemar_exact", None, 0.0524786),
        ("mcnemar_midp", None, 0.0346897),
    ],
)
def test_mcnemar(test, statistic, p):
    c = comparisons.paired_proportion_change(6, 16, 161, test=test)
    assert c.p_value == pytest.approx(p, abs=1e-6)
    assert c.statistic == (None if statistic is None else pytest.approx(statistic))


@pytest.mark.parametrize("test", ["mcnemar", "mcnemar_cc", "mcnemar_exact", "mcnemar_midp"])
def test_as_many_gained_as_lost(test):
    nobody = comparisons.paired_proportion_change(0, 0, 9, test=test)
    assert (nobody.statistic, nobody.p_value) == (None, None if test in {"mcnemar", "mcnemar_cc"} else 1)
    assert comparisons.paired_proportion_change(4, 4, 9, test=test).p_value == pytest.approx(1)


def test_no_pairs_and_too_many():
    assert comparisons.paired_proportion_change(0, 0, 0).estimate is None
    with pytest.raises(ArgumentError, match="gained"):
        comparisons.paired_proportion_change(3, 3, 5)


def test_thousands_of_pairs_do_not_vanish():
    c = comparisons.paired_proportion_change(2400, 2600, 9000)
    assert 0 < c.p_value < 0.01


def test_marascuilo_as_published():
    # NIST e-Handbook 7.4.7.4.
    r = comparisons.marascuilo([36, 46, 42, 63, 38], [300] * 5)
    printed = [0.086, 0.085, 0.093, 0.083, 0.089, 0.097, 0.087, 0.095, 0.086, 0.094]
    assert r.critical_ranges == pytest.approx(printed, abs=6e-4)
    assert not any(r.significant)
    assert r.pairs[:5] == ((0, 1), (0, 2), (0, 3), (0, 4), (1, 2))


@pytest.mark.parametrize(("x", "n"), [([1], [2]), ([1, 2], [3]), ([0, 1], [0, 3]), ([4, 1], [3, 3])])
def test_marascuilo_refuses(x, n):
    with pytest.raises(ArgumentError):
        comparisons.marascuilo(x, n)


def test_homogeneity_as_published():
    # Fleiss (1981), smokers in four groups of patients.
    t = comparisons.chisq_homogeneity([[83, 3], [90, 3], [129, 7], [70, 12]])
    assert (round(t.statistic, 4), t.df, round(t.p_value, 6)) == (12.6004, 3, 0.005585)
    assert t.std_residuals[3][0] == pytest.approx(-3.4890036)


@pytest.mark.parametrize("table", [[1, 2], [[1, 2]], [[1, -1], [1, 1]], [[0, 0], [1, 2]], [[0, 1], [0, 2]]])
def test_homogeneity_refuses(table):
    with pytest.raises(ArgumentError, match="table"):
        comparisons.chisq_homogeneity(table)


def test_berkeley():
    s = comparisons.mantel_haenszel(BERKELEY)
    assert s.crude_odds_ratio == pytest.approx(1.84108, abs=1e-5)
    assert s.common_odds_ratio == pytest.approx(0.904696828)
    assert s.statistic == pytest.approx(1.524606660)


def test_strata_that_say_nothing():
    single = [*BERKELEY, [[0, 0], [0, 0]], [[1, 0], [0, 0]]]
    assert comparisons.mantel_haenszel(single).statistic == pytest.approx(1.524606660)
    nobody = comparisons.mantel_haenszel([[[0, 0], [0, 0]]])
    assert (nobody.crude_odds_ratio, nobody.common_odds_ratio, nobody.p_value) == (None, None, None)
    with pytest.raises(ArgumentError, match="tables"):
        comparisons.mantel_haenszel([[[1, -2], [3, 4]]])
    with pytest.raises(ArgumentError, match="tables"):
        comparisons.mantel_haenszel([[1, 2]])


def test_kruskal_and_mann_whitney_with_ties():
    # Siegel (1956), authoritarianism of teachers.
    h = comparisons.kruskal_wallis([[96, 128, 83, 61, 101], [82, 124, 132, 135, 109], [115, 149, 166, 147]])
    assert (round(h.statistic, 4), h.df, round(h.p_value, 5)) == (6.4057, 2, 0.04065)
    w = comparisons.mann_whitney([1, 2, 2, 5], [2, 3, 4, 5, 6])
    assert (w.u, w.prob_superiority) == (4.5, 0.225)
    # Variance 20/12 * (10 - 30/72), distance 5.5 less a half.
    assert w.p_value == pytest.approx(0.2109, abs=5e-5)


def test_ranks_without_spread_or_answers():
    assert comparisons.kruskal_wallis([[3, 3], [3]]).p_value is None
    same = comparisons.mann_whitney([3, 3], [3])
    assert (same.prob_superiority, same.p_value) == (0.5, None)
    with pytest.raises(TooFewAnswers, match="groups"):
        comparisons.kruskal_wallis([[1, 2], []])
    with pytest.raises(TooFewAnswers, match="b:"):
        comparisons.mann_whitney([1], [])
    with pytest.raises(TooFewAnswers, match="a:"):
        comparisons.mann_whitney([], [1])


rows = st.lists(st.integers(0, 10), min_size=1, max_size=20)


@given(a=rows, b=rows, factor=st.integers(1, 5))
def test_ranks_know_order_only(a, b, factor):
    plain = comparisons.mann_whitney(a, b)
    stretched = comparisons.mann_whitney([factor * x**3 for x in a], [factor * x**3 for x in b])
    assert stretched == plain
    assert comparisons.mann_whitney(b, a).prob_superiority == pytest.approx(1 - plain.prob_superiority)


@pytest.mark.parametrize(
    ("adjust", "rejected", "fourth"),
    [
        ("bonferroni", 3, 0.1425),
        ("holm", 3, 0.114),
        ("hochberg", 3, 0.114),
        ("bh", 4, 0.035625),
        ("by", 3, 0.118211907884),
    ],
)
def test_adjustments_as_published(adjust, rejected, fourth):
    # Benjamini & Hochberg (1995), 3.2; adjusted values as R p.adjust.
    found = comparisons.multiple_testing(BENJAMINI, adjust=adjust)
    assert found.rejected == rejected
    assert found.adjusted[3] == pytest.approx(fourth)


@given(p=st.lists(st.floats(0, 1), max_size=30), adjust=st.sampled_from(ADJUSTMENTS), seed=st.integers(0, 99))
def test_adjusting_never_lowers_and_forgets_the_order(p, adjust, seed):
    adjusted = comparisons.multiple_testing(p, adjust=adjust).adjusted
    assert np.all(adjusted >= np.array(p) - 1e-15)
    assert np.all(adjusted <= 1)
    order = np.random.default_rng(seed).permutation(len(p))
    shuffled = comparisons.multiple_testing(np.array(p)[order], adjust=adjust).adjusted
    assert shuffled == pytest.approx(adjusted[order])


@pytest.mark.parametrize("wrong", [[1.5], [-0.1], [float("nan")], [[0.1]]])
def test_adjusting_refuses(wrong):
    with pytest.raises(ArgumentError, match="p_values"):
        comparisons.multiple_testing(wrong)


def test_rate_ratio_by_hand():
    r = comparisons.poisson_rate_ratio(18, 1200, 9, 1500)
    assert (r.ratio, round(r.low, 4), round(r.high, 4)) == (2.5, 1.0665, 6.3171)
    turned = comparisons.poisson_rate_ratio(9, 1500, 18, 1200)
    assert turned.low == pytest.approx(1 / r.high)
    assert turned.p_value == pytest.approx(r.p_value)


def test_rate_ratio_at_the_ends():
    assert comparisons.poisson_rate_ratio(0, 1, 0, 1).p_value is None
    none_before = comparisons.poisson_rate_ratio(5, 1, 0, 1)
    assert (none_before.ratio, none_before.high) == (None, None)
    assert none_before.low > 0
    none_after = comparisons.poisson_rate_ratio(0, 1, 5, 1)
    assert (none_after.ratio, none_after.low) == (0, 0)
    with pytest.raises(ArgumentError, match="x1"):
        comparisons.poisson_rate_ratio(0.5, 1, 5, 1)


def test_three_food_poisonings():
    assert comparisons.poisson_exceedance(3, 0.5).p_value == pytest.approx(0.01438768)
    assert comparisons.poisson_exceedance(3, 3).p_value > 0.5
    assert comparisons.poisson_exceedance(0, 0.5).p_value == 1
    assert comparisons.poisson_exceedance(3, 0).recurrence_interval is None
    with pytest.raises(ArgumentError, match="observed"):
        comparisons.poisson_exceedance(0.5, 1)


def _nps_columns(promoters, passives, detractors):
    found = nps_intervals(promoters, passives, detractors)
    return found.nps, found.se, np.sum([promoters, passives, detractors], axis=0)


def test_a_group_like_the_answers_outside_it_is_not_special_however_often_those_are_counted():
    # 40 speak of a theme, half of them promoters. So do 40 others, but each of their 20 detractors names five
    # themes and each promoter one: added up, "the other groups" are much worse than anybody who answered.
    groups = _nps_columns([20, 20, 0, 0, 0, 0, 0], [0] * 7, [20, 0, 20, 20, 20, 20, 20])
    outside = _nps_columns([20, 20, 40, 40, 40, 40, 40], [0] * 7, [20, 40, 20, 20, 20, 20, 20])
    as_a_partition = comparisons.not_distinguishable(*groups)
    assert as_a_partition.is_unlike_rest[0]
    found = comparisons.unlike_others(*groups, *outside)
    assert found.is_unlike.tolist() == [False, True, True, True, True, True, True]
    assert (found.differences[0], found.p[0]) == (pytest.approx(0), pytest.approx(1))
    assert found.differences[1] > 0 > found.differences[2]


def test_two_groups_that_part_the_answers_are_compared_as_any_two():
    values, errors, bases = [20.0, 44.0], [6.0, 5.0], [150, 210]
    parted = comparisons.not_distinguishable(values, errors, bases)
    found = comparisons.unlike_others(values, errors, bases, values[::-1], errors[::-1], bases[::-1])
    assert found.differences == pytest.approx([parted.values[0] - parted.values[1]] * 2 * np.array([1, -1]))
    assert found.p == pytest.approx(parted.p_rest)


def test_groups_that_hold_everybody_or_nobody_are_compared_with_nothing():
    found = comparisons.unlike_others(
        [10, np.nan, 30], [5, np.nan, 5], [90, 0, 50], [np.nan, 10, -30], [np.nan, 5, 5], [0, 90, 40]
    )
    assert np.isnan(found.p).tolist() == [True, True, False]
    assert found.is_unlike.tolist() == [False, False, True]
    assert comparisons.unlike_others([], [], [], [], [], []).p.size == 0
    with pytest.raises(ArgumentError, match="other_values"):
        comparisons.unlike_others([1], [1], [1], [1, 2], [1, 2], [1, 2])


def test_themes_named_together_are_rarely_called_special_by_chance():
    rng, false = np.random.default_rng(11), 0
    for _ in range(200):
        classes = rng.choice(3, 300, p=[0.5, 0.3, 0.2])
        talkative = rng.gamma(1.0, 1.0, 300)
        names = rng.random((25, 300)) < np.minimum(talkative * rng.uniform(0.03, 0.2, (25, 1)), 1)
        counts = [names @ (classes == one) for one in range(3)]
        outside = [(classes == one).sum() - counts[one] for one in range(3)]
        false += bool(
            comparisons.unlike_others(*_nps_columns(*counts), *_nps_columns(*outside)).is_unlike.any()
        )
    assert false <= 14


# Studentised range with infinite degrees of freedom, 5 % (Harter 1960), over the square root of 2.
@pytest.mark.parametrize(("k", "q"), [(2, 2.772), (3, 3.314), (10, 4.474), (20, 5.012), (100, 6.085)])
def test_critical_values_as_tabled(k, q):
    assert comparisons.pairwise_critical(k, 0.95) * 2**0.5 == pytest.approx(q, abs=6e-4)


def test_clear_and_unclear_groups():
    g = comparisons.not_distinguishable([50, 48, 10, np.nan], [3, 3, 3, np.nan], [100, 100, 100, 0])
    assert g.is_tied_with_best.tolist() == [True, True, False, False]
    assert g.is_unlike_rest.tolist() == [True, True, True, False]
    assert np.isnan(g.p_rest[3])
    low = comparisons.not_distinguishable([50, 48, 10], [3] * 3, [99] * 3, is_high_good=False)
    assert low.is_tied_with_best.tolist() == [False, False, True]


def test_groups_without_answers_or_company():
    none = comparisons.not_distinguishable([np.nan, np.nan], [np.nan] * 2, [0, 0])
    assert not none.is_tied_with_best.any()
    alone = comparisons.not_distinguishable([5], [1], [10])
    assert alone.is_tied_with_best.tolist() == [True]
    assert np.isnan(alone.p_rest[0])
    with pytest.raises(ArgumentError, match="standard_errors"):
        comparisons.not_distinguishable([1, 2], [1], [1, 1])
    with pytest.raises(ArgumentError, match="standard_errors"):
        comparisons.not_distinguishable([1], [-1], [1])


def test_the_rest_is_everybody_else():
    g = comparisons.compare_nps_groups(*zip((40, 30, 30), (20, 30, 50), (10, 10, 10), strict=True))
    assert g.rest[0] == pytest.approx((g.values[1] * 100 + g.values[2] * 30) / 130)


def test_groups_are_drawn_to_the_mean_of_all():
    g = comparisons.compare_nps_groups([6, 4, 0], [0, 4, 0], [0, 2, 0])
    mean = 100 * (10 - 2) / 16
    assert g.values[:2] == pytest.approx([(600 + 3 * mean) / 9, (200 + 3 * mean) / 13])
    assert np.isnan(g.values[2])


def test_a_group_that_agrees_with_itself_by_chance_is_not_special():
    g = comparisons.not_distinguishable([100, 10, 15, 12], [0, 9, 9, 9], [4, 100, 100, 100])
    assert not g.is_unlike_rest[0]


def test_equal_small_branches_are_rarely_called_special():
    rng = np.random.default_rng(8)
    false = 0
    for _ in range(200):
        p, m, q = rng.multinomial(20, [0.5, 0.3, 0.2], size=50).T
        g = comparisons.compare_nps_groups(p, m, q)
        false += bool(g.is_unlike_rest.any() or not g.is_tied_with_best.all())
    assert false <= 16


def test_groups_that_all_answer_alike():
    g = comparisons.compare_nps_groups([5, 9], [0, 0], [0, 0])
    assert g.is_tied_with_best.all()
    assert not g.is_unlike_rest.any()


def test_letters_share_what_cannot_be_told_apart():
    rng = np.random.default_rng(5)
    values, se = rng.normal(0, 10, 40), rng.uniform(1, 6, 40)
    letters = comparisons.compact_letters(values, se)
    critical = comparisons.pairwise_critical(40, 0.95)
    for i in range(40):
        for j in range(i):
            is_apart = abs(values[i] - values[j]) > critical * np.hypot(se[i], se[j])
            assert is_apart == (not set(letters[i]) & set(letters[j]))
    assert "a" in letters[int(np.argmax(values))]


def test_more_than_26_letters():
    letters = comparisons.compact_letters(np.arange(30) * -100.0, np.ones(30))
    assert [letters[0], letters[25], letters[26], letters[29]] == ["a", "z", "aa", "ad"]


def test_letters_at_the_ends():
    assert comparisons.compact_letters([], []) == ()
    assert comparisons.compact_letters([np.nan, 3], [np.nan, 1]) == ("", "a")
    with pytest.raises(ArgumentError, match="values"):
        comparisons.compact_letters(np.zeros(300), np.ones(300))


def test_seven_thousand_places_at_once():
    rng = np.random.default_rng(3)
    p, m, q = rng.multinomial(60, [0.5, 0.3, 0.2], size=7300).T
    g = comparisons.compare_nps_groups(p, m, q)
    assert g.values.shape == (7300,)
    assert g.is_unlike_rest.sum() <= 2
