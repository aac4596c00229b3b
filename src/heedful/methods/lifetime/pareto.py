"""Customers who may leave at any moment, not only after a purchase: Pareto/NBD."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, expm1, log, log1p

from heedful.methods.arguments import check_count
from heedful.methods.lifetime.forecast import Customer, PurchaseForecast, check_parameters


@dataclass(frozen=True, slots=True)
class ParetoNbdParameters:
    """Rates of buying are gamma(r, alpha), rates of leaving gamma(s, beta)."""

    r: float
    alpha: float
    s: float
    beta: float

    def __post_init__(self) -> None:
        check_parameters(self, ("r", "alpha", "s", "beta"))


def forecast_pareto_nbd(
    params: ParetoNbdParameters, customer: Customer | None = None, *, t: float | None = None
) -> PurchaseForecast:
    """Expected purchases within a horizon and the chance a customer is still active.

    Parameters
    ----------
    params
        Of the model.
    customer
        Whom the forecast is for; None for a new one only.
    t
        Horizon, in the unit of time of the parameters.

    Returns
    -------
    PurchaseForecast
        None for what was not asked.

    Raises
    ------
    ArgumentError
        A negative horizon.

    Notes
    -----
    Source: Schmittlein, Morrison & Colombo (1987) Management Science 33:1; Fader & Hardie (2005), A note on
    deriving the Pareto/NBD model, with Euler's transformation of the hypergeometric function, which keeps
    all terms positive.

    Examples
    --------
    >>> known = ParetoNbdParameters(r=0.553, alpha=10.58, s=0.606, beta=11.656)
    >>> said = forecast_pareto_nbd(known, Customer(x=26, t_x=30.86, age=31), t=52)
    >>> round(said.expected_new, 3), round(said.expected_future, 2), round(said.p_alive, 4)
    (1.472, 25.46, 0.9979)
    """
    horizon = None if t is None else check_count(t, "t")
    alive = None if customer is None else _p_alive(params, customer)
    new = None if horizon is None else params.r / params.alpha * _active_time(params, 0.0, horizon)
    future = None
    if customer is not None and horizon is not None and alive is not None:
        rate = (params.r + customer.x) / (params.alpha + customer.age)
        future = alive * rate * _active_time(params, customer.age, horizon)
    return PurchaseForecast(new, future, alive)


def _active_time(params: ParetoNbdParameters, age: float, t: float) -> float:
    """Expected time active within t of a customer active at ``age``; a logarithm where s is 1."""
    stay = params.beta + age
    logs = log1p(t / stay)
    # The power vanishes at s = 1, where the integral of 1/t is a logarithm.
    power = 1 - params.s
    return stay * (logs if abs(power * logs) < 1e-12 else (exp(power * logs) - 1) / power)


def _p_alive(params: ParetoNbdParameters, customer: Customer) -> float:
    """1 / (1 + odds); the odds are the chance of having left between last purchase and now."""
    total = params.r + params.s + customer.x
    log_now = (params.r + customer.x) * log(params.alpha + customer.age) + params.s * log(
        params.beta + customer.age
    )
    gone = _log_tail(params, customer, customer.age) + log_now
    span = _log_tail(params, customer, customer.t_x) + log_now - gone
    if span <= 0:
        return 1.0
    # Logs throughout: the odds of a heavy buyer who fell silent are too large for a float.
    log_odds = log(params.s / total) + gone + span + log(-expm1(-span))
    return 1 / (1 + exp(log_odds)) if log_odds < 700 else 0.0


def _log_tail(params: ParetoNbdParameters, customer: Customer, at: float) -> float:
    """Log of the integral over leaving times after ``at``, up to the factor (r + s + x)."""
    from scipy.special import hyp2f1

    total = params.r + params.s + customer.x
    larger, smaller = max(params.alpha, params.beta) + at, min(params.alpha, params.beta) + at
    power = params.s if params.alpha >= params.beta else params.r + customer.x - 1
    second = total - power if params.alpha >= params.beta else params.s + 1
    series = float(hyp2f1(1, second, total + 1, (larger - smaller) / larger))
    return log(series) - (total - power) * log(larger) - power * log(smaller)
