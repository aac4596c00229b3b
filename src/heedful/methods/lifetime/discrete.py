"""Customers who buy, or not, at fixed opportunities: a year's donation, a monthly order. BG/BB."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_count
from heedful.methods.arrays import Floats, read_counts
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.lifetime.forecast import check_parameters, maximise_positive

_STEP = 1e-5


@dataclass(frozen=True, slots=True)
class BgbbParameters:
    """Chances to buy are beta(alpha, beta), chances to leave beta(gamma, delta)."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    def __post_init__(self) -> None:
        check_parameters(self, ("alpha", "beta", "gamma", "delta"))


@dataclass(frozen=True, slots=True)
class BgbbModel:
    """Parameters, their log likelihood, and the customers they come from."""

    params: BgbbParameters
    loglik: float
    n: float


@dataclass(frozen=True, slots=True)
class BgbbForecast:
    """Purchases at the next opportunities, of a new customer and of this one; chance it is still active."""

    expected_new: float | None
    expected_future: float | None
    p_alive: float | None


def fit_bgbb(
    x: ArrayLike,
    t_x: ArrayLike,
    n: ArrayLike,
    *,
    count: ArrayLike | None = None,
    params: BgbbParameters | None = None,
) -> BgbbModel:
    """Fit the BG/BB model of buying at fixed opportunities by maximum likelihood.

    Parameters
    ----------
    x
        Opportunities used, shape (k,).
    t_x
        The last one used, 0 when none was, shape (k,).
    n
        Opportunities there were, shape (k,) or one number.
    count
        Customers with this pattern, shape (k,); None means one each.
    params
        Given parameters: only their likelihood is computed.

    Returns
    -------
    BgbbModel
        Works on the few distinct patterns, whatever the number of customers.

    Raises
    ------
    TooFewAnswers
        No customer.
    ArgumentError
        Lengths differ, not 0 ≤ x ≤ t_x ≤ n in whole numbers, or a table that does not determine the
        parameters.

    Notes
    -----
    Source: Fader, Hardie & Shang (2010) Marketing Science 29:1086.

    Examples
    --------
    >>> known = BgbbParameters(1.2035, 0.7497, 0.6568, 2.7838)
    >>> round(fit_bgbb([0, 4, 6], [0, 5, 6], 6, count=[10, 3, 5], params=known).loglik, 3)
    -37.87
    """
    used, last = read_counts(x, "x"), read_counts(t_x, "t_x")
    chances = np.broadcast_to(np.asarray(n, dtype=np.float64), used.shape) if np.ndim(n) == 0 else n
    possible = read_counts(chances, "n")
    weight = np.ones(used.size) if count is None else read_counts(count, "count")
    _check_patterns(used, last, possible, weight)
    if params is not None:
        at = np.array([params.alpha, params.beta, params.gamma, params.delta])
        return BgbbModel(params, _loglik(at, used, last, possible, weight), float(weight.sum()))
    found, loglik = maximise_positive(
        lambda at: _loglik(at, used, last, possible, weight), np.array([1.0, 1.0, 1.0, 3.0])
    )
    return BgbbModel(BgbbParameters(*found.tolist()), loglik, float(weight.sum()))


def forecast_bgbb(
    params: BgbbParameters,
    *,
    x: int | None = None,
    t_x: int = 0,
    n: int = 0,
    n_star: int | None = None,
) -> BgbbForecast:
    """Expected purchases at the next opportunities and the chance a customer is still active.

    Parameters
    ----------
    params
        Of the model.
    x, t_x, n
        Opportunities the customer used, the last used, and how many there were; ``x`` None for a new
        customer only.
    n_star
        Opportunities to come.

    Returns
    -------
    BgbbForecast
        None for what was not asked.

    Raises
    ------
    ArgumentError
        Not 0 ≤ x ≤ t_x ≤ n, or a negative number of opportunities.

    Notes
    -----
    Source: Fader, Hardie & Shang (2010), equations 8, 11 and 13.

    Examples
    --------
    >>> known = BgbbParameters(alpha=1.203528, beta=0.749726, gamma=0.6567808, delta=2.783796)
    >>> said = forecast_bgbb(known, x=4, t_x=5, n=6, n_star=10)
    >>> round(said.expected_new, 4), round(said.expected_future, 4)
    (3.1798, 3.6279)
    """
    coming = None if n_star is None else check_count(n_star, "n_star")
    new = None if coming is None else _expected(params, 0, 0, coming)
    if x is None:
        return BgbbForecast(new, None, None)
    used, last, chances = (np.array([float(value)]) for value in (x, t_x, n))
    _check_patterns(used, last, chances, np.ones(1))
    at = np.array([params.alpha, params.beta, params.gamma, params.delta])
    loglik = _loglik(at, used, last, chances, np.ones(1))
    future = None if coming is None else exp(-loglik) * _expected(params, x, n, coming)
    return BgbbForecast(new, future, exp(_log_stayed(params, x, n) - loglik))


def _check_patterns(x: Floats, t_x: Floats, n: Floats, count: Floats) -> None:
    for name, values in (("t_x", t_x), ("n", n), ("count", count)):
        if values.size != x.size:
            raise ArgumentError(name, f"{values.size} values for the {x.size} of x")
    if not count.sum():
        raise TooFewAnswers("x", "no customer")
    stacked = np.array([x, t_x, n])
    if not np.isfinite(stacked).all() or (stacked != np.round(stacked)).any() or (stacked < 0).any():
        raise ArgumentError("x", "x, t_x and n must be whole numbers from 0 up")
    if (x > t_x).any() or (t_x > n).any() or ((x == 0) & (t_x > 0)).any():
        raise ArgumentError("t_x", "must be the last of x used opportunities, none after n")


def _loglik(at: Floats, x: Floats, t_x: Floats, n: Floats, count: Floats) -> float:
    """Sum over having stayed, or left after each opportunity since the last one used."""
    from scipy.special import betaln

    a, b, c, d = at
    parts = [betaln(a + x, b + n - x) + betaln(c, d + n)]
    for i in range(int((n - t_x).max())):
        possible = i < n - t_x
        missed = np.where(possible, t_x - x + i, 0)
        left = betaln(a + x, b + missed) + betaln(c + 1, d + t_x + i)
        parts.append(np.where(possible, left, -np.inf))
    each = np.logaddexp.reduce(np.array(parts), axis=0) - betaln(a, b) - betaln(c, d)
    return float(count @ each)


def _log_stayed(params: BgbbParameters, x: float, n: float) -> float:
    """Log chance of the pattern and of being active at the next opportunity."""
    from scipy.special import betaln

    buys = betaln(params.alpha + x, params.beta + n - x) - betaln(params.alpha, params.beta)
    stays = betaln(params.gamma, params.delta + n + 1) - betaln(params.gamma, params.delta)
    return float(buys + stays)


def _expected(params: BgbbParameters, x: float, n: float, n_star: float) -> float:
    """Purchases at the next n_star opportunities times the chance of the pattern before them."""
    from scipy.special import betaln

    log_buys = betaln(params.alpha + x + 1, params.beta + n - x) - betaln(params.alpha, params.beta)
    return float(np.exp(log_buys)) * _stays(params, n, n_star)


def _stays(params: BgbbParameters, n: float, n_star: float) -> float:
    """Sum over opportunities to come of the chance to be active; the closed form has a pole at gamma 1."""
    if abs(params.gamma - 1) > 10 * _STEP**2:
        return _closed_sum(params.gamma, params.delta, n, n_star)
    sides = (params.gamma - _STEP, params.gamma + _STEP)
    return sum(_closed_sum(side, params.delta, n, n_star) for side in sides) / 2


def _closed_sum(gamma: float, delta: float, n: float, n_star: float) -> float:
    from scipy.special import gammaln

    def ratio(at: float) -> float:
        log_ratio = gammaln(1 + delta + at) - gammaln(gamma + delta + at)
        return exp(gammaln(gamma + delta) - gammaln(1 + delta) + log_ratio)

    total = delta / (gamma - 1) * (ratio(n) - ratio(n + n_star))
    assert isfinite(total)
    return total
