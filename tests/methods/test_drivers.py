"""Drivers: against published figures, against brute force, and rules that hold for any data."""

from __future__ import annotations

from itertools import combinations, permutations
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from heedful.methods.drivers import (
    Gram,
    bootstrap_blocks,
    bootstrap_importance,
    correlation,
    dummy_columns,
    leave_out_impact,
    ols,
    ordinal_logit,
    penalty_reward,
    relative_weights,
    relative_weights_of,
    shapley_r2,
)
from heedful.methods.drivers.contrasts import Contrast
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.histograms import Histogram
from heedful.methods.scores import nps

LAW_SAT = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
LAW_GPA = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96]
# Anscombe (1973), first set: intercept 3.0001 (1.1247), slope 0.5001 (0.1179), R² 0.6665, p 0.00217.
ANSCOMBE = {
    "x": [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
    "y": [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
}
ROWS = arrays(np.float64, st.tuples(st.integers(6, 30), st.just(4)), elements=st.integers(0, 10).map(float))


def table(seed: int = 1, n: int = 60, p: int = 3) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) + rng.normal(size=(n, 1))
    y = x @ np.arange(1, p + 1) + rng.normal(size=n)
    return {f"d{i}": x[:, i] for i in range(p)} | {"y": y}


def r2_by_regression(columns: dict[str, np.ndarray], names: tuple[str, ...]) -> float:
    y = np.asarray(columns["y"])
    design = np.column_stack([np.ones(len(y)), *(columns[n] for n in names)])
    residuals = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return 1 - residuals @ residuals / ((y - y.mean()) @ (y - y.mean()))


def test_shapley_is_the_average_over_orders() -> None:
    columns = table(p=4)
    names = ("d0", "d1", "d2", "d3")
    r2 = {s: r2_by_regression(columns, s) for k in range(5) for s in combinations(names, k)}
    total = dict.fromkeys(names, 0.0)
    orders = list(permutations(names))
    for order in orders:
        for i, name in enumerate(order):
            before = tuple(sorted(order[:i]))
            total[name] += r2[tuple(sorted((*before, name)))] - r2[before]
    found = shapley_r2(columns, "y")
    assert found.shapley == pytest.approx({n: v / len(orders) for n, v in total.items()})
    assert found.first == pytest.approx({n: r2[n,] for n in names})
    last = {n: r2[names] - r2[tuple(m for m in names if m != n)] for n in names}
    assert found.last == pytest.approx(last)
    assert found.r2 == pytest.approx(r2[names])
    assert found.n == 60


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_shares_sum_to_r2_and_forget_scale_and_order(rows: np.ndarray) -> None:
    columns = {"a": rows[:, 0], "b": rows[:, 1], "c": rows[:, 2], "y": rows[:, 3]}
    moved = {"c": rows[:, 2] / 7, "y": 5 - 3 * rows[:, 3], "b": rows[:, 1] + 100, "a": rows[:, 0]}
    for shares, again in (
        (shapley_r2(columns, "y").shapley, shapley_r2(moved, "y").shapley),
        (relative_weights(columns, "y").weights, relative_weights(moved, "y").weights),
    ):
        fit = ols(columns, "y")
        if fit.r2 is None:
            assert set(shares.values()) == {None}
        else:
            assert sum(v for v in shares.values() if v is not None) == pytest.approx(fit.r2, abs=1e-8)
            assert again == pytest.approx(shares, abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(0, 6))
def test_sums_of_parts_equal_sums_of_all(rows: np.ndarray, cut: int) -> None:
    names = ["a", "b", "c", "y"]
    whole = Gram.of_rows(names, rows)
    parts = Gram.of_rows(names, rows[:cut]) + Gram.of_rows(names, rows[cut:])
    raw = Gram.of_sums(names, len(rows), rows.sum(axis=0), rows.T @ rows)
    for gram in (parts, raw):
        assert gram.n == whole.n
        np.testing.assert_allclose(gram.means, whole.means, atol=1e-9)
        np.testing.assert_allclose(gram.products, whole.products, atol=1e-7)


def test_gram_of_rows_in_several_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = table(n=50)
    expected = Gram.of(columns)
    monkeypatch.setattr("heedful.methods.drivers.gram._ROWS_AT_ONCE", 7)
    weighted = Gram.of(columns, weights=np.full(50, 2.0))
    np.testing.assert_allclose(Gram.of(columns).products, expected.products)
    np.testing.assert_allclose(weighted.products, 2 * expected.products)


def test_frequency_weights_are_repeated_rows() -> None:
    columns = {"x": [1, 2, 4, 3], "y": [2, 3, 9, None]}
    repeated = {"x": [1, 2, 2, 4, 4, 4], "y": [2, 3, 3, 9, 9, 9]}
    weighted, plain = Gram.of(columns, weights=[1, 2, 3, 1]), Gram.of(repeated)
    assert weighted.n_missing == 1
    assert weighted.w == plain.n
    np.testing.assert_allclose(weighted.products, plain.products)
    assert ols(weighted, "y").coefficients == pytest.approx(ols(plain, "y").coefficients)


def test_gram_without_rows_or_with_other_columns() -> None:
    empty = Gram.of({"a": [], "b": []})
    assert empty.n == 0
    assert (empty + empty).w == 0
    assert Gram.of_sums(["a"], 0, [0], [[0]]).w == 0
    assert empty.select(["b"]).names == ("b",)
    with pytest.raises(ArgumentError, match="other"):
        empty + Gram.of({"a": [1]})
    with pytest.raises(ArgumentError, match="z: is not among"):
        empty.select(["z"])
    with pytest.raises(ArgumentError, match="products"):
        Gram.of_sums(["a"], 1, [0], [[0, 1]])


def test_anscombe() -> None:
    fit = ols(ANSCOMBE, "y", ["x"])
    assert fit.coefficients == pytest.approx({"intercept": 3.0001, "x": 0.5001}, abs=5e-5)
    assert fit.std_errors == pytest.approx({"intercept": 1.1247, "x": 0.1179}, abs=5e-5)
    assert fit.p_values["x"] == pytest.approx(0.00217, abs=5e-6)
    assert (fit.r2, fit.adj_r2) == pytest.approx((0.6665, 0.6295), abs=5e-5)
    assert fit.standardized["x"] == pytest.approx(0.6665**0.5, abs=5e-5)
    assert (fit.vif["x"], fit.n, fit.df) == (1, 11, 9)


def test_a_copy_is_left_out_of_the_line_and_shares_the_credit() -> None:
    columns = {"a": [1, 2, 2, 4, 3], "b": [1, 2, 2, 4, 3], "still": [7] * 5, "y": [3, 5, 4, 8, 7]}
    fit = ols(columns, "y")
    for part in (fit.coefficients, fit.std_errors, fit.p_values, fit.vif, fit.standardized):
        assert part["b"] is None
        assert part["still"] is None
    shares = shapley_r2(columns, "y").shapley
    assert shares["a"] == pytest.approx(shares["b"])
    assert shares["still"] == 0
    weights = relative_weights(columns, "y")
    assert weights.weights["a"] == pytest.approx(weights.weights["b"])
    assert weights.signs == {"a": 1, "b": 1, "still": 0}


def test_line_through_fewest_points() -> None:
    exact = ols({"x": [1, 2], "y": [3, 5]}, "y")
    assert exact.coefficients == pytest.approx({"intercept": 1, "x": 2})
    assert set(exact.std_errors.values()) == {None}
    assert (exact.adj_r2, exact.df) == (None, 0)
    assert exact.r2 == pytest.approx(1)
    one = ols({"x": [1], "y": [3]}, "y")
    assert (one.coefficients["intercept"], one.coefficients["x"], one.r2) == (3, None, None)
    assert ols({"x": [None], "y": [3]}, "y").coefficients == {"intercept": None, "x": None}
    flat = ols({"x": [1, 2, 3], "y": [5, 5, 5]}, "y")
    assert (flat.r2, flat.adj_r2, flat.standardized["x"]) == (None, None, None)
    assert flat.coefficients["x"] == 0


def test_target_without_variation_explains_nothing() -> None:
    columns = {"x": [1, 2, 3], "y": [5, 5, 5]}
    assert shapley_r2(columns, "y").r2 is None
    assert relative_weights(columns, "y").signs == {"x": None}
    found = bootstrap_importance(columns, "y", rng=np.random.default_rng(1), n_samples=5)
    assert found.r2.value is None
    assert found.shares["x"].low is None


def test_no_driver_explains_anything() -> None:
    found = relative_weights_of(["y", "a"], [[1, 0], [0, 1]])
    assert found.r2 == 0
    assert found.rescaled_pct == {"a": None}


def test_johnson_of_two_drivers_by_hand() -> None:
    # Two drivers with correlation .7: loadings ±√(.85), ±√(.15) rotated back; Johnson (2000).
    found = relative_weights_of(["y", "a", "b"], [[1, 0.6, 0.5], [0.6, 1, 0.7], [0.5, 0.7, 1]])
    assert found.r2 == pytest.approx((0.36 + 0.25 - 2 * 0.6 * 0.5 * 0.7) / (1 - 0.49))
    assert found.weights == pytest.approx({"a": 0.241274509804, "b": 0.131274509804})
    assert found.n is None


@pytest.mark.parametrize(
    ("names", "matrix"),
    [
        (["y"], [[1]]),
        (["y", "a"], [[1, 0.5]]),
        (["y", "a"], [[1, 0.5], [0.4, 1]]),
        (["y", "a"], [[2, 0.5], [0.5, 1]]),
        (["y", "a", "b"], [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]),
    ],
)
def test_what_is_no_correlation_matrix(names: list[str], matrix: list[list[float]]) -> None:
    with pytest.raises(ArgumentError, match="correlations"):
        relative_weights_of(names, matrix)


def test_what_importance_refuses() -> None:
    columns = table(n=30)
    for predictors in ([], ["d0", "d0"], ["d0", "y"]):
        with pytest.raises(ArgumentError, match="predictors"):
            shapley_r2(columns, "y", predictors)
    with pytest.raises(ArgumentError, match="zz"):
        ols(columns, "y", ["zz"])
    wide = {f"x{i}": [1, 2, 3] for i in range(23)} | {"y": [1, 2, 4]}
    with pytest.raises(ArgumentError, match="more than the 22"):
        shapley_r2(wide, "y")
    with pytest.raises(ArgumentError, match="more than the 22"):
        bootstrap_importance(wide, "y", rng=np.random.default_rng(1))
    for method in (shapley_r2, relative_weights):
        with pytest.raises(TooFewAnswers):
            method({"x": [1], "y": [2]}, "y")


def test_bootstrap_agrees_with_resampled_rows() -> None:
    columns = table(seed=4, n=200)
    found = bootstrap_importance(columns, "y", rng=np.random.default_rng(5), n_samples=400)
    rng, shares = np.random.default_rng(6), []
    for _ in range(400):
        drawn = rng.integers(0, 200, size=200)
        again = shapley_r2({k: v[drawn] for k, v in columns.items()}, "y").shapley
        shares.append([again[n] for n in ("d0", "d1", "d2")])
    np.testing.assert_allclose(found.samples.mean(axis=0), np.mean(shares, axis=0), atol=0.01)
    np.testing.assert_allclose(found.samples.std(axis=0), np.std(shares, axis=0), rtol=0.25)
    for name, share in shapley_r2(columns, "y").shapley.items():
        assert found.shares[name].value == pytest.approx(share)
        assert found.shares[name].low < share < found.shares[name].high
    assert isclose(sum(found.first_place.values()), 1)
    assert found.r2.value == pytest.approx(shapley_r2(columns, "y").r2)


def test_bootstrap_of_many_chunks_and_relative_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heedful.methods.drivers.bootstrap._CELLS_AT_ONCE", 256)
    columns = table(n=90) | {"still": np.ones(90)}
    for method in ("shapley", "relative_weights"):
        found = bootstrap_importance(columns, "y", rng=np.random.default_rng(2), n_samples=64, method=method)
        sums = found.samples.sum(axis=1)
        assert (found.r2.low, found.r2.high) == pytest.approx(tuple(np.quantile(sums, [0.025, 0.975])))
        assert found.shares["still"].high == pytest.approx(0, abs=1e-9)
        assert found.shares["d2"].value > found.shares["d0"].value
        assert method in found.shares["d0"].method


def test_blocks_of_one_row_are_rows() -> None:
    columns = table(n=120, seed=9)
    blocks = [Gram.of({k: v[i : i + 1] for k, v in columns.items()}) for i in range(120)]
    by_row = bootstrap_importance(columns, "y", rng=np.random.default_rng(1), n_samples=600)
    by_block = bootstrap_blocks(blocks, "y", rng=np.random.default_rng(2), n_samples=600)
    for name, share in by_row.shares.items():
        assert by_block.shares[name].value == pytest.approx(share.value)
        assert by_block.shares[name].se == pytest.approx(share.se, rel=0.2)
    with pytest.raises(TooFewAnswers, match="blocks"):
        bootstrap_blocks(blocks[:1], "y", rng=np.random.default_rng(1))


def test_what_the_bootstrap_refuses() -> None:
    rng = np.random.default_rng(1)
    columns = table(n=20)
    with pytest.raises(ArgumentError, match="n_samples"):
        bootstrap_importance(columns, "y", rng=rng, n_samples=1)
    with pytest.raises(ArgumentError, match="method"):
        bootstrap_importance(columns, "y", rng=rng, method="dominance")
    with pytest.raises(TooFewAnswers):
        bootstrap_importance({"x": [1], "y": [1]}, "y", rng=rng)


def test_law_schools() -> None:
    found = correlation(LAW_SAT, LAW_GPA)
    assert found.r == pytest.approx(0.776, abs=5e-4)  # Efron (1979)
    assert found.jackknife_se == pytest.approx(0.1425, abs=5e-5)
    assert found.n == 15


def test_jackknife_is_leaving_one_out() -> None:
    x, y = np.array([1.0, 4, 2, 8, 5, 7]), np.array([2.0, 3, 1, 9, 4, 4])
    left_out = [np.corrcoef(np.delete(x, i), np.delete(y, i))[0, 1] for i in range(6)]
    expected = np.sqrt(5 / 6 * ((left_out - np.mean(left_out)) ** 2).sum())
    assert correlation(x, y).jackknife_se == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=20))
def test_correlation_is_symmetric_and_never_nan(pairs: list[tuple[int, int]]) -> None:
    x, y = [a for a, _ in pairs], [b for _, b in pairs]
    found, turned = correlation(x, y), correlation(y, x)
    if found.r is None:
        assert turned.r is None
    else:
        assert -1 <= found.r <= 1
        assert turned.r == pytest.approx(found.r, abs=1e-12)
        assert found.low is None or found.low <= found.r + 1e-12


def test_correlation_at_its_ends() -> None:
    perfect = correlation([1, 2, 3, 4], [2, 4, 6, 8])
    assert (perfect.r, perfect.low, perfect.high) == (1, 1, 1)
    assert correlation([1, 2, 3, 4], [8, 6, 4, 2]).high == -1
    three = correlation([1, 2, 3], [1, 3, 2])
    assert (three.low, three.high) == (None, None)
    assert correlation([1, 2], [1, 3]).jackknife_se is None
    assert correlation([1, 1, 2], [1, 2, 3]).jackknife_se is None
    assert correlation([1, 2, None, 3], [1, 3, 9, None]).n == 2
    assert correlation([], []).r is None
    with pytest.raises(ArgumentError, match="level"):
        correlation([1, 2], [1, 2], level=1)


def test_penalty_reward_kinds() -> None:
    assert Contrast(1.0, -2.0).kind == "basic"
    assert Contrast(2.0, -1.0).kind == "excitement"
    assert Contrast(1.5, -1.5).kind == "performance"
    assert Contrast(None, -1.5).kind is None


def test_penalty_reward_means_by_hand() -> None:
    # One attribute: the contrasts are differences of group means.
    found = penalty_reward([9, 9, 6, 8, 1, 2, 5], {"a": [5, 5, 3, 4, 1, 1, None]}, low=[1, 2], high=[5])
    assert found.contrasts["a"].reward == pytest.approx(9 - 7)
    assert found.contrasts["a"].penalty == pytest.approx(1.5 - 7)
    assert (found.intercept, found.n) == (pytest.approx(7), 6)
    nobody = penalty_reward([9, 6, 8], {"a": [5, 3, 4]}, low=[1], high=[5])
    assert nobody.contrasts["a"].penalty is None
    assert nobody.contrasts["a"].kind is None


def test_what_penalty_reward_refuses() -> None:
    with pytest.raises(ArgumentError, match="low"):
        penalty_reward([1], {"a": [1]}, low=[1], high=[1])
    with pytest.raises(ArgumentError, match="attributes"):
        penalty_reward([1], {}, low=[1], high=[2])
    with pytest.raises(TooFewAnswers):
        penalty_reward([None], {"a": [1]}, low=[1], high=[2])


def test_ordinal_logit_of_two_groups_is_the_log_odds_ratio() -> None:
    # With two answers and one group, proportional odds is the 2 x 2 table.
    fit = ordinal_logit(
        ["no", "yes", "no", "yes"], ["no", "yes"], {"x": [0, 0, 1, 1]}, frequency=[30, 10, 15, 25]
    )
    assert fit.coefficients["x"] == pytest.approx(np.log(25 / 15 / (10 / 30)))
    assert fit.std_errors["x"] == pytest.approx(np.sqrt(1 / 30 + 1 / 10 + 1 / 15 + 1 / 25))
    assert fit.thresholds["no|yes"] == pytest.approx(np.log(30 / 10))
    assert fit.n == 80


def test_ordinal_logit_frequencies_are_repeated_rows_and_order_turns_signs() -> None:
    answers, x = ["a", "b", "c", "b", "c", "a", "c"], [1.0, 2, 3, 1, 2, 2, 5]
    plain = ordinal_logit(answers * 2, ["a", "b", "c"], {"x": x * 2})
    often = ordinal_logit(answers, ["a", "b", "c"], {"x": x}, frequency=[2] * 7)
    turned = ordinal_logit(answers, ["c", "b", "a"], {"x": x}, frequency=[2] * 7)
    assert plain.coefficients == pytest.approx(often.coefficients)
    assert plain.deviance == pytest.approx(often.deviance)
    assert turned.coefficients["x"] == pytest.approx(-often.coefficients["x"])
    assert turned.thresholds["b|a"] == pytest.approx(-often.thresholds["a|b"])


def test_ordinal_logit_with_answers_nobody_gave_and_copies() -> None:
    answers = [1, 1, 2, 4, 4, 2, None, 4, 1]
    x = [1.0, 2, 2, 3, 4, 1, 9, 2, 3]
    fit = ordinal_logit(answers, [0, 1, 2, 3, 4, 5], {"x": x, "copy": x, "still": [1.0] * 9})
    assert fit.thresholds["0|1"] is None
    assert fit.thresholds["4|5"] is None
    assert fit.thresholds["2|3"] == fit.thresholds["3|4"]
    assert fit.coefficients["copy"] is None
    assert fit.std_errors["still"] is None
    nothing = ordinal_logit([1, 2, 2], [1, 2], {})
    assert nothing.thresholds["1|2"] == pytest.approx(np.log(1 / 2))


# Far outliers: a full Newton step from the start overshoots, in the second the cut points would cross.
OVERSHOOTING = [
    (
        [1, -3, -1, 2, 11, 3, -2, 21, 17, 145, -3, 11, -4, -9, -10, -3, -3, -6, -18, 0, 3],
        [1, 2, 2, 0, 2, 4, 3, 2, 3, 0, 1, 2, 1, 1, 1, 2, 2, 4, 4, 2, 4],
    ),
    (
        [
            -850,
            13,
            2,
            2,
            3,
            20,
            -2,
            3,
            -1,
            -4,
            4,
            1,
            7,
            -12,
            6,
            2,
            -4,
            -2,
            4,
            0,
            -1,
            -1,
            -2,
            -41,
            -3,
            -1,
            -1891,
            1,
            0,
            6,
            29,
            -1,
            7,
        ],
        [1, 1, 3, 3, 2, 4, 1, 3, 5, 3, 5, 5, 2, 3, 3, 2, 5, 2, 5, 3, 5, 2, 3, 3, 3, 3, 0, 1, 4, 4, 2, 1, 3],
    ),
]


@pytest.mark.parametrize(("x", "answers"), OVERSHOOTING)
def test_ordinal_logit_takes_smaller_steps(x: list[float], answers: list[int]) -> None:
    fit = ordinal_logit(answers, range(6), {"x": x})
    cuts = [cut for cut in fit.thresholds.values() if cut is not None]
    assert cuts == sorted(cuts)
    assert fit.deviance < ordinal_logit(answers, range(6), {}).deviance


def test_what_ordinal_logit_refuses() -> None:
    with pytest.raises(ArgumentError, match="separate"):
        ordinal_logit([0, 0, 1, 1], [0, 1], {"x": [1, 2, 3, 4]})
    with pytest.raises(TooFewAnswers):
        ordinal_logit([0, 0], [0, 1], {"x": [1, 2]})
    with pytest.raises(ArgumentError, match="'z' is none of its levels"):
        ordinal_logit(["z"], ["a", "b"], {})
    with pytest.raises(ArgumentError, match="two or more different levels"):
        ordinal_logit(["a"], ["a", "a"], {})
    with pytest.raises(ArgumentError, match="region"):
        dummy_columns({"region": ["a", "b"]}, {})


def test_dummy_columns_leave_out_the_reference() -> None:
    columns = dummy_columns({"region": ["n", "s", "w"]}, {"region": ["s", "n", "w", None]})
    assert list(columns) == ["region=s", "region=w"]
    np.testing.assert_array_equal(columns["region=s"], [1, 0, 0, np.nan])


def points(value: float) -> float:
    return 100.0 * (value >= 9) - 100.0 * (value <= 6)


def test_half_of_the_detractors_on_one_theme():
    # PRODUCT.md G5: 40/30/30 of 100.
    found = leave_out_impact(Histogram.of([0] * 15), Histogram.of([10] * 40 + [7] * 30 + [6] * 15), points)
    assert found.score == pytest.approx(10)
    assert found.impact == pytest.approx(10 - 100 * 25 / 85)
    assert round(found.impact, 1) == -19.4
    assert found.low < found.impact < found.high < 0
    assert found.p_value < 0.001


@given(
    st.lists(st.integers(0, 10), min_size=1, max_size=30),
    st.lists(st.integers(0, 10), min_size=1, max_size=30),
)
def test_an_impact_is_the_score_less_the_score_without(part, rest):
    found = leave_out_impact(Histogram.of(part), Histogram.of(rest), points)
    assert found.impact == pytest.approx(nps(Histogram.of(part + rest)).value - nps(Histogram.of(rest)).value)
    assert found.low <= found.impact <= found.high


def test_weights_count():
    part, rest = Histogram.of([0], [3.0]), Histogram.of([10, 10], [0.5, 0.5])
    assert leave_out_impact(part, rest, points).impact == pytest.approx(-150)


def test_an_impact_on_nothing_is_none_and_of_nobody_is_nothing():
    some, none = Histogram.of([10, 0, 8]), Histogram()
    assert leave_out_impact(some, none, points).impact is None
    assert leave_out_impact(none, none, points).impact is None
    found = leave_out_impact(none, some, points)
    assert (found.impact, found.low, found.p_value, found.n_part) == (0.0, None, None, 0)
    alike = leave_out_impact(Histogram.of([8, 8]), Histogram.of([7, 7, 7]), points)
    assert (alike.impact, alike.low, alike.p_value) == (0.0, 0.0, None)
