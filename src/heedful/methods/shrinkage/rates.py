"""Shrink rates and shares of units of different size towards the overall rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats, read_counts, read_same_length
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.search import minimise

# Beyond this many prior trials a beta prior is a point, and its parameters mean nothing.
_LARGEST_PRIOR = 1e6


@dataclass(frozen=True, slots=True)
class ShrunkRates:
    """The overall rate, the variance of true rates between units, and the shrunk rates: events a unit."""

    overall: float
    variance: float
    shrunk: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BetaBinomial:
    """The beta prior fitted to all units and each unit's posterior mean share, 0..1.

    ``alpha`` and ``beta`` are None when units differ no more than by chance: then every posterior mean is
    the overall share. ``loglik`` leaves the binomial coefficients out.
    """

    alpha: float | None
    beta: float | None
    loglik: float
    posterior_mean: tuple[float, ...]


def eb_rates(events: ArrayLike, population: ArrayLike) -> ShrunkRates:
    """Shrink event rates to the overall rate, the more the smaller the unit.

    Parameters
    ----------
    events
        Events by unit, 0 or more, shape (k,).
    population
        What they are counted against (answers, customers, days), above 0, shape (k,).

    Returns
    -------
    ShrunkRates
        Rates per unit of population; all equal to the overall rate when chance explains the differences.

    Raises
    ------
    TooFewAnswers
        No unit.
    ArgumentError
        Lengths differ, a negative count, a population not above 0.

    Notes
    -----
    Source: Marshall (1991) Applied Statistics 40:283, global form.

    Examples
    --------
    >>> rates = eb_rates([2, 30, 9], [100, 300, 200])
    >>> round(rates.overall, 4), [round(r, 4) for r in rates.shrunk]
    (0.0683, [0.0434, 0.0925, 0.0524])
    """
    x, size = read_same_length(events, population, ("events", "population"))
    if not x.size:
        raise TooFewAnswers("events", "no unit")
    if (x < 0).any():
        raise ArgumentError("events", "holds a negative count")
    if (size <= 0).any():
        raise ArgumentError("population", "holds a number that is not above 0")
    rates = x / size
    overall = float(x.sum() / size.sum())
    scatter = float(size @ (rates - overall) ** 2 / size.sum())
    variance = max(0.0, scatter - overall / float(size.mean()))
    noise = overall / size
    # Without any event there is neither variance nor noise, and nothing to divide.
    kept = variance / (variance + noise) if variance > 0 else np.zeros_like(size)
    return ShrunkRates(overall, variance, tuple((overall + kept * (rates - overall)).tolist()))


def beta_binomial_eb(x: ArrayLike, n: ArrayLike) -> BetaBinomial:
    """Shrink shares through a beta prior fitted to all units by maximum marginal likelihood.

    Parameters
    ----------
    x
        Successes by unit, 0..n, shape (k,).
    n
        Trials by unit, 0 or more, shape (k,).

    Returns
    -------
    BetaBinomial
        Posterior means (α + x) / (α + β + n); a unit without trials gets the prior's mean.

    Raises
    ------
    TooFewAnswers
        No trial at all.
    ArgumentError
        Lengths differ, or successes outside 0..n.

    Notes
    -----
    Source: Skellam (1948); Casella (1985) The American Statistician 39:83 for empirical Bayes.

    Examples
    --------
    >>> fit = beta_binomial_eb([2, 45, 30, 8], [20, 60, 80, 10])
    >>> [round(p, 3) for p in fit.posterior_mean]
    [0.152, 0.737, 0.379, 0.727]
    """
    successes, trials = read_counts(x, "x"), read_counts(n, "n")
    if successes.size != trials.size:
        raise ArgumentError("n", f"{trials.size} values for the {successes.size} of x")
    if (successes > trials).any():
        raise ArgumentError("x", "holds more successes than trials")
    if not trials.sum():
        raise TooFewAnswers("n", "no trial")
    share = float(successes.sum() / trials.sum())
    pooled = BetaBinomial(None, None, _binomial(successes, trials, share), (share,) * successes.size)
    if share in {0.0, 1.0}:
        return pooled
    a, b, loglik = _maximise(successes, trials, share)
    # A prior that narrows to a point gains nothing on one share for all: say so instead of naming a million.
    if loglik <= pooled.loglik + 1e-6:
        return pooled
    return BetaBinomial(a, b, loglik, tuple(((a + successes) / (a + b + trials)).tolist()))


def _binomial(x: Floats, n: Floats, share: float) -> float:
    from scipy.special import xlogy

    return float(xlogy(x.sum(), share) + xlogy((n - x).sum(), 1 - share))


def _maximise(x: Floats, n: Floats, share: float) -> tuple[float, float, float]:
    """The beta prior with the largest likelihood, searched over logit mean and log size."""
    from scipy.special import betaln

    mean, highest = log(share / (1 - share)), log(_LARGEST_PRIOR)

    def prior(at: Floats) -> tuple[float, float]:
        return _beta(np.clip(at, [mean - 20, -10.0], [mean + 20, highest]))

    def loss(at: Floats) -> float:
        a, b = prior(at)
        return -float((betaln(a + x, b + n - x) - betaln(a, b)).sum())

    start = min((loss(np.array([mean, size])), size) for size in np.arange(-3, 12, 1.0))[1]
    at, least = minimise(loss, np.array([mean, start]))
    return *prior(at), -least


def _beta(at: Floats) -> tuple[float, float]:
    size, mean = exp(at[1]), 1 / (1 + exp(-at[0]))
    return size * mean, size * (1 - mean)
