"""Customers under contract: their end is seen, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice
from heedful.methods.arrays import Floats, read_counts
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.search import minimise

PAYMENTS = ("end", "now")
# Beyond this many prior renewals everybody has the same retention and the parameters mean nothing.
_LARGEST_SIZE = 1e6


@dataclass(frozen=True, slots=True)
class ContractModel:
    """Beta distribution of the chance to leave, and what it makes of a cohort period by period.

    ``survival`` starts with period 0 (always 1), ``retention`` with period 1. ``alpha`` and ``beta`` are None
    when nothing tells customers apart: nobody left, all left at once, or the rate is the same every period.
    """

    alpha: float | None
    beta: float | None
    loglik: float
    survival: tuple[float, ...]
    retention: tuple[float, ...]


def sbg(survivors: ArrayLike, *, horizon: int) -> ContractModel:
    """Project retention of a cohort by the shifted-beta-geometric model.

    Parameters
    ----------
    survivors
        Customers still there at the end of period 0, 1, 2, …, not rising, shape (periods + 1,).
    horizon
        Periods to project, counted from 0.

    Returns
    -------
    ContractModel
        Retention rises with age although no customer changes, because those likely to leave go first.

    Raises
    ------
    TooFewAnswers
        Fewer than two periods or no customer.
    ArgumentError
        Numbers that rise or are negative, a negative horizon.

    Notes
    -----
    Source: Fader & Hardie (2007) Journal of Interactive Marketing 21:76, by maximum likelihood including
    those who are still there: retention in period t is (β + t - 1) / (α + β + t - 1).

    Examples
    --------
    >>> model = sbg([1000, 869, 743, 653, 593, 551, 517, 491], horizon=8)
    >>> round(model.alpha, 3), round(model.beta, 3), round(model.survival[8], 3)
    (0.668, 3.806, 0.46)
    """
    alive = read_counts(survivors, "survivors")
    if alive.size < 2 or alive[0] <= 0:
        raise TooFewAnswers("survivors", "needs two periods and a customer in the first")
    if (np.diff(alive) > 0).any():
        raise ArgumentError("survivors", "rise from one period to the next")
    if horizon < 0:
        raise ArgumentError("horizon", f"{horizon!r} is negative")
    lost = -np.diff(alive)
    exposed = float(alive[:-1].sum())
    churn = float(lost.sum()) / exposed
    constant = _constant_churn(churn, lost, exposed, horizon)
    if churn in {0.0, 1.0}:
        return constant
    at, loglik = _maximise(lost, float(alive[-1]), churn)
    # Retention that does not rise with age is best explained by everybody having the same.
    if loglik <= constant.loglik + 1e-6:
        return constant
    a, b = _beta(at)
    periods = np.arange(1, horizon + 1)
    retention = (b + periods - 1) / (a + b + periods - 1)
    return ContractModel(a, b, loglik, _survival(retention), tuple(retention.tolist()))


def clv_multiple(
    *, retention: float, discount: float, margin: float = 1.0, first_payment: str = "end"
) -> float | None:
    """Value today of a customer with constant retention, in multiples of the margin of a period.

    Parameters
    ----------
    retention
        Chance to stay another period, 0..1.
    discount
        Interest of a period, above -1.
    margin
        Margin of a period, in money.
    first_payment
        ``"end"``: the first margin comes at the end of the period, from those who stay, r / (1 + i - r);
        ``"now"``: it comes today, (1 + i) / (1 + i - r).

    Returns
    -------
    float or None
        In the unit of ``margin``; None when the sum has no limit (retention 1 without interest).

    Raises
    ------
    ArgumentError
        Retention outside 0..1, interest of -1 or below, an unknown payment.

    Notes
    -----
    Source: Gupta & Lehmann (2003) Journal of Interactive Marketing 17:9.

    Examples
    --------
    >>> round(clv_multiple(retention=0.9, discount=0.12), 2)
    4.09
    """
    check_choice(first_payment, PAYMENTS, "first_payment")
    if not 0 <= retention <= 1:
        raise ArgumentError("retention", f"{retention!r} does not lie in 0..1")
    if not -1 < discount < float("inf"):
        raise ArgumentError("discount", f"{discount!r} is not a finite number above -1")
    gap = 1 + discount - retention
    if gap <= 0:
        return None
    return margin * (retention if first_payment == "end" else 1 + discount) / gap


def _constant_churn(churn: float, lost: Floats, exposed: float, horizon: int) -> ContractModel:
    from scipy.special import xlogy

    left = float(lost.sum())
    loglik = float(xlogy(left, churn) + xlogy(exposed - left, 1 - churn))
    retention = np.full(horizon, 1 - churn)
    return ContractModel(None, None, loglik, _survival(retention), tuple(retention.tolist()))


def _survival(retention: Floats) -> tuple[float, ...]:
    return (1.0, *np.cumprod(retention).tolist())


def _beta(at: Floats) -> tuple[float, float]:
    size, mean = float(np.exp(at[1])), float(1 / (1 + np.exp(-at[0])))
    return size * mean, size * (1 - mean)


def _maximise(lost: Floats, left: float, churn: float) -> tuple[Floats, float]:
    """Best logit mean and log size of the beta distribution."""
    from scipy.special import betaln

    periods = np.arange(1, lost.size + 1)
    mean, highest = log(churn / (1 - churn)), log(_LARGEST_SIZE)

    def loss(at: Floats) -> float:
        a, b = _beta(np.clip(at, [mean - 20, -12.0], [mean + 20, highest]))
        ended = lost @ (betaln(a + 1, b + periods - 1) - betaln(a, b))
        return -float(ended + left * (betaln(a, b + lost.size) - betaln(a, b)))

    start = min((loss(np.array([mean, size])), size) for size in np.arange(-4, 10, 1.0))[1]
    at, least = minimise(loss, np.array([mean, start]))
    return np.clip(at, [mean - 20, -12.0], [mean + 20, highest]), -least
