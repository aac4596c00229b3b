"""Survival: published curves and models, and rules that hold for any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.survival import calibration, cox_ph, kaplan_meier, logrank, roc_auc
from heedful.methods.survival.curve import read_durations

# Miller (1981), acute myelogenous leukaemia, maintained group; Freireich et al. (1963), 6-MP and control.
AML = ([9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0])
MP = [10, 7, 32, 23, 22, 6, 16, 34, 32, 25, 11, 20, 19, 6, 17, 35, 6, 13, 9, 6, 10]
MP_EVENT = [1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0]
CONTROL = [1, 22, 3, 12, 8, 17, 2, 11, 8, 12, 2, 5, 4, 15, 8, 23, 5, 11, 4, 1, 8]
TIME, EVENT = MP + CONTROL, MP_EVENT + [1] * 21
GROUP = ["6-MP"] * 21 + ["control"] * 21
LIVES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1)), min_size=1, max_size=30)


def test_maintained_leukaemia() -> None:
    curve = kaplan_meier(*AML, rmst_horizon=48)
    assert curve.survival == pytest.approx((0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184), abs=5e-4)
    assert curve.se == pytest.approx((0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535), abs=5e-5)
    assert (curve.median, curve.n_at_risk[-1], curve.n) == (31, 2, 11)
    assert curve.rmst == pytest.approx(31.843, abs=5e-4)


def test_limits_on_three_scales() -> None:
    s, se = 10 / 11, 0.0866784172041
    z = 1.959963984540054
    for interval, low, high in (
        ("plain", s - z * se, 1.0),
        ("log", s * np.exp(-z * se / s), 1.0),
        (
            "loglog",
            s ** np.exp(z * se / (s * abs(np.log(s)))),
            s ** np.exp(-z * se / (s * abs(np.log(s)))),
        ),
    ):
        curve = kaplan_meier(*AML, interval=interval)
        assert (curve.low[0], curve.high[0]) == pytest.approx((low, high), abs=1e-9)


@given(LIVES)
def test_without_censoring_the_curve_is_one_less_the_distribution(lives: list[tuple[int, int]]) -> None:
    time = np.array([t for t, _ in lives])
    curve = kaplan_meier(time, np.ones(len(time)))
    assert curve.survival == pytest.approx([(time > t).mean() for t in curve.times], abs=1e-12)
    assert curve.se[-1] is None
    assert curve.low[-1] is None


@given(LIVES, st.sampled_from(["log", "loglog", "plain"]))
def test_curve_falls_inside_its_limits(lives: list[tuple[int, int]], interval: str) -> None:
    time, event = zip(*lives, strict=True)
    curve = kaplan_meier(time, event, interval=interval, rmst_horizon=15)
    assert list(curve.survival) == sorted(curve.survival, reverse=True)
    for low, s, high in zip(curve.low, curve.survival, curve.high, strict=True):
        assert low is None or low - 1e-12 <= s <= high + 1e-12
    assert 0 <= curve.rmst <= 15 + 1e-9


def test_median_on_a_flat_half() -> None:
    assert kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1]).median == 2.5
    assert kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0]).median == 2
    assert kaplan_meier([1, 2, 3], [0, 0, 0]).median is None
    assert kaplan_meier([], []).times == ()
    assert kaplan_meier([5], [1]).median == 5


def test_what_a_curve_refuses() -> None:
    for argument, given_ in (
        ("time", ([-1], [1])),
        ("event", ([1], [2])),
        ("event", ([1, 2], [1])),
    ):
        with pytest.raises(ArgumentError) as refused:
            read_durations(*given_)
        assert refused.value.argument == argument
    with pytest.raises(ArgumentError, match="interval"):
        kaplan_meier([1], [1], interval="wald")


def test_freireich_logrank() -> None:
    test = logrank(TIME, EVENT, GROUP)
    assert test.statistic == pytest.approx(16.79, abs=5e-3)
    assert test.expected["6-MP"] == pytest.approx(19.25, abs=5e-3)
    assert test.observed == {"6-MP": 9, "control": 21}
    assert (test.df, test.p_value) == (1, pytest.approx(4.169e-5, rel=1e-3))


def test_logrank_of_more_groups_forgets_order() -> None:
    rng = np.random.default_rng(2)
    time, event, group = (
        rng.integers(1, 20, size=90),
        rng.integers(0, 2, size=90),
        rng.integers(0, 4, size=90),
    )
    test = logrank(time, event, group.tolist())
    mixed = rng.permutation(90)
    again = logrank(time[mixed], event[mixed], group[mixed].tolist())
    assert test.df == 3
    assert test.statistic == pytest.approx(again.statistic)
    assert sum(test.expected.values()) == pytest.approx(sum(test.observed.values()))


def test_logrank_without_a_contest() -> None:
    assert logrank([1, 2], [0, 0], ["a", "b"]).statistic is None
    assert logrank([1, 2], [1, 1], ["a", "a"]).p_value is None
    assert logrank([], [], []).df == 0
    with pytest.raises(ArgumentError, match="group"):
        logrank([1, 2], [1, 1], ["a"])


@pytest.mark.parametrize(
    ("ties", "coefficient", "error"), [("efron", 1.572125, 0.412397), ("breslow", 1.509191, 0.409564)]
)
def test_freireich_cox(ties: str, coefficient: float, error: float) -> None:
    model = cox_ph(TIME, EVENT, {"control": [float(g == "control") for g in GROUP]}, ties=ties)
    assert model.coefficients["control"] == pytest.approx(coefficient, abs=1e-6)
    assert model.std_errors["control"] == pytest.approx(error, abs=1e-6)
    assert model.hazard_ratios["control"] == pytest.approx(np.exp(coefficient), rel=1e-5)
    assert (model.n, model.n_events) == (42, 30)


def test_breslow_likelihood_by_hand() -> None:
    # Times 1 < 2 < 3, all events: -ln 3 - ln 2 at no effect; with x the gradient is 0 at the estimate.
    model = cox_ph([1, 2, 3, 3], [1, 1, 1, 1], {"x": [1.0, 0, 1, 0]}, ties="breslow")
    assert model.loglik_null == pytest.approx(-np.log(4) - np.log(3) - 2 * np.log(2))
    w = np.exp(model.coefficients["x"])
    assert 1 - 2 * w / (2 * w + 2) + 0 - w / (w + 2) + 1 - 2 * w / (w + 1) == pytest.approx(0, abs=1e-9)


def test_cox_forgets_scale_order_and_incomplete_rows() -> None:
    rng = np.random.default_rng(4)
    x, z = rng.normal(size=80), rng.integers(0, 2, size=80).astype(float)
    time, event = rng.integers(1, 15, size=80).astype(float), rng.integers(0, 2, size=80).astype(float)
    model = cox_ph(time, event, {"x": x, "z": z})
    mixed = rng.permutation(80)
    again = cox_ph(
        [*time[mixed], 3.0, None],
        [*event[mixed], 1, 1],
        {"x": [*(5 - 2 * x[mixed]), None, 1], "z": [*z[mixed], 1, 1]},
    )
    assert again.coefficients["x"] == pytest.approx(-model.coefficients["x"] / 2)
    assert again.std_errors["z"] == pytest.approx(model.std_errors["z"])
    assert again.n == 80


def test_cox_leaves_copies_out_and_does_without_covariates() -> None:
    model = cox_ph(TIME, EVENT, {"x": TIME[::-1], "copy": TIME[::-1], "still": [1] * 42})
    assert model.coefficients["copy"] is None
    assert model.hazard_ratios["still"] is None
    empty = cox_ph(TIME, EVENT, {})
    assert (empty.coefficients, empty.loglik) == ({}, empty.loglik_null)


def test_cox_takes_smaller_steps_with_a_far_outlier() -> None:
    x, time, event = [-7, -9, -53, -4, -8, -5, -2], [15, 7, 3, 13, 6, 18, 7], [0, 0, 1, 0, 0, 1, 1]
    model = cox_ph(time, event, {"x": x})
    assert model.loglik > model.loglik_null


def test_a_hazard_ratio_too_large_for_a_float() -> None:
    tiny = [1e-6 * x for x in [3, 1, 2, 5, 4, 2]]
    model = cox_ph([1, 2, 3, 1, 2, 3], [1, 1, 1, 1, 0, 1], {"x": tiny})
    assert model.coefficients["x"] > 700
    assert model.hazard_ratios["x"] is None


def test_what_cox_refuses() -> None:
    with pytest.raises(ArgumentError, match="covariates"):
        cox_ph([1, 2, 3, 4], [1, 1, 1, 1], {"x": [4, 3, 2, 1]})
    with pytest.raises(ArgumentError, match="covariates"):
        cox_ph([1, 5, 5], [0, 1, 0], {"x": [1, 0, 0]})
    with pytest.raises(TooFewAnswers):
        cox_ph([1, 2], [0, 0], {"x": [1, 2]})
    with pytest.raises(ArgumentError, match="ties"):
        cox_ph([1], [1], {}, ties="exact")
    with pytest.raises(ArgumentError, match="event"):
        cox_ph([1, 2], [1, 3], {"x": [1, 2]})


SCORED = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 6)), min_size=1, max_size=25)


@given(SCORED)
def test_area_is_the_share_of_pairs_in_order(cases: list[tuple[int, int]]) -> None:
    y, score = (np.array(part) for part in zip(*cases, strict=True))
    found = roc_auc(y, score)
    if found.auc is None:
        assert len(set(y.tolist())) == 1
        return
    ahead, behind = score[y == 1][:, None], score[y == 0]
    assert found.auc == pytest.approx(((ahead > behind) + (ahead == behind) / 2).mean())
    turned = roc_auc(y, -score)
    assert turned.auc == pytest.approx(1 - found.auc)
    if found.se is not None:
        assert turned.se == pytest.approx(found.se)
        assert 0 <= found.low <= found.auc <= found.high <= 1


def test_delong_by_hand() -> None:
    # Placements of positives: 1/2 and 1; of negatives: 0 and 1/2 (from above); variances 1/8 each.
    found = roc_auc([1, 1, 0, 0], [2, 4, 1, 3], [4, 3, 2, 1])
    assert found.auc == 0.75
    assert found.se == pytest.approx(np.sqrt(0.125 / 2 + 0.125 / 2))
    assert (found.auc2, found.z) == (1, pytest.approx(-0.25 / found.se))
    same = roc_auc([1, 1, 0, 0], [2, 4, 1, 3], [2, 4, 1, 3])
    assert (same.z, same.p_value) == (None, None)
    few = roc_auc([1, 0, 0], [2, 1, 3], [1, 2, 3])
    assert (few.se, few.auc2, few.z) == (None, 0, None)
    with pytest.raises(ArgumentError, match="score2"):
        roc_auc([1, 0], [1, 2], [1])


def test_murphy_parts_add_up_when_bins_hold_one_prediction() -> None:
    y, p = [0, 1, 1, 0, 1, 1, 0, 1], [0.2, 0.2, 0.2, 0.6, 0.6, 0.6, 0.9, 0.9]
    found = calibration(y, p)
    assert found.brier == pytest.approx(found.reliability - found.resolution + found.uncertainty)
    assert found.ece == pytest.approx((3 * abs(0.2 - 2 / 3) + 3 * abs(0.6 - 2 / 3) + 2 * 0.4) / 8)
    assert found.oe_ratio == pytest.approx(5 / 4.2)
    assert (found.uncertainty, found.n) == (pytest.approx(15 / 64), 8)


def test_calibration_at_its_ends() -> None:
    sure = calibration([0, 1], [0, 1])
    assert (sure.brier, sure.log_loss, sure.oe_ratio) == (0, 0, 1)
    assert calibration([1], [0]).log_loss is None
    assert calibration([0], [0]).oe_ratio is None
    with pytest.raises(TooFewAnswers):
        calibration([], [])
    for argument, given_ in (
        ("p", ([0], [1.5])),
        ("p", ([0], [0.5, 0.5])),
        ("bins", ([0], [0.5], [0, 0.4])),
        ("bins", ([0], [0.5], [0, 0])),
    ):
        with pytest.raises(ArgumentError) as refused:
            calibration(*given_)
        assert refused.value.argument == argument
