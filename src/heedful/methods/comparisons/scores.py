"""Is this score different from that one? NPS, shares and means of two histograms."""

from __future__ import annotations

from collections.abc import Collection
from math import sqrt

from heedful.methods.comparisons.means import welch_t
from heedful.methods.comparisons.proportions import two_proportion_test
from heedful.methods.comparisons.trinomial import NpsDifferenceInterval, nps_difference
from heedful.methods.histograms import Histogram
from heedful.methods.intervals.differences import DifferenceInterval, proportion_difference_interval
from heedful.methods.results import Comparison
from heedful.methods.scores.boxes import moments
from heedful.methods.scores.nps import DETRACTORS, PROMOTERS, effective_counts


def compare_nps(
    a: Histogram,
    b: Histogram,
    *,
    promoters: Collection[float] = PROMOTERS,
    detractors: Collection[float] = DETRACTORS,
    interval: NpsDifferenceInterval = "adjusted_wald",
    level: float = 0.95,
) -> Comparison:
    """Difference of two NPS of different people.

    Parameters
    ----------
    a, b
        Answers by value, weighted or not; weighted ones count as their effective base.
    promoters, detractors
        As for `scores.nps`.
    interval, level
        As for `nps_difference`.

    Returns
    -------
    Comparison
        Points of NPS, ``a - b``. With ``"adjusted_wald"`` the interval and the test are those of the
        adjusted scores while ``difference`` is that of the scores shown. None when one side has no answers.

    Raises
    ------
    ArgumentError
        A value in both classes, a level outside 0..1, an unknown interval.

    Notes
    -----
    Lewis & Sauro (2021); Rocks (2016) The American Statistician 70:365.

    Examples
    --------
    >>> wave_1 = Histogram.of([10] * 45 + [8] * 35 + [3] * 70)
    >>> wave_2 = Histogram.of([10] * 40 + [8] * 30 + [3] * 30)
    >>> c = compare_nps(wave_2, wave_1)
    >>> round(c.difference, 1), round(c.low, 1), round(c.high, 1), round(c.p_value, 3)
    (26.7, 5.1, 47.0, 0.015)
    """
    found = nps_difference(
        effective_counts(a, promoters, detractors),
        effective_counts(b, promoters, detractors),
        interval=interval,
        level=level,
    )
    return Comparison(
        found.difference,
        found.low,
        found.high,
        level,
        found.p_value,
        a.n,
        b.n,
        f"difference of NPS, {interval}",
        found.se,
        found.z,
    )


def compare_shares(
    a: Histogram,
    b: Histogram,
    *,
    top: Collection[float],
    interval: DifferenceInterval = "miettinen_nurminen",
    level: float = 0.95,
) -> Comparison:
    """Difference of two shares of different people.

    Parameters
    ----------
    a, b
        Answers by value, weighted or not; weighted ones count as their effective base.
    top
        Values that count as success.
    interval, level
        As for `intervals.proportion_difference_interval`. The default leaves out 0 exactly when the
        test finds a difference at ``1 - level``.

    Returns
    -------
    Comparison
        Per cent points, ``a - b``, with the N - 1 chi-square test. None when one side has no answers.

    Raises
    ------
    ArgumentError
        A level outside 0..1, an unknown interval.

    Notes
    -----
    Miettinen & Nurminen (1985); Campbell (2007) Statistics in Medicine 26:3661.

    Examples
    --------
    >>> c = compare_shares(Histogram.of([5] * 56 + [1] * 14), Histogram.of([5] * 48 + [1] * 32), top=(4, 5))
    >>> round(c.difference, 1), round(c.low, 2), round(c.high, 2)
    (20.0, 5.28, 33.82)
    """
    (x1, n1), (x2, n2) = _successes(a, top), _successes(b, top)
    found = proportion_difference_interval(x1, n1, x2, n2, interval=interval, level=level)
    method = f"difference of shares, {interval}"
    if found.difference is None or found.low is None or found.high is None:
        return Comparison(None, None, None, level, None, a.n, b.n, method)
    test = two_proportion_test(x1, n1, x2, n2, test="n_minus_1")
    p1, p2 = x1 / n1, x2 / n2
    return Comparison(
        100 * found.difference,
        100 * found.low,
        100 * found.high,
        level,
        test.p_value,
        a.n,
        b.n,
        method,
        100 * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2),
        test.statistic,
    )


def _successes(histogram: Histogram, top: Collection[float]) -> tuple[float, float]:
    n = histogram.n_effective
    return (min(histogram.share(top).w * histogram.w / histogram.w2, n), n) if n else (0.0, 0.0)


def compare_means(a: Histogram, b: Histogram, *, level: float = 0.95) -> Comparison:
    """Difference of two means of different people, unequal variances.

    Parameters
    ----------
    a, b
        Answers by value, weighted or not; weighted ones count as their effective base.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Comparison
        In the unit of the answers, ``a - b``. ``difference`` is None when one side has no answers; interval
        and test are None when one side has fewer than two, or no answer on either side varies.

    Raises
    ------
    ArgumentError
        A level outside 0..1.

    Notes
    -----
    Welch (1947) Biometrika 34:28.

    Examples
    --------
    >>> c = compare_means(Histogram.of([5, 4, 5, 3]), Histogram.of([1, 2, 4, 1]))
    >>> round(c.difference, 2), round(c.p_value, 3)
    (2.25, 0.044)
    """
    method = "difference of means, Welch t"
    found = welch_t((a.n_effective, *moments(a)), (b.n_effective, *moments(b)), level=level)
    return Comparison(
        found.difference, found.low, found.high, level, found.p_value, a.n, b.n, method, found.se, found.t
    )
