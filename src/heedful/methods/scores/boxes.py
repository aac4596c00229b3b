"""The share of answers in the best boxes of a scale, and the mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from heedful.methods.histograms import Histogram
from heedful.methods.intervals.means import mean_interval
from heedful.methods.intervals.proportions import ProportionInterval, proportion_interval
from heedful.methods.quantiles import TWO_ANSWERS
from heedful.methods.results import Estimate


def top_box(
    histogram: Histogram,
    *,
    top: Collection[float],
    interval: ProportionInterval = "wilson",
    level: float = 0.95,
) -> Estimate:
    """Share of answers among ``top``, in per cent.

    Parameters
    ----------
    histogram
        Answers by value, weighted or not.
    top
        Values that count as success, for instance ``(4, 5)`` of a scale of five.
    interval, level
        As for `intervals.proportion_interval`; weighted answers use Kish's effective base.

    Returns
    -------
    Estimate
        Per cent, 0..100; all None without answers.

    Raises
    ------
    ArgumentError
        A level outside 0..1, an unknown interval.

    Notes
    -----
    Wilson (1927) JASA 22:209 for the default interval.

    Examples
    --------
    >>> e = top_box(Histogram.of([5, 4, 4, 3, 2, 1, 5, 5, 4, 5]), top=(4, 5))
    >>> e.value, round(e.low, 2), round(e.high, 2)
    (70.0, 39.68, 89.22)
    """
    n = histogram.n_effective
    x = histogram.share(top).w * histogram.w / histogram.w2 if n else 0.0
    share = proportion_interval(min(x, n), n, interval=interval, level=level)
    return replace(
        share,
        value=_per_cent(share.value),
        low=_per_cent(share.low),
        high=_per_cent(share.high),
        se=_per_cent(share.se),
        n=histogram.n,
        n_effective=n,
        method=f"top box, {interval}",
    )


def mean(histogram: Histogram, *, level: float = 0.95) -> Estimate:
    """Mean answer with its t interval.

    Parameters
    ----------
    histogram
        Answers by value, weighted or not.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Estimate
        In the unit of the answers. Limits are None below two answers (of effective base). Weighted answers
        use Kish's effective base, also for the degrees of freedom.

    Raises
    ------
    ArgumentError
        A level outside 0..1.

    Notes
    -----
    Student (1908) Biometrika 6:1; Kish (1965) Survey Sampling.

    Examples
    --------
    >>> e = mean(Histogram.of([5, 4, 4, 3, 2, 1, 5, 5, 4, 5]))
    >>> e.value, round(e.low, 3), round(e.high, 3)
    (3.8, 2.8, 4.8)
    """
    centre, variance = moments(histogram)
    return mean_interval(histogram.n_effective, centre, variance, level=level, answers=histogram.n)


def moments(histogram: Histogram) -> tuple[float, float]:
    """Weighted mean and sample variance of the answers.

    Parameters
    ----------
    histogram
        Answers by value.

    Returns
    -------
    tuple of float
        Mean in the answers' unit, and variance with divisor ``n_effective - 1`` (equal weights: n - 1).
        Both 0 without answers; the variance is 0 below an effective base of two.

    Notes
    -----
    Kish (1965) Survey Sampling for the effective base.

    Examples
    --------
    >>> moments(Histogram.of([1, 2, 3]))
    (2.0, 1.0)
    """
    n = histogram.n_effective
    if not n:
        return 0.0, 0.0
    centre = sum(value * t.w for value, t in histogram.counts.items()) / histogram.w
    if n < TWO_ANSWERS:
        return centre, 0.0
    squares = sum(t.w * (value - centre) ** 2 for value, t in histogram.counts.items())
    return centre, squares / histogram.w * n / (n - 1)


def _per_cent(share: float | None) -> float | None:
    return None if share is None else 100 * share
