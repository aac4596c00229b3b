"""Customers who buy when they like and leave without saying so: BG/NBD."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, isfinite, log1p

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_count
from heedful.methods.arrays import Floats, read_counts
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.lifetime.forecast import (
    Customer,
    PurchaseForecast,
    check_parameters,
    maximise_positive,
)

# Half a step around a = 1 and a + b = 1, where the formulas are 0 times infinity with a finite limit.
_STEP = 1e-5


@dataclass(frozen=True, slots=True)
class BgNbdParameters:
    """Rates of buying are gamma(r, alpha), chances to leave after a purchase beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        check_parameters(self, ("r", "alpha", "a", "b"))


@dataclass(frozen=True, slots=True)
class BgNbdModel:
    """Parameters, their log likelihood, and the customers they come from."""

    params: BgNbdParameters
    loglik: float
    n: int


def fit_bgnbd(
    x: ArrayLike, t_x: ArrayLike, age: ArrayLike, *, params: BgNbdParameters | None = None
) -> BgNbdModel:
    """Fit the BG/NBD model of repeat buying by maximum likelihood.

    Parameters
    ----------
    x
        Repeat purchases by customer, 0 or more, shape (n,).
    t_x
        Time of the last purchase since the first, shape (n,), 0 for customers without a repeat purchase.
    age
        Time observed since the first purchase, same unit, shape (n,).
    params
        Given parameters: only their likelihood is computed.

    Returns
    -------
    BgNbdModel
        ``alpha`` is in the unit of time.

    Raises
    ------
    TooFewAnswers
        No customer.
    ArgumentError
        Lengths differ, a negative number, a last purchase after the age, or a table that does not
        determine the parameters.

    Notes
    -----
    Source: Fader, Hardie & Lee (2005) Marketing Science 24:275.

    Examples
    --------
    >>> known = BgNbdParameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(fit_bgnbd([2, 1, 0], [30.4, 1.7, 0], [38.9, 38.9, 38.9], params=known).loglik, 3)
    -14.482
    """
    count, last, total = read_counts(x, "x"), read_counts(t_x, "t_x"), read_counts(age, "age")
    if not count.size:
        raise TooFewAnswers("x", "no customer")
    for name, values in (("t_x", last), ("age", total)):
        if values.size != count.size:
            raise ArgumentError(name, f"{values.size} values for the {count.size} of x")
    if (last > total).any():
        raise ArgumentError("t_x", "holds a last purchase after the age of the customer")
    if params is not None:
        at = np.array([params.r, params.alpha, params.a, params.b])
        return BgNbdModel(params, _loglik(at, count, last, total), count.size)
    # Time in units of the mean age brings all four parameters near 1.
    unit = float(total.mean()) or 1.0
    found, loglik = maximise_positive(
        lambda at: _loglik(at, count, last / unit, total / unit), np.array([0.5, 0.5, 0.8, 2.0])
    )
    r, alpha, a, b = found.tolist()
    shift = float(count.sum()) * np.log(unit)
    return BgNbdModel(BgNbdParameters(r, alpha * unit, a, b), loglik - float(shift), count.size)


def forecast_bgnbd(
    params: BgNbdParameters, customer: Customer | None = None, *, t: float | None = None
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
    Source: Fader, Hardie & Lee (2005), equations 9 and 10, with Euler's transformation of the
    hypergeometric function, which keeps its terms positive and small.

    Examples
    --------
    >>> known = BgNbdParameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> said = forecast_bgnbd(known, Customer(x=2, t_x=30.43, age=38.86), t=39)
    >>> round(said.expected_future, 3), round(said.p_alive, 3)
    (1.226, 0.727)
    """
    horizon = None if t is None else check_count(t, "t")
    alive = None if customer is None else _p_alive(params, customer)
    new = None if horizon is None else _purchases_if_new(params, 0.0, 0.0, horizon)
    future = None
    if customer is not None and horizon is not None and alive is not None:
        future = alive * _purchases_if_new(params, customer.x, customer.age, horizon)
    return PurchaseForecast(new, future, alive)


def _loglik(at: Floats, x: Floats, t_x: Floats, age: Floats) -> float:
    from scipy.special import betaln, gammaln

    r, alpha, a, b = at
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    here = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    repeated = np.maximum(x, 1)
    left = betaln(a + 1, b + repeated - 1) - betaln(a, b) - (r + x) * np.log(alpha + t_x)
    return float((common + np.where(x > 0, np.logaddexp(here, left), here)).sum())


def _p_alive(params: BgNbdParameters, customer: Customer) -> float:
    if customer.x == 0:
        return 1.0
    odds = params.a / (params.b + customer.x - 1)
    ratio = (params.alpha + customer.age) / (params.alpha + customer.t_x)
    with np.errstate(over="ignore"):
        return float(1 / (1 + odds * np.float64(ratio) ** (params.r + customer.x)))


def _purchases_if_new(params: BgNbdParameters, x: float, age: float, t: float) -> float:
    """Purchases within t of a customer who is active; the mean of both sides of a removable pole."""
    poles = (params.a - 1, params.a + params.b + x - 1)
    steps = (0.0,) if min(abs(pole) for pole in poles) > 10 * _STEP**2 else (-_STEP, _STEP)
    found = sum(_purchases(params, params.a + step, x, age, t) for step in steps) / len(steps)
    return found if isfinite(found) else _purchases_averaged(params, x, age, t)


def _purchases_averaged(params: BgNbdParameters, x: float, age: float, t: float) -> float:
    """The same as an average over chances to leave, for parameters whose series has no finite value."""
    from scipy.integrate import quad
    from scipy.special import betaincinv

    rate, grown = params.r + x, t / (params.alpha + age)

    def within(quantile: float) -> float:
        leave = max(float(betaincinv(params.a, params.b + x, quantile)), 1e-300)
        return -expm1(-rate * log1p(leave * grown)) / leave

    return float(quad(within, 0, 1, limit=500, epsrel=1e-9)[0])


def _purchases(params: BgNbdParameters, a: float, x: float, age: float, t: float) -> float:
    from scipy.special import hyp2f1

    c = a + params.b + x - 1
    z = t / (params.alpha + age + t)
    repeated = params.r + x
    # Of the two forms take the one whose power does not vanish while its series explodes.
    if a - 1 > repeated:
        left = (1 - z) ** repeated * hyp2f1(repeated, params.b + x, c, z)
    else:
        left = (1 - z) ** (a - 1) * hyp2f1(a + params.b - 1 - params.r, a - 1, c, z)
    return float(c / (a - 1) * (1 - left))
