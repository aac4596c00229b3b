"""Odd values, and the point where a level shifted."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import two_sided_t
from heedful.methods.series.charts import as_series


@dataclass(frozen=True, slots=True)
class Outliers:
    """Outliers in the order removed, with the statistic and critical value of every step tried."""

    n_outliers: int
    statistics: tuple[float, ...]
    critical: tuple[float, ...]
    outliers: tuple[float, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changepoint:
    """Best single shift of a mean. ``f_statistic`` is None when the two levels fit without a remainder."""

    index: int
    rss: float
    rss_none: float
    mean_before: float
    mean_after: float
    f_statistic: float | None


def generalized_esd(x: ArrayLike, *, max_outliers: int, alpha: float = 0.05) -> Outliers:
    """Test for up to so many outliers without having to know how many there are.

    Parameters
    ----------
    x
        Roughly normal values, shape (n,).
    max_outliers
        Steps to try, 1..n - 2.
    alpha
        Significance level, 0..1.

    Returns
    -------
    Outliers
        ``places`` are 0-based positions in x. Values that do not vary have no outlier.

    Raises
    ------
    ArgumentError
        Steps outside 1..n - 2, alpha outside 0..1.

    Notes
    -----
    Rosner (1983) Technometrics 25:165; NIST e-Handbook 1.3.5.17.3.

    Examples
    --------
    >>> generalized_esd([1, 2, 1, 2, 1, 2, 1, 2, 30], max_outliers=2).outliers
    (30.0,)
    """
    values = as_series(x)
    n = values.size
    if not 1 <= max_outliers <= n - 2:
        raise ArgumentError("max_outliers", f"{max_outliers!r} does not lie in 1 to {n - 2}")
    check_level(alpha, "alpha")
    left = np.arange(n)
    statistics: list[float] = []
    critical: list[float] = []
    places: list[int] = []
    for i in range(1, max_outliers + 1):
        distance = np.abs(values[left] - values[left].mean())
        spread = float(values[left].std(ddof=1))
        furthest = int(np.argmax(distance))
        statistics.append(float(distance[furthest]) / spread if spread > 0 else 0.0)
        critical.append(_rosner(n - i + 1, alpha))
        places.append(int(left[furthest]))
        left = np.delete(left, furthest)
    found = max((i + 1 for i, r in enumerate(statistics) if r > critical[i]), default=0)
    out = tuple(places[:found])
    return Outliers(found, tuple(statistics), tuple(critical), tuple(values[list(out)].tolist()), out)


def _rosner(left: int, alpha: float) -> float:
    t = two_sided_t(1 - alpha / left, left - 2)
    return (left - 1) * t / sqrt((left - 2 + t * t) * left)


def changepoint_mean(x: ArrayLike, *, min_segment: int = 2) -> Changepoint:
    """Where one shift of the mean fits best, by least squares.

    Parameters
    ----------
    x
        Observations in order of time, shape (n,), n >= 2 * min_segment, n >= 3.
    min_segment
        Fewest observations on either side, from 1 up.

    Returns
    -------
    Changepoint
        ``index`` is the last 1-based index before the shift, the earliest of equals. ``f_statistic`` is a
        supremum over places: compare it with Andrews' critical values, not with the F table.

    Raises
    ------
    ArgumentError
        min_segment below 1, or more than half of the observations.

    Notes
    -----
    Bai (1994); Andrews (1993) Econometrica 61:821; R ``strucchange::breakpoints``.

    Examples
    --------
    >>> c = changepoint_mean([1, 1, 2, 1, 8, 9, 8])
    >>> c.index, c.mean_before, round(c.mean_after, 3)
    (4, 1.25, 8.333)
    """
    values = as_series(x, at_least=3)
    n = values.size
    if not 1 <= min_segment <= n // 2:
        raise ArgumentError("min_segment", f"{min_segment!r} does not fit {n} observations")
    # Centred first: differences of large sums of squares would swallow a small shift.
    centred = values - values.mean()
    before = np.arange(min_segment, n - min_segment + 1)
    total = np.cumsum(centred)[before - 1]
    explained = total**2 / before + total**2 / (n - before)
    index = int(before[np.argmax(explained)])
    first, second = values[:index], values[index:]
    rss_none = float((centred**2).sum())
    rss = float(((first - first.mean()) ** 2).sum() + ((second - second.mean()) ** 2).sum())
    f = (rss_none - rss) / (rss / (n - 2)) if rss > 0 else None
    return Changepoint(index, rss, rss_none, float(first.mean()), float(second.mean()), f)
