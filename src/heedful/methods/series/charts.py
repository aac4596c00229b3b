"""Control charts: has the process changed, or is this its usual noise?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_count, check_positive
from heedful.methods.errors import ArgumentError, TooFewAnswers

type Floats = NDArray[np.float64]

# Expected range of two normal observations, and the upper limit of their range chart.
_D2 = 1.128
_D4 = 3.267
_ARL_NODES = 80


@dataclass(frozen=True, slots=True)
class Ewma:
    """Moving averages z1..zn with limits (one each); ``alarms`` are 1-based."""

    ewma: Floats
    lcl: Floats
    ucl: Floats
    alarms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cusum:
    """Upper and lower sums; ``alarms`` are 1-based."""

    c_plus: Floats
    c_minus: Floats
    alarms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Xmr:
    """Individuals and moving ranges with their limits; ``alarms`` are 1-based individuals."""

    mean: float
    mr_bar: float
    ucl: float
    lcl: float
    mr_ucl: float
    alarms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PChart:
    """Shares 0..1 with limits by period; ``alarms`` are 1-based."""

    center: float
    sigma_z: float
    ucl: Floats
    lcl: Floats
    alarms: tuple[int, ...]


def ewma_chart(
    x: ArrayLike,
    *,
    target: float,
    sigma: float,
    weight: float = 0.2,
    width: float = 3.0,
    is_exact: bool = True,
) -> Ewma:
    """Exponentially weighted moving average chart: sees small lasting shifts.

    Parameters
    ----------
    x
        Observations in order of time, shape (n,).
    target
        What the process should give, and the start value.
    sigma
        Standard deviation of one observation, above 0.
    weight
        Weight of the newest observation, above 0, at most 1 ("lambda").
    width
        Limits in standard deviations of the average ("L").
    is_exact
        Limits that widen with time, or their limit from the start.

    Returns
    -------
    Ewma
        In the unit of x.

    Raises
    ------
    ArgumentError
        Numbers that are not finite, sigma not above 0, a weight outside (0, 1].

    Notes
    -----
    Roberts (1959) Technometrics 1:239; NIST e-Handbook 6.3.2.4.

    Examples
    --------
    >>> ewma_chart([52, 47, 53], target=50, sigma=2, weight=0.3).ewma.round(3).tolist()
    [50.6, 49.52, 50.564]
    """
    values = as_series(x)
    if not 0 < weight <= 1:
        raise ArgumentError("weight", f"{weight!r} is not above 0 and at most 1")
    spread = check_positive(sigma, "sigma") * sqrt(weight / (2 - weight))
    averages = np.empty_like(values)
    level = target
    for i, value in enumerate(values):
        level = weight * value + (1 - weight) * level
        averages[i] = level
    age = np.arange(1, values.size + 1)
    settled = np.sqrt(1 - (1 - weight) ** (2 * age)) if is_exact else np.ones(values.size)
    reach = check_positive(width, "width") * spread * settled
    lcl, ucl = target - reach, target + reach
    return Ewma(averages, lcl, ucl, _outside(averages, lcl, ucl))


def cusum_chart(x: ArrayLike, *, target: float, k: float, h: float) -> Cusum:
    """Two-sided tabular CUSUM: sums what exceeds an allowance, alarms when the sum is large.

    Parameters
    ----------
    x
        Observations in order of time, shape (n,).
    target
        What the process should give.
    k, h
        Allowance (from 0 up) and decision interval (above 0), in the unit of x.

    Returns
    -------
    Cusum
        In the unit of x. The sums are not reset after an alarm.

    Raises
    ------
    ArgumentError
        Numbers that are not finite, k negative, h not above 0.

    Notes
    -----
    Page (1954) Biometrika 41:100; Montgomery, Introduction to Statistical Quality Control, 9.1.

    Examples
    --------
    >>> c = cusum_chart([10, 12, 12, 12], target=10, k=0.5, h=4)
    >>> c.c_plus.tolist(), c.alarms
    ([0.0, 1.5, 3.0, 4.5], (4,))
    """
    values = as_series(x) - target
    check_count(k, "k")
    check_positive(h, "h")
    plus, minus = np.zeros_like(values), np.zeros_like(values)
    up = down = 0.0
    for i, value in enumerate(values):
        up, down = max(0.0, up + value - k), max(0.0, down - value - k)
        plus[i], minus[i] = up, down
    return Cusum(plus, minus, _places((plus > h) | (minus > h)))


def cusum_arl(*, k: float, h: float, shift: float = 0.0) -> float:
    """Average number of observations until a two-sided normal CUSUM alarms.

    Parameters
    ----------
    k, h
        Allowance (from 0 up) and decision interval (above 0), in standard deviations.
    shift
        How far the mean has moved, in standard deviations.

    Returns
    -------
    float
        Observations, from sums that start at 0.

    Raises
    ------
    ArgumentError
        k negative, h not above 0.

    Notes
    -----
    One-sided run lengths by the integral equation of Page (1954), solved at Gauss-Legendre nodes (Nyström);
    both sides together by 1/L = 1/L+ + 1/L-, Kemp (1961) JRSS B 23:149.

    Examples
    --------
    >>> round(cusum_arl(k=0.5, h=5), 2), round(cusum_arl(k=0.5, h=5, shift=1), 3)
    (465.44, 10.376)
    """
    check_count(k, "k")
    check_positive(h, "h")
    return 1 / (1 / _one_sided_arl(k, h, shift) + 1 / _one_sided_arl(k, h, -shift))


def _one_sided_arl(k: float, h: float, shift: float) -> float:
    from scipy.special import ndtr

    nodes, weights = np.polynomial.legendre.leggauss(_ARL_NODES)
    at, weights = h * (nodes + 1) / 2, h * weights / 2
    start = np.concatenate([[0.0], at])
    kernel = np.exp(-((at[None, :] - start[:, None] + k - shift) ** 2) / 2) / sqrt(2 * np.pi)
    moves = np.column_stack([ndtr(k - shift - start), kernel * weights])
    lengths = np.linalg.solve(np.eye(start.size) - moves, np.ones(start.size))
    return float(lengths[0])


def xmr_chart(x: ArrayLike) -> Xmr:
    """Individuals chart: one number a period, limits from how neighbours differ.

    Parameters
    ----------
    x
        Observations in order of time, shape (n,), n >= 2.

    Returns
    -------
    Xmr
        In the unit of x: mean +- 3 mr_bar / 1.128, and 3.267 mr_bar for the ranges.

    Raises
    ------
    TooFewAnswers
        Fewer than two observations.

    Notes
    -----
    Shewhart; Wheeler (1993) Understanding Variation; NIST e-Handbook 6.3.2.2.

    Examples
    --------
    >>> c = xmr_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> round(c.mean, 2), round(c.mr_bar, 4), round(c.ucl, 4)
    (50.81, 1.8778, 55.8041)
    """
    values = as_series(x, at_least=2)
    mean, mr_bar = float(values.mean()), float(np.abs(np.diff(values)).mean())
    reach = 3 * mr_bar / _D2
    lcl, ucl = mean - reach, mean + reach
    return Xmr(mean, mr_bar, ucl, lcl, _D4 * mr_bar, _places((values < lcl) | (values > ucl)))


def p_chart(x: ArrayLike, n: ArrayLike, *, is_laney: bool = False) -> PChart:
    """Shares by period with limits that fit each period's base.

    Parameters
    ----------
    x, n
        Successes and trials by period, shape (t,); every period with trials.
    is_laney
        Widen (or narrow) the limits by how much neighbours really differ: for large bases.

    Returns
    -------
    PChart
        Limits three standard deviations away, the lower one not below 0. ``sigma_z`` is 1 without Laney, or
        when every answer was one.

    Raises
    ------
    TooFewAnswers
        No periods, or fewer than two with Laney.
    ArgumentError
        Lengths that differ, a period without trials, more successes than trials.

    Notes
    -----
    Laney (2002) Quality Engineering 14:531; NIST e-Handbook 6.3.3.2.

    Examples
    --------
    >>> c = p_chart([12, 15, 8, 10], [50, 50, 50, 50])
    >>> c.center, c.ucl.round(3).tolist()
    (0.225, [0.402, 0.402, 0.402, 0.402])
    """
    successes, trials = as_series(x, "x", at_least=2 if is_laney else 1), as_series(n, "n")
    if successes.size != trials.size:
        raise ArgumentError("n", f"{trials.size} given for {successes.size} periods")
    if np.any(trials <= 0) or np.any(successes < 0) or np.any(successes > trials):
        raise ArgumentError("x", "must lie between 0 and the trials, of which each period needs some")
    center = float(successes.sum() / trials.sum())
    sigma = np.sqrt(center * (1 - center) / trials)
    share = successes / trials
    sigma_z = 1.0
    if is_laney and 0 < center < 1:
        sigma_z = float(np.abs(np.diff((share - center) / sigma)).mean()) / _D2
    lcl, ucl = np.maximum(center - 3 * sigma * sigma_z, 0), center + 3 * sigma * sigma_z
    return PChart(center, sigma_z, ucl, lcl, _outside(share, lcl, ucl))


def as_series(values: ArrayLike, argument: str = "x", *, at_least: int = 0) -> Floats:
    """One row of finite numbers, at least so many, or an `ArgumentError`.

    Examples
    --------
    >>> as_series([1, 2]).tolist()
    [1.0, 2.0]
    """
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or not np.all(np.isfinite(series)):
        raise ArgumentError(argument, "must be one row of finite numbers")
    if series.size < at_least:
        raise TooFewAnswers(argument, f"{series.size} observations, {at_least} needed")
    return series


def _outside(values: Floats, low: Floats, high: Floats) -> tuple[int, ...]:
    # Rounding must not put on the wrong side what lies on its limit.
    slack = 1e-12 * np.maximum(np.abs(high), 1)
    return _places((values < low - slack) | (values > high + slack))


def _places(flags: Sequence[bool] | NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple((np.flatnonzero(flags) + 1).tolist())
