"""How two scores go together."""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, inf, sqrt, tanh

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_level
from heedful.methods.arrays import Floats, stack_columns
from heedful.methods.quantiles import two_sided_z


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's r, -1..1, with its interval and jackknife standard error; None where undefined."""

    r: float | None
    low: float | None
    high: float | None
    jackknife_se: float | None
    level: float
    n: int


def correlation(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Correlation:
    """Pearson correlation with Fisher's interval and the jackknife standard error.

    Parameters
    ----------
    x, y
        Numbers in pairs, shape (n,); a pair with a missing value is left out.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Correlation
        None when either does not vary; no interval below four pairs.

    Raises
    ------
    ArgumentError
        Lengths differ, not numbers, or a level outside 0..1.

    Notes
    -----
    Source: Fisher (1921), tanh(atanh r ± z / √(n - 3)); Efron (1979) for the jackknife,
    √((n-1)/n Σ(rᵢ - r̄)²) over the r without pair i.

    Examples
    --------
    >>> c = correlation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    >>> round(c.r, 3), round(c.low, 3), round(c.high, 3)
    (0.8, -0.28, 0.986)
    """
    check_level(level)
    pairs, _ = stack_columns({"x": x, "y": y}, ("x", "y"))
    n = len(pairs)
    deviations = pairs - pairs.mean(axis=0) if n else pairs
    noise = 1e-14 * n * (pairs**2).mean(axis=0) if n else np.zeros(2)
    if ((deviations**2).sum(axis=0) <= noise).any():
        return Correlation(None, None, None, None, level, n)
    sums = _sums(deviations)
    r = float(np.clip(sums[2] / sqrt(sums[0] * sums[1]), -1, 1))
    low, high = _fisher(r, n, level)
    return Correlation(r, low, high, _jackknife(deviations, sums), level, n)


def _sums(d: Floats) -> Floats:
    return np.array([d[:, 0] @ d[:, 0], d[:, 1] @ d[:, 1], d[:, 0] @ d[:, 1]])


def _fisher(r: float, n: int, level: float) -> tuple[float | None, float | None]:
    if n < 4:
        return None, None
    # A perfect correlation has an infinite atanh, and limits that are 1 as well, as in R.
    centre = atanh(r) if abs(r) < 1 else inf * r
    half = two_sided_z(level) / sqrt(n - 3)
    return tanh(centre - half), tanh(centre + half)


def _jackknife(d: Floats, sums: Floats) -> float | None:
    """Standard error from r without each pair; leaving one out shrinks a sum by n/(n-1) of its product."""
    n = len(d)
    if n < 3:
        return None
    products = np.column_stack([d[:, 0] ** 2, d[:, 1] ** 2, d[:, 0] * d[:, 1]])
    xx, yy, xy = (sums - n / (n - 1) * products).T
    if (xx <= 1e-13 * sums[0]).any() or (yy <= 1e-13 * sums[1]).any():
        return None
    without = xy / np.sqrt(xx * yy)
    return sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
