"""Agreement: the textbook tables, and symmetry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods.agreement import (
    GroupMoments,
    aggregation,
    cohen_kappa,
    cronbach_alpha,
    fleiss_kappa,
    icc,
    krippendorff_alpha,
    mixed_model,
)
from heedful.methods.drivers import Gram
from heedful.methods.errors import ArgumentError, TooFewAnswers

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Krippendorff (2011), section C.
CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# Davies & Goldsmith (1972), six batches of dyestuff; lme4: 1527.5 (19.38), sd 42.00 and 49.51.
DYESTUFF = [1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560]
DYESTUFF += [1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445]
BATCH = [name for name in "ABCDEF" for _ in range(5)]
CODES = st.lists(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=6, max_size=6), min_size=2, max_size=4)


def test_cohen_1960() -> None:
    found = cohen_kappa([[20, 5], [10, 15]])
    assert (found.kappa, found.observed, found.expected) == pytest.approx((0.4, 0.7, 0.5))
    assert cohen_kappa([[9, 0], [0, 0]]).kappa is None
    assert cohen_kappa([[0, 0], [0, 0]]).observed is None
    assert cohen_kappa([[5]], weights="linear").kappa is None


@given(st.lists(st.integers(0, 20), min_size=9, max_size=9), st.sampled_from([None, "linear", "quadratic"]))
def test_kappa_does_not_care_who_is_first(cells: list[int], weights: str | None) -> None:
    table = np.array(cells).reshape(3, 3)
    found, turned = cohen_kappa(table, weights), cohen_kappa(table.T, weights)
    if found.kappa is None:
        assert turned.kappa is None
    else:
        assert turned.kappa == pytest.approx(found.kappa)
        assert found.kappa <= 1 + 1e-12


def test_linear_weights_give_half_credit_in_the_middle() -> None:
    found = cohen_kappa([[0, 4, 0], [0, 0, 0], [0, 0, 4]], weights="linear")
    assert found.observed == pytest.approx(0.75)
    assert cohen_kappa([[0, 4, 0], [0, 0, 0], [0, 0, 4]], "quadratic").observed == pytest.approx(0.875)
    with pytest.raises(ArgumentError, match="square"):
        cohen_kappa([[1, 2]])
    with pytest.raises(ArgumentError, match="weights"):
        cohen_kappa([[1, 2], [3, 4]], "cubic")


def test_fleiss_ten_subjects() -> None:
    table = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1]]
    table += [[7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
    found = fleiss_kappa(table)
    assert (found.kappa, found.observed, found.expected) == pytest.approx((0.21, 0.378, 0.213), abs=5e-4)
    assert fleiss_kappa([[3, 0], [3, 0]]).kappa is None
    assert fleiss_kappa([]).kappa is None
    for table in ([[2, 1], [2, 2]], [[1, 0], [0, 1]]):
        with pytest.raises(ArgumentError, match="same number of coders"):
            fleiss_kappa(table)


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011(metric: str, alpha: float) -> None:
    assert krippendorff_alpha(CODERS, metric) == pytest.approx(alpha, abs=5e-4)


@given(CODES, st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_forgets_the_order_of_coders_and_units(codes: list[list[int | None]], metric: str) -> None:
    found = krippendorff_alpha(codes, metric)
    turned = krippendorff_alpha([row[::-1] for row in codes[::-1]], metric)
    assert (found is None) == (turned is None)
    if found is not None:
        assert turned == pytest.approx(found)
        assert found <= 1 + 1e-12


def test_alpha_of_texts_and_without_variation() -> None:
    same = krippendorff_alpha([[1, 2, 2, 1], [1, 2, 1, 1]])
    assert krippendorff_alpha([["p", "q", "q", "p"], ["p", "q", "p", "p"]]) == pytest.approx(same)
    assert krippendorff_alpha([["p", 2, 2, "p"], ["p", 2, "p", "p"]]) == pytest.approx(same)
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    assert krippendorff_alpha([[1, None], [None, 2]]) is None
    assert krippendorff_alpha([[1, float("nan")], [1, 2.0]]) is None
    assert krippendorff_alpha([]) is None
    with pytest.raises(ArgumentError, match="ratings: rows"):
        krippendorff_alpha([[1], [1, 2]])
    with pytest.raises(ArgumentError, match="ratings: not an array of numbers"):
        krippendorff_alpha([["a"], ["b"]], "interval")
    with pytest.raises(ArgumentError, match="metric"):
        krippendorff_alpha([[1]], "cosine")


def test_shrout_fleiss_1979() -> None:
    found = icc(SHROUT_FLEISS)
    assert (found.icc1, found.icc2, found.icc3) == pytest.approx((0.17, 0.29, 0.71), abs=5e-3)
    assert (found.icc1k, found.icc2k, found.icc3k) == pytest.approx((0.44, 0.62, 0.91), abs=5e-3)


def test_judges_who_differ_by_a_constant_are_consistent() -> None:
    found = icc([[1, 3], [2, 4], [5, 7], [None, 9]])
    assert (found.icc3, found.icc3k, found.n) == (pytest.approx(1), pytest.approx(1), 3)
    assert found.icc2 < 1
    assert icc([[2, 2], [2, 2]]).icc1 is None
    with pytest.raises(TooFewAnswers):
        icc([[1, 2]])
    with pytest.raises(ArgumentError, match="two judges"):
        icc([[1], [2]])


def test_cronbach_is_icc3k_of_respondents() -> None:
    assert cronbach_alpha(SHROUT_FLEISS).alpha == pytest.approx(icc(SHROUT_FLEISS).icc3k)
    half = cronbach_alpha([*SHROUT_FLEISS[:3], [None] * 4])
    names = ["0", "1", "2", "3"]
    grams = [Gram.of_rows(names, np.array(SHROUT_FLEISS[i : i + 3], dtype=float)) for i in (0, 3)]
    assert half.n == 3
    assert cronbach_alpha(grams[0]).alpha == pytest.approx(half.alpha)
    assert cronbach_alpha(grams[0] + grams[1]).alpha == pytest.approx(cronbach_alpha(SHROUT_FLEISS).alpha)


def test_standardised_alpha_of_two_items_is_spearman_brown() -> None:
    items = np.array([[1, 2], [2, 6], [3, 4], [4, 9.0]])
    r = np.corrcoef(items.T)[0, 1]
    assert cronbach_alpha(items).standardized_alpha == pytest.approx(2 * r / (1 + r))
    assert cronbach_alpha([[1, 5], [1, 6]]).standardized_alpha is None
    opposite = cronbach_alpha([[1, 2], [2, 1]])
    assert (opposite.alpha, opposite.standardized_alpha) == (None, None)
    assert cronbach_alpha([[1, 1]]).alpha is None
    with pytest.raises(ArgumentError, match="items"):
        cronbach_alpha([[1], [2]])


def test_aggregation_by_hand() -> None:
    found = aggregation({"a": [4, 5, 4, 5], "b": [2, 3, 2, 3]}, scale_points=5)
    # MSB = 8, MSW = 2/6, k = 4; s² = 1/3 against 2.
    assert found.f == pytest.approx(24)
    assert found.icc1 == pytest.approx((8 - 1 / 3) / (8 + 1))
    assert found.icc2 == pytest.approx(1 - 1 / 24)
    assert found.deff == pytest.approx(1 + 3 * found.icc1)
    assert found.rwg == pytest.approx({"a": 1 - 1 / 6, "b": 1 - 1 / 6})
    assert found.p_value == pytest.approx(0.0027, abs=5e-5)


@given(st.lists(st.lists(st.integers(1, 5), max_size=6), min_size=2, max_size=5), st.integers(0, 3))
def test_aggregation_from_moments(groups: list[list[int]], cut: int) -> None:
    raw = {str(i): g for i, g in enumerate(groups)}
    merged = {name: GroupMoments.of(g[:cut]) + GroupMoments.of(g[cut:]) for name, g in raw.items()}
    try:
        found = aggregation(raw, scale_points=5, rwg_truncate=True)
    except TooFewAnswers:
        return
    again = aggregation(merged, scale_points=5, rwg_truncate=True)
    assert again.n == found.n
    for own, other in ((found.icc1, again.icc1), (found.icc2, again.icc2), (found.deff, again.deff)):
        assert (own is None) == (other is None)
        assert own is None or other == pytest.approx(own, abs=1e-6)
    assert all(v is None or 0 <= v <= 1 for v in found.rwg.values())


def test_aggregation_at_its_ends() -> None:
    exact = aggregation({"a": [4, 4], "b": [2, 2], "c": [3]}, scale_points=5)
    assert (exact.f, exact.p_value, exact.icc1, exact.rwg["c"]) == (None, None, 1, None)
    assert aggregation({"a": [4, 4], "b": [4]}, scale_points=5).icc1 is None
    torn = {"a": [1, 5, 1, 5], "b": [5, 1, 5, 1]}
    assert aggregation(torn, scale_points=5).rwg["a"] < 0
    assert aggregation(torn, scale_points=5, rwg_truncate=True).rwg["a"] == 0
    assert aggregation(torn, scale_points=5).icc2 is None
    for groups in ({"a": [1, 2]}, {"a": [1], "b": [2]}, {"a": [], "b": [None]}):
        with pytest.raises(TooFewAnswers):
            aggregation(groups, scale_points=5)
    with pytest.raises(ArgumentError, match="scale_points"):
        aggregation({"a": [1, 2], "b": [3]}, scale_points=1)


def test_dyestuff() -> None:
    model = mixed_model({"yield": DYESTUFF, "batch": BATCH}, "yield", group="batch")
    assert model.fixed["intercept"] == pytest.approx(1527.5)
    assert model.std_errors["intercept"] == pytest.approx(19.3834, abs=1e-3)
    assert (model.var_intercept**0.5, model.var_residual**0.5) == pytest.approx((42.0, 49.51), abs=5e-3)
    assert model.reml_criterion == pytest.approx(319.6543, abs=1e-4)
    assert (model.n, model.n_groups, model.var_slope) == (30, 6, None)


def test_balanced_reml_is_the_analysis_of_variance() -> None:
    rng = np.random.default_rng(6)
    y = rng.normal(0, 3, size=(12, 1)) + rng.normal(0, 2, size=(12, 8))
    within = y.var(axis=1, ddof=1).mean()
    between = 8 * y.mean(axis=1).var(ddof=1)
    model = mixed_model({"y": y.ravel(), "g": np.repeat(np.arange(12), 8).tolist()}, "y", group="g")
    assert model.var_residual == pytest.approx(within, rel=1e-5)
    assert model.var_intercept == pytest.approx((between - within) / 8, rel=1e-5)
    assert model.icc == pytest.approx((between - within) / (between + 7 * within), rel=1e-5)


def test_groups_that_differ_by_chance_only() -> None:
    model = mixed_model({"y": [1, 2, 3, 3, 2, 1, 2, 2, 2], "g": list("aaabbbccc")}, "y", group="g")
    assert (model.var_intercept, model.icc) == (0, 0)
    assert model.var_residual == pytest.approx(np.var([1, 2, 3, 3, 2, 1, 2, 2, 2], ddof=1))


def test_random_slopes_recover_what_made_them() -> None:
    rng = np.random.default_rng(7)
    groups, days = np.repeat(np.arange(300), 10), np.tile(np.arange(10.0), 300)
    start, slope = rng.multivariate_normal([0, 0], [[16, 1], [1, 1]], size=300).T
    y = 50 + start[groups] + (2 + slope[groups]) * days + rng.normal(0, 3, size=3000)
    columns = {"y": y, "days": days, "who": [f"p{g}" for g in groups]}
    model = mixed_model(columns, "y", fixed=["days"], group="who", random_slope="days")
    assert model.fixed == pytest.approx({"intercept": 50, "days": 2}, rel=0.1)
    assert (model.var_intercept, model.var_slope) == pytest.approx((16, 1), rel=0.3)
    assert (model.cov, model.var_residual) == pytest.approx((1, 9), abs=0.9)
    assert model.icc is None
    hours = mixed_model(columns | {"days": days * 24}, "y", fixed=["days"], group="who", random_slope="days")
    assert hours.var_slope == pytest.approx(model.var_slope / 24**2, rel=1e-3)
    assert hours.var_residual == pytest.approx(model.var_residual, rel=1e-4)


def test_what_a_mixed_model_refuses() -> None:
    columns = {"y": [1, 2, 4, 3], "x": [1, 2, 3, 4], "copy": [2, 4, 6, 8], "g": ["a", "a", "b", "b"]}
    with pytest.raises(ArgumentError, match="zz: is not"):
        mixed_model(columns, "y", group="zz")
    with pytest.raises(ArgumentError, match="zz: is not"):
        mixed_model(columns, "zz", group="g")
    with pytest.raises(ArgumentError, match="fixed"):
        mixed_model(columns, "y", fixed=["x", "copy"], group="g")
    with pytest.raises(TooFewAnswers):
        mixed_model(columns | {"g": ["a"] * 4}, "y", group="g")
    with pytest.raises(TooFewAnswers, match="no complete row"):
        mixed_model({"y": [None], "g": ["a"]}, "y", group="g")
    with pytest.raises(ArgumentError, match="without rest"):
        mixed_model({"y": [2, 4, 6, 8], "x": [1, 2, 3, 4], "g": columns["g"]}, "y", fixed=["x"], group="g")
    with pytest.raises(ArgumentError, match="still: is 0 in every row"):
        mixed_model(columns | {"still": [0] * 4}, "y", group="g", random_slope="still")
    with pytest.raises(ArgumentError, match="without rest"):
        mixed_model({"y": [2, 2, 6, 6], "g": columns["g"]}, "y", group="g")
