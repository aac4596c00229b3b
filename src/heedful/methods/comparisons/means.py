"""Tests of means and of ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_count, check_level
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.quantiles import TWO_ANSWERS, chi2_p, normal_p, t_p, two_sided_t

type Floats = NDArray[np.float64]
type Moments = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class WelchT:
    """Difference of two means ``a - b``, None without answers on a side.

    All else is None when a side has one answer, or neither varies.
    """

    difference: float | None
    t: float | None
    df: float | None
    p_value: float | None
    low: float | None
    high: float | None
    se: float | None
    level: float


@dataclass(frozen=True, slots=True)
class RankTest:
    """Kruskal-Wallis H with its degrees of freedom; None when all answers are one value."""

    statistic: float | None
    df: int
    p_value: float | None


@dataclass(frozen=True, slots=True)
class RankSum:
    """Mann-Whitney U of ``a``; ``p_value`` is None when all answers are one value."""

    u: float
    p_value: float | None
    prob_superiority: float
    n_a: int
    n_b: int


def sample_moments(values: ArrayLike) -> Moments:
    """Size, mean and sample variance (divisor n - 1) of raw values.

    Parameters
    ----------
    values
        Finite numbers, shape (n,).

    Returns
    -------
    tuple of float
        n, mean, variance; the variance is 0 below two values, the mean 0 without one.

    Raises
    ------
    ArgumentError
        Numbers that are not finite, or not one row.

    Notes
    -----
    Textbook definitions; two passes, so that a large mean does not swallow a small variance.

    Examples
    --------
    >>> sample_moments([1, 2, 3])
    (3, 2.0, 1.0)
    """
    array = finite_array(values, "values")
    n = int(array.size)
    return n, float(array.mean()) if n else 0.0, float(array.var(ddof=1)) if n > 1 else 0.0


def finite_array(values: ArrayLike, argument: str) -> Floats:
    """One-dimensional array of finite numbers, or `ArgumentError`.

    Examples
    --------
    >>> finite_array([1, 2], "values").tolist()
    [1.0, 2.0]
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not np.all(np.isfinite(array)):
        raise ArgumentError(argument, "must be one row of finite numbers")
    return array


def welch_t(a: Moments, b: Moments, *, level: float = 0.95) -> WelchT:
    """Difference of two means of independent samples whose variances may differ.

    Parameters
    ----------
    a, b
        (n, mean, sample variance) of each sample; effective bases may be fractional. `sample_moments` makes
        them from raw values.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    WelchT
        In the unit of the values.

    Raises
    ------
    ArgumentError
        A negative base or variance, a level outside 0..1.

    Notes
    -----
    Welch (1947) Biometrika 34:28, with Satterthwaite's degrees of freedom.

    Examples
    --------
    >>> r = welch_t((185, 6349.144, 7867.402**2), (260, 4554.801, 5483.836**2))
    >>> round(r.difference, 1), round(r.t, 4), round(r.p_value, 4)
    (1794.3, 2.6741, 0.0079)
    """
    check_level(level)
    for (n, _, variance), name in ((a, "a"), (b, "b")):
        check_count(n, name)
        check_count(variance, name)
    difference = a[1] - b[1] if a[0] and b[0] else None
    if difference is None or min(a[0], b[0]) < TWO_ANSWERS or a[2] + b[2] == 0:
        return WelchT(difference, None, None, None, None, None, None, level)
    of_a, of_b = a[2] / a[0], b[2] / b[0]
    se = sqrt(of_a + of_b)
    df = (of_a + of_b) ** 2 / (of_a**2 / (a[0] - 1) + of_b**2 / (b[0] - 1))
    t, reach = difference / se, two_sided_t(level, df) * se
    return WelchT(difference, t, df, t_p(t, df), difference - reach, difference + reach, se, level)


def kruskal_wallis(groups: Sequence[ArrayLike]) -> RankTest:
    """Rank test that k groups of ordinal answers are alike, corrected for ties.

    Parameters
    ----------
    groups
        k >= 2 rows of numbers, none empty.

    Returns
    -------
    RankTest
        H, k - 1, and the upper tail of chi-square; None when all answers are one value.

    Raises
    ------
    TooFewAnswers
        Fewer than two groups, or an empty one.

    Notes
    -----
    Kruskal & Wallis (1952) JASA 47:583.

    Examples
    --------
    >>> r = kruskal_wallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    >>> round(r.statistic, 2), r.df, round(r.p_value, 4)
    (7.2, 2, 0.0273)
    """
    rows = [finite_array(group, "groups") for group in groups]
    if len(rows) < 2 or any(row.size == 0 for row in rows):
        raise TooFewAnswers("groups", "needs two groups, each with an answer")
    ranks, ties = _ranks(np.concatenate(rows))
    n = ranks.size
    correction = 1 - ties / (n**3 - n)
    if correction <= 0:
        return RankTest(None, len(rows) - 1, None)
    parts = np.split(ranks, np.cumsum([row.size for row in rows])[:-1])
    spread = sum(float(part.sum()) ** 2 / part.size for part in parts)
    h = (12 * spread / (n * (n + 1)) - 3 * (n + 1)) / correction
    return RankTest(h, len(rows) - 1, chi2_p(h, len(rows) - 1))


def mann_whitney(a: ArrayLike, b: ArrayLike) -> RankSum:
    """Does an answer of ``a`` tend to exceed one of ``b``? Rank-sum test and common-language effect.

    Parameters
    ----------
    a, b
        Rows of numbers, none empty.

    Returns
    -------
    RankSum
        ``u`` pairs in which a exceeds b, ties as halves; ``prob_superiority`` is their share. p-value by
        normal approximation with tie and continuity correction; None when all answers are one value.

    Raises
    ------
    TooFewAnswers
        An empty sample.

    Notes
    -----
    Mann & Whitney (1947); the same conventions as R ``wilcox.test(exact = FALSE)``.

    Examples
    --------
    >>> r = mann_whitney([1, 2, 3, 4], [3, 5, 6])
    >>> r.u, round(r.prob_superiority, 4)
    (1.5, 0.125)
    """
    left, right = finite_array(a, "a"), finite_array(b, "b")
    if not left.size or not right.size:
        raise TooFewAnswers("a" if not left.size else "b", "has no answers")
    ranks, ties = _ranks(np.concatenate([left, right]))
    u = float(ranks[: left.size].sum()) - left.size * (left.size + 1) / 2
    pairs, n = left.size * right.size, ranks.size
    variance = pairs / 12 * (n + 1 - ties / (n * (n - 1)))
    p_value = None
    if variance > 0:
        distance = max(abs(u - pairs / 2) - 0.5, 0.0)
        p_value = normal_p(distance / sqrt(variance))
    return RankSum(u, p_value, u / pairs, left.size, right.size)


def _ranks(values: Floats) -> tuple[Floats, float]:
    """Mean ranks, and the sum of t³ - t over ties of t values."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    ties = float((times.astype(np.float64) ** 3 - times).sum())
    return (last - (times - 1) / 2)[place], ties
