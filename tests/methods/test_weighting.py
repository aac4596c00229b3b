"""Weighting: published figures, properties, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods import weighting
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.intervals import mean_interval
from heedful.methods.weighting import MixGroup, Stratum

weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)
values = st.lists(st.integers(0, 10).map(float), min_size=2, max_size=30)


def test_kish():
    e = weighting.kish([0.5, 0.5, 1, 1, 2, 3])
    assert (e.n_effective, e.deff) == (pytest.approx(4.12903226), pytest.approx(1.453125))
    assert e.efficiency == pytest.approx(0.688172)
    assert weighting.kish([]).deff is None
    assert weighting.kish([0, 0]).n_effective == 0
    with pytest.raises(ArgumentError, match="weights"):
        weighting.kish([1, -1])


@given(w=weights, factor=st.floats(1e-200, 1e200))
def test_kish_knows_ratios_only(w, factor):
    plain, scaled = weighting.kish(w), weighting.kish([x * factor for x in w])
    assert scaled.n_effective == pytest.approx(plain.n_effective)
    assert 1 - 1e-9 <= plain.n_effective <= len(w) + 1e-9
    assert plain.deff == pytest.approx(1 + np.var(w) / np.mean(w) ** 2)


def test_nonresponse_bias():
    b = weighting.nonresponse_bias(0.1, 42, 18)
    assert (b.bias, b.full_mean) == (pytest.approx(21.6), pytest.approx(20.4))
    assert weighting.nonresponse_bias(1, 42, 0).bias == 0
    with pytest.raises(ArgumentError, match="response_rate"):
        weighting.nonresponse_bias(1.2, 1, 1)


def test_two_million_are_worth_four_hundred():
    # Meng (2018): one per cent of 231,557,000 with a correlation of half a per cent.
    d = weighting.data_defect(2_315_570, 231_557_000, rho=-0.005)
    assert d.n_effective == pytest.approx(404.04, abs=0.005)
    by_error = weighting.data_defect(2_315_570, 231_557_000, error=-0.005 * 99**0.5 * 0.5, sigma=0.5)
    assert by_error.rho == pytest.approx(-0.005)
    assert by_error.n_effective == pytest.approx(d.n_effective)
    assert weighting.data_defect(5, 10, rho=0).n_effective is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"n": 10, "population": 10, "rho": 0.1},
        {"n": 1, "population": 10},
        {"n": 1, "population": 10, "error": 1},
        {"n": 1, "population": 10, "error": 1, "sigma": 0},
        {"n": 1, "population": 10, "error": 1, "rho": 0.1},
        {"n": 1, "population": 10, "rho": 1.5},
    ],
)
def test_data_defect_refuses(arguments):
    with pytest.raises(ArgumentError):
        weighting.data_defect(**arguments)


@given(y=values)
def test_equal_weights_are_the_simple_mean(y):
    s = weighting.survey_mean(y, [3.0] * len(y))
    plain = mean_interval(len(y), float(np.mean(y)), float(np.var(y, ddof=1)))
    assert s.estimate == pytest.approx(plain.value)
    assert s.se == pytest.approx(plain.se, abs=1e-9)
    assert (s.low, s.high) == (pytest.approx(plain.low, abs=1e-9), pytest.approx(plain.high, abs=1e-9))


@given(y=values, seed=st.integers(0, 99), factor=st.floats(0.01, 100))
def test_order_and_scale_of_weights_do_not_matter(y, seed, factor):
    rng = np.random.default_rng(seed)
    w, psu = rng.uniform(0.5, 3, len(y)), [i % 5 for i in range(len(y))]
    order = rng.permutation(len(y))
    plain = weighting.survey_mean(y, w, psu=psu)
    other = weighting.survey_mean(np.array(y)[order], factor * w[order], psu=[psu[i] for i in order.tolist()])
    assert other.estimate == pytest.approx(plain.estimate)
    assert other.se == pytest.approx(plain.se, abs=1e-9)
    assert other.df == plain.df


def test_stratified_with_finite_population_by_hand():
    y, strata, fpc = [1, 3, 10, 14, 12], ["a", "a", "b", "b", "b"], [10, 10, 30, 30, 30]
    w = [5, 5, 10, 10, 10]
    s = weighting.survey_mean(y, w, strata=strata, fpc=fpc)
    variance = (10 / 40) ** 2 * (1 - 0.2) * 2 / 2 + (30 / 40) ** 2 * (1 - 0.1) * 4 / 3
    assert s.estimate == pytest.approx(0.25 * 2 + 0.75 * 12)
    assert s.se == pytest.approx(variance**0.5)
    assert s.df == 3
    total = weighting.survey_mean(y, w, strata=strata, fpc=fpc, estimand="total")
    assert total.estimate == pytest.approx(40 * s.estimate)
    assert total.se == pytest.approx(40 * s.se)


def test_ratio_of_a_variable_to_itself_is_sure():
    s = weighting.survey_mean([1, 2, 5], [1, 2, 3], x=[2, 4, 10], estimand="ratio")
    assert (s.estimate, s.se) == (pytest.approx(0.5), pytest.approx(0, abs=1e-12))


def test_domain_keeps_the_full_design():
    y, w = [1.0, 3, 5, 7, 9, 11], [1.0] * 6
    inside = [True, True, True, False, False, False]
    s = weighting.survey_mean(y, w, domain=inside)
    assert (s.estimate, s.df, s.n) == (3, 5, 3)
    assert s.se == pytest.approx((6 / 5 * (4 + 0 + 4) / 9) ** 0.5)
    empty = weighting.survey_mean(y, w, domain=[False] * 6)
    assert (empty.estimate, empty.se, empty.n) == (None, None, 0)


def test_units_of_one_name_in_two_strata_are_two():
    s = weighting.survey_mean([1, 2, 3, 4], [1] * 4, strata=["a", "a", "b", "b"], psu=[1, 2, 1, 2])
    assert s.df == 2


@pytest.mark.parametrize(
    ("changes", "error", "argument"),
    [
        ({"y": [1, None]}, ArgumentError, "y"),
        ({"weights": [1]}, ArgumentError, "weights"),
        ({"weights": [1, -1]}, ArgumentError, "weights"),
        ({"strata": ["a", "b"]}, TooFewAnswers, "strata"),
        ({"strata": ["a"]}, ArgumentError, "strata"),
        ({"psu": ["a"]}, ArgumentError, "psu"),
        ({"fpc": [1, 1]}, ArgumentError, "fpc"),
        ({"fpc": [5, 6]}, ArgumentError, "fpc"),
        ({"estimand": "ratio"}, ArgumentError, "x"),
        ({"estimand": "ratio", "x": [1, -1]}, ArgumentError, "x"),
        ({"estimand": "median"}, ArgumentError, "estimand"),
    ],
)
def test_designs_refused(changes, error, argument):
    with pytest.raises(error) as refused:
        weighting.survey_mean(**{"y": [1, 2], "weights": [1, 1], **changes})
    assert refused.value.argument == argument


def test_rake_table_keeps_the_odds_ratio():
    fitted = weighting.rake_table([[1, 1], [1, 3]], [40, 60], [50, 50])
    assert fitted.sum(axis=1) == pytest.approx([40, 60])
    assert fitted.sum(axis=0) == pytest.approx([50, 50])
    assert fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0]) == pytest.approx(3)


def test_rake_table_with_an_empty_row():
    fitted = weighting.rake_table([[0, 0], [1, 3]], [0, 10], [5, 5])
    assert fitted.tolist() == [[0, 0], [5, 5]]


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "argument"),
    [
        ([[1, 1]], [1, 1], [1, 1], "seed"),
        ([[1, -1], [1, 1]], [1, 1], [1, 1], "seed"),
        ([[1, 1], [1, 1]], [1, 1], [1, 2], "col_targets"),
        ([[0, 0], [1, 1]], [1, 1], [1, 1], "row_targets"),
        ([[1, 0], [1, 0]], [1, 1], [1, 1], "col_targets"),
        ([[1, 0], [0, 1]], [1, 3], [3, 1], "max_iter"),
    ],
)
def test_rake_table_refuses(seed, rows, columns, argument):
    with pytest.raises(ArgumentError) as refused:
        weighting.rake_table(seed, rows, columns)
    assert refused.value.argument == argument


def test_raking_to_one_margin_is_poststratifying():
    sex, score = ["f", "f", "f", "m"], [50.0, 40.0, 60.0, 10.0]
    raked = weighting.rake_weights({"sex": sex}, {"sex": {"f": 500, "m": 500}})
    post = weighting.poststratify([Stratum("f", 3, 50.0, 100.0), Stratum("m", 1, 10.0)], {"f": 500, "m": 500})
    assert raked.weights @ score / raked.weights.sum() == pytest.approx(post.mean)
    assert post.raw_mean == 40
    assert post.se is None
    assert raked.base.deff == pytest.approx(4 * (3 / 9 + 1) / 4)


@given(seed=st.integers(0, 500))
def test_raked_weights_meet_every_margin(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 3, 60).tolist(), rng.integers(0, 2, 60).tolist()
    margins = {"a": {0: 30.0, 1: 50.0, 2: 20.0}, "b": {0: 45.0, 1: 55.0}}
    if len(set(zip(a, b, strict=True))) < 6:
        return
    raked = weighting.rake_weights({"a": a, "b": b}, margins, base_weights=rng.uniform(0.5, 2, 60))
    for column, name in ((a, "a"), (b, "b")):
        for category, wanted in margins[name].items():
            reached = sum(w for w, c in zip(raked.weights, column, strict=True) if c == category)
            assert reached == pytest.approx(wanted)


def test_margins_typed_with_rounding():
    raked = weighting.rake_weights(
        {"a": [0, 0, 1], "b": [0, 1, 1]},
        {"a": {0: 0.6666667, 1: 0.3333333}, "b": {0: 0.3333333, 1: 0.6666666}},
    )
    assert raked.weights == pytest.approx([1 / 3] * 3, abs=1e-6)


@pytest.mark.parametrize(
    ("columns", "margins", "base", "argument"),
    [
        ({"a": [0]}, {}, None, "margins"),
        ({}, {"a": {0: 1}}, None, "columns"),
        ({"a": [1]}, {"a": {0: 1}}, None, "margins"),
        ({"a": [0]}, {"a": {0: 1, 1: 1}}, None, "margins"),
        ({"a": [0], "b": [0, 0]}, {"a": {0: 1}, "b": {0: 1}}, None, "columns"),
        ({"a": [0], "b": [0]}, {"a": {0: 1}, "b": {0: 2}}, None, "margins"),
        ({"a": [0]}, {"a": {0: 1}}, [1, 2], "base_weights"),
        ({"a": [0, 1], "b": [0, 1]}, {"a": {0: 1, 1: 3}, "b": {0: 3, 1: 1}}, None, "margins"),
    ],
)
def test_raking_refuses(columns, margins, base, argument):
    with pytest.raises(ArgumentError) as refused:
        weighting.rake_weights(columns, margins, base_weights=base)
    assert refused.value.argument == argument


@given(seed=st.integers(0, 500))
def test_calibrated_weights_reproduce_the_totals(seed):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(20), rng.normal(600, 50, 20), np.arange(20) % 2])
    totals = [205.0, 205 * 610.0, 90.0]
    c = weighting.linear_calibration(x, totals, [10.0] * 20, x[:, 1])
    assert c.weights @ x == pytest.approx(totals)
    assert c.total == pytest.approx(totals[1])
    assert c.mean == pytest.approx(610)
    assert c.min_weight <= c.max_weight


@pytest.mark.parametrize(
    ("x", "totals"), [([[1, 2], [1, 2]], [2, 4]), ([[1, 1]], [1]), ([1, 2], [1]), (np.zeros((2, 1)), [1])]
)
def test_calibration_refuses(x, totals):
    with pytest.raises(ArgumentError, match="auxiliaries"):
        weighting.linear_calibration(x, totals, [1.0] * 2, [1.0] * 2)


def test_poststratified_variance():
    post = weighting.poststratify(
        [Stratum("E", 100, 674.43, 15687.4192929), Stratum("H", 50, 625.82, 11947.0893878),
         Stratum("M", 50, 636.6, 13824.8571429)],
        {"E": 4421, "H": 755, "M": 1018},
    )  # fmt: skip
    assert (post.mean, post.se) == (pytest.approx(662.287363, abs=1e-6), pytest.approx(9.53613237))


@pytest.mark.parametrize(
    ("strata", "population", "argument"),
    [
        ([Stratum("a", 1, 1.0), Stratum("a", 1, 1.0)], {"a": 1}, "population"),
        ([Stratum("a", 1, 1.0)], {"a": 1, "b": 1}, "population"),
        ([Stratum("a", 0, 1.0)], {"a": 1}, "strata"),
        ([Stratum("a", 1, 1.0)], {"a": 0}, "population"),
    ],
)
def test_poststratifying_refuses(strata, population, argument):
    with pytest.raises(ArgumentError) as refused:
        weighting.poststratify(strata, population)
    assert refused.value.argument == argument


groups = st.lists(
    st.builds(MixGroup, st.floats(0.1, 100), st.floats(-100, 100), st.floats(0.1, 100), st.floats(-100, 100)),
    min_size=1,
    max_size=8,
)


@given(groups=groups, factor=st.floats(0.1, 10))
def test_mix_and_rate_are_the_total(groups, factor):
    m = weighting.mix_shift(groups)
    assert m.mix_effect + m.rate_effect == pytest.approx(m.total, abs=1e-9)
    assert m.total == pytest.approx(m.b - m.a)
    back = weighting.mix_shift([MixGroup(g.b_size, g.b_rate, factor * g.a_size, g.a_rate) for g in groups])
    assert back.rate_effect == pytest.approx(-m.rate_effect, abs=1e-9)


def test_a_group_that_came_is_all_mix():
    m = weighting.mix_shift([MixGroup(10, 50.0, 10, 50.0), MixGroup(0, None, 10, 0.0)])
    assert (m.total, m.mix_effect, m.rate_effect) == (-25, -25, 0)
    gone = weighting.mix_shift(
        [MixGroup(10, 50.0, 10, 50.0), MixGroup(10, 0.0, 0, None), MixGroup(0, None, 0, None)]
    )
    assert gone.mix_effect == 25
    with pytest.raises(ArgumentError, match="rate is missing"):
        weighting.mix_shift([MixGroup(10, None, 10, 50.0)])
    with pytest.raises(ArgumentError, match="nobody"):
        weighting.mix_shift([MixGroup(0, None, 10, 50.0)])


def test_rubin():
    p = weighting.rubin_pool([31.2, 33.8, 30.1, 35.0, 32.4], [4.0, 4.4, 3.9, 4.6, 4.1])
    assert (p.estimate, p.between, p.within, p.total) == (
        pytest.approx(32.5), pytest.approx(3.85), pytest.approx(4.2), pytest.approx(8.82),
    )  # fmt: skip
    assert (p.riv, p.fmi_lambda, p.df) == (
        pytest.approx(1.1), pytest.approx(0.52380952), pytest.approx(14.5785124),
    )  # fmt: skip
    small = weighting.rubin_pool([31.2, 33.8, 30.1, 35.0, 32.4], [4.0, 4.4, 3.9, 4.6, 4.1], df_complete=20)
    observed = 21 / 23 * 20 * (1 - p.fmi_lambda)
    assert small.df == pytest.approx(1 / (1 / p.df + 1 / observed))


def test_rubin_at_the_ends():
    agreed = weighting.rubin_pool([5, 5], [1, 1])
    assert (agreed.df, agreed.fmi_lambda) == (None, 0)
    assert weighting.rubin_pool([5, 5], [1, 1], df_complete=9).df == pytest.approx(10 / 12 * 9)
    sure = weighting.rubin_pool([5, 5], [0, 0])
    assert (sure.se, sure.riv, sure.fmi_lambda, sure.df) == (0, None, None, None)
    assert weighting.rubin_pool([5, 6], [0, 0]).riv is None
    with pytest.raises(TooFewAnswers, match="estimates"):
        weighting.rubin_pool([5], [1])
    with pytest.raises(ArgumentError, match="variances"):
        weighting.rubin_pool([5, 6], [1])


def test_outcome_rates():
    r = weighting.aapor_rates(
        complete=420, partial=30, refusal=150, non_contact=250, other=20, unknown_household=100,
        unknown_other=30, eligible_share=0.6,
    )  # fmt: skip
    assert (r.rr1, r.rr2, r.coop3, r.coop4, r.ref1, r.con1) == (0.42, 0.45, 0.7, 0.75, 0.15, 0.62)
    assert (r.rr3, r.rr5, r.con2) == (
        pytest.approx(420 / 948), pytest.approx(420 / 870), pytest.approx(620 / 948),
    )  # fmt: skip


def test_outcome_rates_without_what_they_need():
    r = weighting.aapor_rates(complete=0, unknown_household=5)
    assert (r.rr1, r.rr3, r.rr5, r.coop1) == (0, None, None, None)
    with pytest.raises(ArgumentError, match="eligible_share"):
        weighting.aapor_rates(complete=1, eligible_share=2)
    with pytest.raises(ArgumentError, match="partial"):
        weighting.aapor_rates(complete=1, partial=-1)
