"""Shrinkage: Efron & Morris, metafor, Marshall; and what shrinking may never do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.shrinkage import (
    beta_binomial_eb,
    eb_rates,
    james_stein,
    random_effects,
    regression_to_mean,
)

BASEBALL = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
# Colditz et al. (1994) as in the manual of R's metafor.
BCG_Y = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713]
BCG_Y += [-0.3394, 0.4459, -0.0173]
BCG_V = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730]
BCG_V += [0.0124, 0.5325, 0.0714]
UNITS = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 40)), min_size=1, max_size=12)


def test_baseball() -> None:
    found = james_stein(BASEBALL, 45)
    assert found.shrink_factor == pytest.approx(0.212, abs=5e-4)  # Efron & Morris (1977)
    assert found.shrunk[0] == pytest.approx(0.294, abs=5e-4)
    assert found.shrunk[17] == pytest.approx(0.242, abs=5e-4)


def test_arcsine_form_by_hand() -> None:
    found = james_stein([52, 61, 40, 58, 55], 80, transform="arcsine")
    y = np.sqrt(80) * np.arcsin(2 * np.array([52, 61, 40, 58, 55]) / 80 - 1)
    factor = 1 - 2 / ((y - y.mean()) ** 2).sum()
    assert found.shrink_factor == pytest.approx(factor)
    middle = y.mean() + factor * (y - y.mean())
    assert found.shrunk == pytest.approx(tuple((np.sin(middle / np.sqrt(80)) + 1) / 2))


def test_james_stein_at_its_ends() -> None:
    assert james_stein([5, 5, 5, 5], 10).shrink_factor is None
    assert james_stein([5, 5, 5, 5], 10).shrunk == (0.5,) * 4
    assert james_stein([5, 6, 7], 10).shrink_factor == 1
    close = [5, 5, 5, 5, 6]
    assert james_stein(close, 10).shrink_factor == 0
    assert james_stein(close, 10, positive_part=False).shrink_factor < 0
    assert james_stein([0, 10, 5, 5, 5], 10, transform="arcsine", positive_part=False).shrunk[1] <= 1
    with pytest.raises(TooFewAnswers):
        james_stein([], 10)
    with pytest.raises(ArgumentError, match="successes"):
        james_stein([11], 10)
    with pytest.raises(ArgumentError, match="successes"):
        james_stein([-1], 10)
    with pytest.raises(ArgumentError, match="transform"):
        james_stein([1], 10, transform="log")


def test_bcg_trials() -> None:
    reml = random_effects(BCG_Y, BCG_V)
    assert (reml.estimate, reml.se) == pytest.approx((-0.7145, 0.1798), abs=1e-4)
    assert reml.tau2 == pytest.approx(0.3132, abs=2e-4)
    dl = random_effects(BCG_Y, BCG_V, tau2_method="dl")
    assert dl.tau2 == pytest.approx(0.3088, abs=5e-4)
    assert dl.i2_pct == pytest.approx(92.12, abs=0.05)
    assert dl.q == pytest.approx(152.23, abs=0.5)
    # metafor: method="PM" gives 0.3181, method="FE" -0.4303 (0.0405).
    assert random_effects(BCG_Y, BCG_V, tau2_method="pm").tau2 == pytest.approx(0.3181, abs=5e-4)
    fixed = random_effects(BCG_Y, BCG_V, tau2_method="fe")
    assert (fixed.estimate, fixed.se) == pytest.approx((-0.4303, 0.0405), abs=2e-3)
    assert (fixed.blup, fixed.tau2, fixed.i2_pct) == (None, 0, 0)


@given(UNITS, st.sampled_from(["dl", "reml", "pm"]))
def test_units_are_drawn_to_the_pool_and_not_beyond(units: list[tuple[int, int]], method: str) -> None:
    y, v = [float(a) for a, _ in units], [float(b) for _, b in units]
    found = random_effects(y, v, tau2_method=method)
    assert found.tau2 >= 0
    for own, shrunk in zip(y, found.blup, strict=True):
        low, high = sorted((own, found.estimate))
        assert low - 1e-9 <= shrunk <= high + 1e-9


@given(UNITS)
def test_reml_is_at_the_top_of_its_likelihood(units: list[tuple[int, int]]) -> None:
    y, v = np.array([float(a) for a, _ in units]), np.array([float(b) for _, b in units])

    def loss(tau2: float) -> float:
        w = 1 / (v + tau2)
        return np.log(w.sum()) - np.log(w).sum() + w @ (y - w @ y / w.sum()) ** 2

    found = random_effects(y, v).tau2
    if len(units) > 1:
        assert loss(found) <= min(loss(t) for t in np.linspace(0, 4000, 400)) + 1e-6


def test_random_effects_at_its_ends() -> None:
    one = random_effects([5], [4])
    assert (one.estimate, one.se, one.tau2, one.q, one.i2_pct) == (5, 2, 0, 0, 0)
    same = random_effects([5, 5, 5], [1, 2, 3])
    assert (same.tau2, same.blup) == (0, (5, 5, 5))
    for method in ("dl", "pm"):
        assert random_effects([41, 44, 39], [16, 25, 9], tau2_method=method).tau2 == 0
    with pytest.raises(TooFewAnswers):
        random_effects([], [])
    with pytest.raises(ArgumentError, match="v: holds a variance"):
        random_effects([1, 2], [1, 0])
    with pytest.raises(ArgumentError, match="v: 1 values"):
        random_effects([1, 2], [1])


def test_marshall_by_hand() -> None:
    # m = 39/600; s² = Σn(r-m)²/Σn; a = s² - m/200.
    found = eb_rates([0, 30, 9], [100, 300, 200])
    m = 39 / 600
    s2 = (100 * m**2 + 300 * (0.1 - m) ** 2 + 200 * (0.045 - m) ** 2) / 600
    a = s2 - m / 200
    assert (found.overall, found.variance) == pytest.approx((m, a))
    assert found.shrunk[1] == pytest.approx(m + a / (a + m / 300) * (0.1 - m))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 500)), min_size=1, max_size=15))
def test_rates_lie_between_their_own_and_the_overall(units: list[tuple[int, int]]) -> None:
    events, population = zip(*units, strict=True)
    found = eb_rates(events, population)
    for x, n, shrunk in zip(events, population, found.shrunk, strict=True):
        low, high = sorted((x / n, found.overall))
        assert low - 1e-12 <= shrunk <= high + 1e-12


def test_what_rates_refuse() -> None:
    with pytest.raises(TooFewAnswers):
        eb_rates([], [])
    with pytest.raises(ArgumentError, match="events"):
        eb_rates([-1], [2])
    with pytest.raises(ArgumentError, match="population"):
        eb_rates([1], [0])
    assert eb_rates([0, 0], [5, 9]).shrunk == (0, 0)


def test_beta_binomial_recovers_the_prior() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(20, 200, size=4000)
    found = beta_binomial_eb(rng.binomial(n, rng.beta(6, 4, size=4000)), n)
    assert (found.alpha, found.beta) == pytest.approx((6, 4), rel=0.06)


def test_beta_binomial_is_at_the_top_of_its_likelihood() -> None:
    from scipy.special import betaln

    x, n = np.array([2, 45, 30, 8]), np.array([20, 60, 80, 10])
    found = beta_binomial_eb(x, n)
    for a, b in ((1, 1), (found.alpha * 1.05, found.beta), (found.alpha, found.beta * 0.95)):
        assert (betaln(a + x, b + n - x) - betaln(a, b)).sum() < found.loglik
    assert found.posterior_mean[0] == pytest.approx((found.alpha + 2) / (found.alpha + found.beta + 20))


def test_beta_binomial_at_its_ends() -> None:
    alike = beta_binomial_eb([10, 10, 10], [20, 20, 20])
    assert (alike.alpha, alike.posterior_mean) == (None, (0.5,) * 3)
    assert alike.loglik == pytest.approx(60 * np.log(0.5))
    assert beta_binomial_eb([0, 0], [5, 9]).posterior_mean == (0, 0)
    assert beta_binomial_eb([5, 9], [5, 9]).loglik == 0
    with pytest.raises(TooFewAnswers):
        beta_binomial_eb([0], [0])
    with pytest.raises(ArgumentError, match="x: holds more"):
        beta_binomial_eb([3], [2])
    with pytest.raises(ArgumentError, match="n: 1 values"):
        beta_binomial_eb([3, 1], [4])


def test_regression_to_mean_by_simulation() -> None:
    rng = np.random.default_rng(8)
    true = rng.normal(50, 15, size=400_000)
    before, after = (true + rng.normal(0, 10, size=true.size) for _ in range(2))
    chosen = before > 50 + np.hypot(10, 15)
    back = (before - after)[chosen].mean()
    assert regression_to_mean(sd_within=10, sd_between=15, cutoff_z=1) == pytest.approx(back, rel=0.02)


def test_regression_to_mean_at_its_ends() -> None:
    assert regression_to_mean(sd_within=0, sd_between=0, cutoff_z=1) is None
    assert regression_to_mean(sd_within=0, sd_between=5, cutoff_z=1) == 0
    few = regression_to_mean(sd_within=10, sd_between=15, cutoff_z=-1)
    many = regression_to_mean(sd_within=10, sd_between=15, cutoff_z=1, n_baseline=4)
    assert many < few
    far = regression_to_mean(sd_within=10, sd_between=0, cutoff_z=60)
    assert far == pytest.approx(600, rel=1e-3)
    with pytest.raises(ArgumentError, match="sd_within"):
        regression_to_mean(sd_within=-1, sd_between=1, cutoff_z=1)
    with pytest.raises(ArgumentError, match="cutoff_z"):
        regression_to_mean(sd_within=1, sd_between=1, cutoff_z=float("inf"))
    with pytest.raises(ArgumentError, match="n_baseline"):
        regression_to_mean(sd_within=1, sd_between=1, cutoff_z=1, n_baseline=0)
