"""Means, totals and ratios of a designed sample, with the variance its design implies."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.quantiles import two_sided_t

type Floats = NDArray[np.float64]
type Labels = NDArray[np.intp]
type Estimand = Literal["mean", "total", "ratio"]

ESTIMANDS: tuple[Estimand, ...] = get_args(Estimand.__value__)


@dataclass(frozen=True, slots=True)
class SurveyEstimate:
    """Estimate with its linearised standard error and t interval; None when the domain is empty."""

    estimate: float | None
    se: float | None
    df: int
    low: float | None
    high: float | None
    level: float
    n: int


def survey_mean(
    y: ArrayLike,
    weights: ArrayLike,
    *,
    strata: Sequence[Hashable] | None = None,
    psu: Sequence[Hashable] | None = None,
    fpc: ArrayLike | None = None,
    x: ArrayLike | None = None,
    estimand: Estimand = "mean",
    domain: ArrayLike | None = None,
    level: float = 0.95,
) -> SurveyEstimate:
    """Design-based mean, total or ratio by Taylor linearisation.

    Parameters
    ----------
    y
        Answers, shape (n,).
    weights
        Sampling weights, shape (n,), not negative.
    strata, psu
        Stratum and primary sampling unit of each row; left out: one stratum, each row its own unit. Units of
        one name in two strata are two units.
    fpc
        Units in the population stratum, one number a row, at least as many as were sampled; left out: no
        finite population correction.
    x
        Denominator of a ratio, shape (n,).
    estimand
        ``"mean"``, ``"total"`` or ``"ratio"`` (sum of y over sum of x).
    domain
        True for rows of the subgroup to estimate; the variance is that of the full design.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    SurveyEstimate
        In the unit of y (over that of x for a ratio); ``df`` is units less strata of the whole design; ``n``
        the rows in the domain.

    Raises
    ------
    TooFewAnswers
        A stratum with a single unit.
    ArgumentError
        Columns of other lengths, numbers that are not finite, a negative weight, an fpc below the sample, a
        ratio without x, a denominator that sums to 0.

    Notes
    -----
    Variance of units' totals between strata, with replacement; Lumley (2004) J. Statistical Software 9(8),
    Cochran (1977). As R ``survey::svymean``, ``svytotal`` and ``svyratio``.

    Examples
    --------
    >>> s = survey_mean([3, 4, 5, 8], [10, 10, 20, 20], strata=["a", "a", "b", "b"])
    >>> s.estimate, round(s.se, 3), s.df
    (5.5, 1.014, 2)
    """
    check_level(level)
    kind = check_choice(estimand, ESTIMANDS, "estimand")
    above = _column(y, "y")
    w = _column(weights, "weights", above.size)
    if np.any(w < 0):
        raise ArgumentError("weights", "hold a negative number")
    inside = np.ones(above.size) if domain is None else _column(domain, "domain", above.size)
    w_inside = w * (inside != 0)
    below = _denominator(kind, x, above.size)
    stratum, unit = _design(strata, psu, above.size)
    df = int(unit.max(initial=-1) - stratum.max(initial=-1))
    n = int((inside != 0).sum())
    if not w_inside.any():
        return SurveyEstimate(None, None, df, None, None, level, n)
    estimate, scores = _linearised(kind, above, below, w_inside)
    se = sqrt(_variance(scores, stratum, unit, None if fpc is None else _column(fpc, "fpc", above.size)))
    reach = two_sided_t(level, df) * se
    return SurveyEstimate(estimate, se, df, estimate - reach, estimate + reach, level, n)


def _column(values: ArrayLike, argument: str, size: int | None = None) -> Floats:
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1 or (size is not None and column.size != size):
        raise ArgumentError(
            argument, f"shape {column.shape} where {size if size is not None else 'n'} rows are"
        )
    if not np.all(np.isfinite(column)):
        raise ArgumentError(argument, "holds a number that is missing or not finite")
    return column


def _denominator(kind: Estimand, x: ArrayLike | None, size: int) -> Floats:
    if kind != "ratio":
        return np.ones(size)
    if x is None:
        raise ArgumentError("x", "a ratio needs its denominator")
    return _column(x, "x", size)


def _design(
    strata: Sequence[Hashable] | None, psu: Sequence[Hashable] | None, size: int
) -> tuple[Labels, Labels]:
    """Numbers of the stratum and of the unit of each row; units are numbered across strata."""
    stratum = _numbered([0] * size if strata is None else strata, size, "strata")
    names = list(range(size)) if psu is None else psu
    if len(names) != size:
        raise ArgumentError("psu", f"{len(names)} given for {size} rows")
    return stratum, _numbered(list(zip(stratum.tolist(), names, strict=True)), size, "psu")


def _numbered(names: Sequence[Hashable], size: int, argument: str) -> Labels:
    if len(names) != size:
        raise ArgumentError(argument, f"{len(names)} given for {size} rows")
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)


def _linearised(kind: Estimand, y: Floats, x: Floats, w: Floats) -> tuple[float, Floats]:
    total = float((w * y).sum())
    if kind == "total":
        return total, w * y
    base = float((w * x).sum())
    if base == 0:
        raise ArgumentError("x", "sums to 0")
    return total / base, w * (y - total / base * x) / base


def _variance(scores: Floats, stratum: Labels, unit: Labels, fpc: Floats | None) -> float:
    units, first = np.unique(unit, return_index=True)
    totals = np.bincount(unit, weights=scores, minlength=units.size)
    of = stratum[first]
    k = np.bincount(of)
    if np.any(k < 2):
        raise TooFewAnswers("strata", "a stratum has a single unit")
    squares = np.bincount(of, weights=(totals - (np.bincount(of, weights=totals) / k)[of]) ** 2)
    kept = 1 - k / _population(fpc, stratum, k) if fpc is not None else np.ones(k.size)
    return float((kept * k / (k - 1) * squares).sum())


def _population(fpc: Floats, stratum: Labels, k: Labels) -> Floats:
    population = np.zeros(k.size)
    population[stratum] = fpc
    if np.any(population[stratum] != fpc):
        raise ArgumentError("fpc", "differs within a stratum")
    if np.any(population < k):
        raise ArgumentError("fpc", "is below the units sampled")
    return population
