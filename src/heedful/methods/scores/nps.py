"""The Net Promoter Score of a histogram."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from heedful.methods.errors import ArgumentError
from heedful.methods.histograms import Histogram
from heedful.methods.intervals.trinomial import NpsInterval, nps_interval
from heedful.methods.results import Estimate

PROMOTERS: tuple[int, ...] = (9, 10)
DETRACTORS: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class NpsShares:
    """Shares of the three classes in per cent (None without answers), and the base."""

    promoters: float | None
    passives: float | None
    detractors: float | None
    n: int
    n_effective: float


def nps(
    histogram: Histogram,
    *,
    promoters: Collection[float] = PROMOTERS,
    detractors: Collection[float] = DETRACTORS,
    interval: NpsInterval = "adjusted_wald",
    level: float = 0.95,
) -> Estimate:
    """Net Promoter Score: per cent of promoters less per cent of detractors.

    Parameters
    ----------
    histogram
        Answers by value, weighted or not. Every value that is in neither class is a passive.
    promoters, detractors
        Values of the two classes.
    interval, level
        As for `intervals.nps_interval`. Weighted answers: shares of weight times Kish's effective base.

    Returns
    -------
    Estimate
        Points, -100..100; all None without answers.

    Raises
    ------
    ArgumentError
        A value in both classes, a level outside 0..1, an unknown interval.

    Notes
    -----
    Reichheld (2003) HBR 81(12):46; interval: see `intervals.nps_intervals`.

    Examples
    --------
    >>> e = nps(Histogram.of([10] * 40 + [8] * 30 + [3] * 30))
    >>> e.value, round(e.low, 2), round(e.high, 2)
    (10.0, -6.27, 25.69)
    >>> nps(Histogram.of([])).value is None
    True
    """
    p, m, q = effective_counts(histogram, promoters, detractors)
    estimate = nps_interval(p, m, q, interval=interval, level=level)
    return replace(estimate, n=histogram.n, n_effective=histogram.n_effective)


def nps_shares(
    histogram: Histogram,
    *,
    promoters: Collection[float] = PROMOTERS,
    detractors: Collection[float] = DETRACTORS,
) -> NpsShares:
    """Shares of promoters, passives and detractors.

    Parameters
    ----------
    histogram, promoters, detractors
        As for `nps`.

    Returns
    -------
    NpsShares
        Per cent, adding up to 100; None without answers.

    Raises
    ------
    ArgumentError
        A value in both classes.

    Notes
    -----
    Reichheld (2003) HBR 81(12):46.

    Examples
    --------
    >>> s = nps_shares(Histogram.of([10, 10, 8, 0]))
    >>> s.promoters, s.passives, s.detractors
    (50.0, 25.0, 25.0)
    """
    p, m, q = effective_counts(histogram, promoters, detractors)
    n = p + m + q
    if n == 0:
        return NpsShares(None, None, None, histogram.n, 0.0)
    return NpsShares(100 * p / n, 100 * m / n, 100 * q / n, histogram.n, histogram.n_effective)


def effective_counts(
    histogram: Histogram, promoters: Collection[float] = PROMOTERS, detractors: Collection[float] = DETRACTORS
) -> tuple[float, float, float]:
    """Promoters, passives and detractors, weighted shares times the effective base.

    Parameters
    ----------
    histogram, promoters, detractors
        As for `nps`.

    Returns
    -------
    tuple of float
        Counts that add up to ``histogram.n_effective``; whole numbers when nothing is weighted.

    Raises
    ------
    ArgumentError
        A value in both classes.

    Notes
    -----
    Kish (1965) Survey Sampling: effective base (sum w)^2 / sum w^2.

    Examples
    --------
    >>> effective_counts(Histogram.of([10, 10, 8, 0]))
    (2.0, 1.0, 1.0)
    """
    both = set(promoters) & set(detractors)
    if both:
        raise ArgumentError("detractors", f"{sorted(both)} are promoters too")
    if not histogram.w2:
        return 0.0, 0.0, 0.0
    scale = histogram.w / histogram.w2
    p, q = histogram.share(promoters).w, histogram.share(detractors).w
    # Taken from the whole, so that rounding cannot leave a share of passives that nobody gave.
    m = sum(
        t.w for value, t in histogram.counts.items() if value not in promoters and value not in detractors
    )
    return p * scale, m * scale, q * scale
