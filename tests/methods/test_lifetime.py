"""Lifetime: published parameters and forecasts, and integrals done the slow way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import integrate, special

from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.lifetime import (
    BgbbParameters,
    BgNbdParameters,
    Customer,
    GammaGammaParameters,
    ParetoNbdParameters,
    clv_multiple,
    expected_spend,
    fit_bgbb,
    fit_bgnbd,
    fit_gamma_gamma,
    forecast_bgbb,
    forecast_bgnbd,
    forecast_pareto_nbd,
    sbg,
)
from heedful.methods.lifetime.forecast import maximise_positive

CDNOW = BgNbdParameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
PARETO = ParetoNbdParameters(r=0.553, alpha=10.58, s=0.606, beta=11.656)
DONORS = BgbbParameters(alpha=1.203528, beta=0.749726, gamma=0.6567808, delta=2.783796)


def test_fader_hardie_high_end() -> None:
    model = sbg([1000, 869, 743, 653, 593, 551, 517, 491], horizon=12)
    assert (model.alpha, model.beta) == pytest.approx((0.668, 3.806), abs=1e-3)
    assert model.loglik == pytest.approx(-1611.158, abs=1e-3)
    assert len(model.survival) == 13
    assert list(model.retention) == sorted(model.retention)
    assert model.survival == pytest.approx(np.cumprod([1, *model.retention]))


def test_cohorts_in_which_nothing_tells_customers_apart() -> None:
    assert sbg([10, 10, 10], horizon=2).survival == (1, 1, 1)
    assert sbg([10, 0, 0], horizon=2).survival == (1, 0, 0)
    constant = sbg([1000, 500, 250, 125], horizon=2)
    assert (constant.alpha, constant.survival) == (None, (1, 0.5, 0.25))
    ageing = sbg([1000, 900, 700, 400], horizon=0)
    assert (ageing.beta, ageing.survival, ageing.retention) == (None, (1,), ())
    split = sbg([1000, 400, 400, 400], horizon=3)
    assert split.survival == pytest.approx((1, 0.4, 0.4, 0.4), abs=1e-3)


def test_what_a_cohort_refuses() -> None:
    with pytest.raises(TooFewAnswers):
        sbg([10], horizon=2)
    with pytest.raises(ArgumentError, match="rise"):
        sbg([10, 11], horizon=2)
    with pytest.raises(ArgumentError, match="horizon"):
        sbg([10, 9], horizon=-1)


@pytest.mark.parametrize(
    ("retention", "discount", "multiple"),
    [(0.9, 0.12, 4.09), (0.8, 0.12, 2.5), (0.6, 0.1, 1.2), (0.9, 0.16, 3.46), (0.7, 0.14, 1.59)],
)
def test_gupta_lehmann_table(retention: float, discount: float, multiple: float) -> None:
    assert clv_multiple(retention=retention, discount=discount) == pytest.approx(multiple, abs=5e-3)


@given(st.floats(0, 0.95), st.floats(0.01, 0.5))
def test_multiple_is_the_sum_of_payments(retention: float, discount: float) -> None:
    keep = (retention / (1 + discount)) ** np.arange(2000)
    now = clv_multiple(retention=retention, discount=discount, margin=3, first_payment="now")
    assert now == pytest.approx(3 * keep.sum())
    end = clv_multiple(retention=retention, discount=discount, margin=3)
    assert end == pytest.approx(now - 3)


def test_multiple_at_its_ends() -> None:
    assert clv_multiple(retention=1, discount=0) is None
    for argument, given_ in (
        ("retention", {"retention": 1.1, "discount": 0.1}),
        ("discount", {"retention": 0.9, "discount": -1}),
        ("first_payment", {"retention": 0.9, "discount": 0.1, "first_payment": "later"}),
    ):
        with pytest.raises(ArgumentError) as refused:
            clv_multiple(**given_)
        assert refused.value.argument == argument


def test_hardie_spreadsheet() -> None:
    found = forecast_bgnbd(CDNOW, Customer(x=2, t_x=30.43, age=38.86), t=39)
    assert found.expected_future == pytest.approx(1.226, abs=5e-4)
    silent = forecast_bgnbd(CDNOW, Customer(x=300, t_x=1, age=5000))
    assert silent.p_alive == pytest.approx(0, abs=1e-12)
    assert (silent.expected_new, silent.expected_future) == (None, None)
    assert forecast_bgnbd(CDNOW, Customer(x=0, t_x=0, age=9)).p_alive == 1
    assert forecast_bgnbd(CDNOW).p_alive is None


def purchases_by_integration(params: BgNbdParameters, t: float) -> float:
    """E[X(t)]: rate over the chance to leave, averaged over both."""

    def given_leave(p: float) -> float:
        within = (1 - (params.alpha / (params.alpha + p * t)) ** params.r) / p
        return within * p ** (params.a - 1) * (1 - p) ** (params.b - 1) / special.beta(params.a, params.b)

    return integrate.quad(given_leave, 0, 1, limit=200)[0]


@pytest.mark.parametrize(("a", "b"), [(0.793, 2.426), (1.0, 2.0), (2.5, 1.5), (0.6, 0.4), (1.7, 0.6)])
def test_new_customers_by_integration(a: float, b: float) -> None:
    params = BgNbdParameters(r=0.243, alpha=4.414, a=a, b=b)
    expected = purchases_by_integration(params, 39)
    assert forecast_bgnbd(params, t=39).expected_new == pytest.approx(expected, rel=1e-5)
    assert forecast_bgnbd(params, t=0).expected_new == pytest.approx(0, abs=1e-8)


def test_customers_who_hardly_ever_leave() -> None:
    # The hypergeometric series of these parameters overflows; its neighbour's does not.
    found = [
        forecast_bgnbd(BgNbdParameters(r=0.0564, alpha=1.3203, a=1.3544, b=b), t=3617.5673).expected_new
        for b in (199.7603, 100.0, 150.0, 400.0)
    ]
    by_integration = purchases_by_integration(BgNbdParameters(0.0564, 1.3203, 1.3544, 199.7603), 3617.5673)
    assert found[0] == pytest.approx(by_integration, rel=1e-5)
    assert found[1] < found[2] < found[0] < found[3] < 0.0564 / 1.3203 * 3617.5673


def test_customers_sure_to_leave_buy_once_more() -> None:
    params = BgNbdParameters(r=0.99, alpha=32.0, a=460.0, b=6.2)
    found = forecast_bgnbd(params, Customer(x=5, t_x=0.004, age=0.0048), t=61_819)
    assert found.expected_future / found.p_alive == pytest.approx((460 + 6.2 + 5 - 1) / 459, rel=1e-6)


def simulated_purchases(n: int = 4000) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(11)
    age = rng.uniform(27, 39, size=n)
    rate, leave = rng.gamma(0.8, 1 / 6.0, size=n), rng.beta(0.9, 2.5, size=n)
    x, t_x = np.zeros(n), np.zeros(n)
    here = np.ones(n, dtype=bool)
    while here.any():
        after = t_x + rng.exponential(1 / rate)
        here &= after < age
        x[here] += 1
        t_x[here] = after[here]
        here &= rng.random(n) > leave
    return x, t_x, age


def test_bgnbd_recovers_its_parameters_whatever_the_unit_of_time() -> None:
    x, t_x, age = simulated_purchases()
    weeks, days = fit_bgnbd(x, t_x, age), fit_bgnbd(x, t_x * 7, age * 7)
    assert (weeks.params.r, weeks.params.alpha) == pytest.approx((0.8, 6.0), rel=0.2)
    assert (weeks.params.a, weeks.params.b) == pytest.approx((0.9, 2.5), rel=0.5)
    assert days.params.alpha == pytest.approx(7 * weeks.params.alpha, rel=1e-3)
    assert fit_bgnbd(x, t_x, age, params=weeks.params).loglik == pytest.approx(weeks.loglik)
    assert weeks.n == 4000


def test_what_purchases_refuse() -> None:
    for argument, given_ in (
        ("x", ([], [], [])),
        ("t_x", ([1], [], [5])),
        ("age", ([1], [3], [])),
        ("t_x", ([1], [6], [5])),
        ("table", ([0, 0], [0, 0], [5, 6])),
    ):
        with pytest.raises(ArgumentError) as refused:
            fit_bgnbd(*given_)
        assert refused.value.argument == argument
    with pytest.raises(ArgumentError, match="alpha"):
        BgNbdParameters(1, 0, 1, 1)
    with pytest.raises(ArgumentError, match="x: -1"):
        Customer(-1, 0, 1)
    with pytest.raises(ArgumentError, match="t_x: 2"):
        Customer(1, 2, 1)


def test_btyd_customer_1516() -> None:
    found = forecast_pareto_nbd(PARETO, Customer(x=26, t_x=30.857, age=31), t=52)
    assert found.expected_new == pytest.approx(1.473, abs=2e-3)
    assert found.expected_future == pytest.approx(25.456, abs=2e-3)
    assert found.p_alive == pytest.approx(0.99787, abs=1e-5)


@pytest.mark.parametrize("alpha", [10.58, 3.2, 11.656])
@pytest.mark.parametrize(("x", "t_x"), [(2, 10.0), (0, 0.0), (30, 4.0)])
def test_alive_by_integration(alpha: float, x: int, t_x: float) -> None:
    p = ParetoNbdParameters(r=0.553, alpha=alpha, s=0.606, beta=11.656)

    def left(at: float) -> float:
        buying = (p.r + x) * np.log((alpha + 31) / (alpha + at))
        return np.exp(buying + p.s * np.log((p.beta + 31) / (p.beta + at))) * p.s / (p.beta + at)

    odds = integrate.quad(left, t_x, 31, epsrel=1e-11)[0]
    assert forecast_pareto_nbd(p, Customer(x, t_x, 31)).p_alive == pytest.approx(1 / (1 + odds))


def test_pareto_at_its_ends() -> None:
    assert forecast_pareto_nbd(PARETO, Customer(3, 31, 31)).p_alive == 1
    assert forecast_pareto_nbd(PARETO, Customer(5000, 1, 3000), t=5).expected_future == 0
    assert forecast_pareto_nbd(PARETO).expected_new is None
    near = [forecast_pareto_nbd(ParetoNbdParameters(1, 2, s, 3), t=10).expected_new for s in (1, 1 + 1e-7)]
    assert near[0] == pytest.approx(near[1], rel=1e-6)


def test_gamma_gamma_recovers_its_parameters_whatever_the_currency() -> None:
    rng = np.random.default_rng(5)
    x = rng.integers(1, 12, size=6000)
    spend = rng.gamma(4 * x, 1 / (rng.gamma(5, 1 / 20, size=6000) * x))
    model, cents = fit_gamma_gamma(x, spend), fit_gamma_gamma(x, 100 * spend)
    assert (model.params.p, model.params.q) == pytest.approx((4, 5), rel=0.15)
    assert model.params.population_mean == pytest.approx(4 * 20 / 4, rel=0.05)
    assert cents.params.gamma == pytest.approx(100 * model.params.gamma, rel=1e-4)


def test_spend_is_drawn_to_the_mean_of_all() -> None:
    params = GammaGammaParameters(p=6.25, q=3.74, gamma=15.44)
    mean = params.population_mean
    assert expected_spend(params, x=0, mean_spend=0) == pytest.approx(mean)
    assert mean < expected_spend(params, x=1, mean_spend=60) < expected_spend(params, x=9, mean_spend=60) < 60
    heavy = GammaGammaParameters(p=1, q=0.5, gamma=1)
    assert heavy.population_mean is None
    assert expected_spend(heavy, x=0, mean_spend=0) is None


def test_what_spend_refuses() -> None:
    with pytest.raises(TooFewAnswers):
        fit_gamma_gamma([1, 0], [5, 0])
    with pytest.raises(ArgumentError, match="mean_spend"):
        fit_gamma_gamma([1, 1], [5, -1])
    with pytest.raises(ArgumentError, match="x: -1"):
        expected_spend(GammaGammaParameters(1, 2, 3), x=-1, mean_spend=2)


def test_btyd_donors() -> None:
    a = forecast_bgbb(DONORS, x=0, t_x=0, n=6, n_star=10)
    b = forecast_bgbb(DONORS, x=4, t_x=5, n=6, n_star=10)
    assert a.expected_new == pytest.approx(3.1798, abs=5e-5)
    assert (a.expected_future, b.expected_future) == pytest.approx((0.1302169, 3.627858), abs=1e-5)
    assert a.p_alive < b.p_alive < 1
    assert forecast_bgbb(DONORS).expected_new is None
    assert forecast_bgbb(DONORS, x=1, t_x=1, n=1).expected_future is None


@pytest.mark.parametrize("gamma", [0.6567808, 1.0, 1.8])
def test_new_donors_by_adding_up(gamma: float) -> None:
    p = BgbbParameters(1.2, 0.75, gamma, 2.8)
    stay = [special.beta(gamma, p.delta + i) / special.beta(gamma, p.delta) for i in range(1, 11)]
    expected = 1.2 / 1.95 * sum(stay)
    assert forecast_bgbb(p, n_star=10).expected_new == pytest.approx(expected, rel=1e-6)


def test_patterns_of_donors_have_probability_one() -> None:
    patterns = [(0, 0)] + [(x, t) for t in range(1, 5) for x in range(1, t + 1)]
    ways = [1] + [special.comb(t - 1, x - 1) for x, t in patterns[1:]]
    total = sum(
        w * np.exp(fit_bgbb([x], [t], 4, params=DONORS).loglik)
        for w, (x, t) in zip(ways, patterns, strict=True)
    )
    assert total == pytest.approx(1)


def test_bgbb_recovers_its_parameters() -> None:
    patterns = [(0, 0)] + [(x, t) for t in range(1, 7) for x in range(1, t + 1)]
    ways = [1] + [special.comb(t - 1, x - 1) for x, t in patterns[1:]]
    x, t_x = zip(*patterns, strict=True)
    share = [
        w * np.exp(fit_bgbb([a], [b], 6, params=DONORS).loglik) for w, a, b in zip(ways, x, t_x, strict=True)
    ]
    model = fit_bgbb(x, t_x, [6] * len(x), count=1e4 * np.array(share))
    assert (model.params.alpha, model.params.delta) == pytest.approx((1.2035, 2.7838), rel=5e-3)
    assert model.n == pytest.approx(1e4)


def test_what_donors_refuse() -> None:
    for argument, given_ in (
        ("t_x", ([1], [], 6)),
        ("n", ([1], [1], [])),
        ("x", ([], [], 6)),
        ("x", ([0.5], [1], 6)),
        ("t_x", ([2], [1], 6)),
        ("t_x", ([0], [1], 6)),
    ):
        with pytest.raises(ArgumentError) as refused:
            fit_bgbb(*given_)
        assert refused.value.argument == argument


def test_a_likelihood_without_a_top() -> None:
    with pytest.raises(ArgumentError, match="table"):
        maximise_positive(lambda at: float(np.log(at[0])), np.array([1.0]))
