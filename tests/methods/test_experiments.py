"""Trials: published bounds and examples, and false alarms counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.experiments import confidence_sequence, cuped, group_sequential, msprt, qini, srm
from heedful.methods.experiments.always_valid import best_rho


def test_kohavi_split() -> None:
    assert srm([821588, 815482]).p_value == pytest.approx(1.8e-6, abs=5e-8)
    assert srm([30, 60], [1, 2]).statistic == 0
    assert srm([30, 60, 90], [1, 2, 3]).p_value == 1
    assert srm([0, 0]).p_value is None
    for argument, given_ in (
        ("counts", ([5],)),
        ("counts", ([5, -1],)),
        ("expected_ratio", ([5, 5], [1])),
        ("expected_ratio", ([5, 5], [1, 0])),
    ):
        with pytest.raises(ArgumentError) as refused:
            srm(*given_)
        assert refused.value.argument == argument


def test_cuped_takes_out_a_known_difference() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(50, 10, size=2000)
    y = x + rng.normal(0, 3, size=2000) + np.where(np.arange(2000) < 1000, 2, 0)
    found = cuped(y[:1000], x[:1000], y[1000:], x[1000:])
    assert found.low < 2 < found.high
    assert found.theta == pytest.approx(1, abs=0.05)
    assert found.variance_reduction == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)
    raw_error = np.sqrt(y[:1000].var(ddof=1) / 1000 + y[1000:].var(ddof=1) / 1000)
    assert found.se < 0.4 * raw_error


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=9),
    st.integers(-5, 5),
)
def test_cuped_forgets_where_the_covariate_starts(treated: list, control: list, shift: int) -> None:
    (y1, x1), (y0, x0) = (np.array(arm, dtype=float).T for arm in (treated, control))
    found, moved = cuped(y1, x1, y0, x0), cuped(y1, x1 + shift, y0, x0 + shift)
    assert moved.effect_adjusted == pytest.approx(found.effect_adjusted, abs=1e-8)
    if found.theta is None:
        assert found.effect_adjusted == found.effect_raw


def test_cuped_at_its_ends() -> None:
    flat = cuped([1, 2], [5, 5], [3], [5])
    assert (flat.theta, flat.variance_reduction, flat.se, flat.low) == (None, None, None, None)
    assert cuped([2, 2], [1, 2], [2, 2], [3, 4]).variance_reduction is None
    with pytest.raises(TooFewAnswers, match="y_control"):
        cuped([1], [1], [], [])
    with pytest.raises(ArgumentError, match="x_treat"):
        cuped([1], [1, 2], [1], [1])


# Jennison & Turnbull (2000), tables 2.1 and 2.3, two-sided 5 %.
@pytest.mark.parametrize(
    ("looks", "pocock", "obrien_fleming"),
    [
        (1, 1.96, 1.96),
        (2, 2.178, 1.977),
        (3, 2.289, 2.004),
        (4, 2.361, 2.024),
        (5, 2.413, 2.04),
        (10, 2.555, 2.087),
        (20, 2.672, 2.126),
    ],
)
def test_published_bounds(looks: int, pocock: float, obrien_fleming: float) -> None:
    found = group_sequential(looks=looks, design="pocock")
    assert found == pytest.approx((pocock,) * looks, abs=6e-4)
    found = group_sequential(looks=looks)
    assert found[-1] == pytest.approx(obrien_fleming, abs=6e-4)
    assert found[0] == pytest.approx(found[-1] * looks**0.5)


def test_spending_bounds() -> None:
    assert group_sequential(looks=2, design="lan_demets_obf") == pytest.approx((2.9626, 1.9686), abs=1e-4)
    five = (4.8769, 3.3569, 2.6803, 2.2898, 2.0310)  # Reboussin et al. (2000), ld98
    assert group_sequential(looks=5, design="lan_demets_obf") == pytest.approx(five, abs=1e-3)
    many = group_sequential(looks=120, alpha=1e-8, design="lan_demets_obf")
    assert many[0] == 38
    assert list(many) == sorted(many, reverse=True)


@pytest.mark.parametrize("design", ["pocock", "obrien_fleming", "lan_demets_obf"])
def test_bounds_spend_alpha(design: str) -> None:
    rng = np.random.default_rng(3)
    z = np.cumsum(rng.normal(size=(100_000, 6)), axis=1) / np.sqrt(np.arange(1, 7))
    bounds = group_sequential(looks=6, alpha=0.1, design=design)
    assert (np.abs(z) >= bounds).any(axis=1).mean() == pytest.approx(0.1, abs=0.004)


def test_what_bounds_refuse() -> None:
    for argument, given_ in (
        ("looks", {"looks": 0}),
        ("looks", {"looks": 2.5}),
        ("alpha", {"looks": 2, "alpha": 1}),
        ("design", {"looks": 2, "design": "haybittle"}),
    ):
        with pytest.raises(ArgumentError) as refused:
            group_sequential(**given_)
        assert refused.value.argument == argument


def test_mixture_is_the_average_likelihood_ratio() -> None:
    from scipy.integrate import quad
    from scipy.stats import norm

    def ratio(effect: float) -> float:
        se = np.sqrt(2 * 4 / 60)
        return norm.pdf(0.45, effect, se) / norm.pdf(0.45, 0, se) * norm.pdf(effect, 0, 0.5)

    expected = quad(ratio, -6, 6)[0]
    found = msprt([0.45], [60], sigma2=4, tau2=0.25)
    assert found.likelihood_ratio[0] == pytest.approx(expected)
    assert found.p_values[0] == pytest.approx(min(1, 1 / expected))


def test_always_valid_p_values_only_fall() -> None:
    found = msprt([2.0, 0.0, 50.0, 0.0], [20, 60, 10**6, 10**7], sigma2=4, tau2=0.25)
    assert list(found.p_values) == sorted(found.p_values, reverse=True)
    assert np.isfinite(found.likelihood_ratio).all()
    assert found.p_values[2] == 0
    assert msprt([], [], sigma2=1, tau2=1).p_values == ()


def test_sequence_excludes_zero_when_the_mixture_test_rejects() -> None:
    # The same martingale: one-sample form of the mixture test with τ = ρσ.
    n, sigma, rho = np.array([10, 100, 1000, 10_000]), 2.0, 0.1
    limits = confidence_sequence([0.0] * 4, n, sigma=sigma, rho=rho, alpha=0.05)
    grown = n * rho**2 + 1
    at_edge = np.exp(n**2 * rho**2 * (np.array(limits.radius) / sigma) ** 2 / (2 * grown)) / np.sqrt(grown)
    assert at_edge == pytest.approx(np.full(4, 20))
    assert limits.low == pytest.approx(tuple(-np.array(limits.high)))


def test_best_rho_is_about_the_tightest() -> None:
    def radius(rho: float) -> float:
        return confidence_sequence([0], [1000], sigma=1, rho=rho).radius[0]

    best = radius(best_rho(1000))
    assert best <= min(radius(rho) for rho in np.geomspace(0.01, 1, 60)) * 1.001


def test_what_looks_refuse() -> None:
    for argument, given_ in (
        ("n", ([0.1, 0.2], [10, 5])),
        ("n", ([0.1], [0])),
        ("n", ([0.1], [5, 6])),
    ):
        with pytest.raises(ArgumentError) as refused:
            msprt(*given_, sigma2=1, tau2=1)
        assert refused.value.argument == argument
    with pytest.raises(ArgumentError, match="rho"):
        confidence_sequence([0], [1], sigma=1, rho=0)
    with pytest.raises(ArgumentError, match="alpha"):
        confidence_sequence([0], [1], sigma=1, rho=1, alpha=0)


def test_qini_by_hand() -> None:
    found = qini([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0], [1, 0, 1, 1])
    assert found.curve == (1, 1, 2, 1)
    assert found.overall_uplift == 0.5
    assert found.area == pytest.approx(((1 - 0.25) + (1 - 0.5) + (2 - 0.75) + 0) / 16)


def test_qini_of_one_arm_or_nobody() -> None:
    assert qini([1, 2], [1, 1], [0, 1]).overall_uplift is None
    assert qini([1, 2], [0, 0], [0, 1]).curve == (0, 0)
    assert qini([], [], []).area is None
    with pytest.raises(ArgumentError, match="treated"):
        qini([1], [1, 0], [1])


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=20))
def test_qini_ends_at_the_uplift_of_all(people: list[tuple[int, int]]) -> None:
    treated, y = zip(*people, strict=True)
    found = qini(np.arange(len(people)), treated, y)
    if found.overall_uplift is not None:
        assert found.curve[-1] == pytest.approx(found.overall_uplift * sum(treated))
