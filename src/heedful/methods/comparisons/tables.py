"""Tests of whole tables: k groups by categories, and a stratified two-by-two table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import chi2_p


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """Chi-square test of a table; residuals by row (None in a row or column that holds all answers)."""

    statistic: float
    df: int
    p_value: float
    std_residuals: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Stratified:
    """Odds ratio thrown together and within strata (None: no denominator), and the test of the latter."""

    crude_odds_ratio: float | None
    common_odds_ratio: float | None
    statistic: float | None
    p_value: float | None


def chisq_homogeneity(table: ArrayLike) -> Homogeneity:
    """Chi-square test that k groups share one distribution, and which cells stand out.

    Parameters
    ----------
    table
        Counts, shape (groups, categories), both >= 2, no row or column all 0.

    Returns
    -------
    Homogeneity
        ``std_residuals`` are adjusted: (observed - expected) / sqrt(expected (1 - row)(1 - column)),
        to be read as z.

    Raises
    ------
    ArgumentError
        Another shape, a negative count, a row or column without answers.

    Notes
    -----
    Pearson (1900); residuals of Haberman (1973) Biometrics 29:205.

    Examples
    --------
    >>> t = chisq_homogeneity([[83, 3], [90, 3], [129, 7], [70, 12]])
    >>> round(t.statistic, 4), t.df, round(t.p_value, 6)
    (12.6004, 3, 0.005585)
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or min(counts.shape) < 2:
        raise ArgumentError("table", f"shape {counts.shape} is not two groups by two categories or more")
    if not np.all(np.isfinite(counts)) or np.any(counts < 0):
        raise ArgumentError("table", "holds a count that is not a finite number from 0 up")
    rows, columns, total = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    if np.any(rows == 0) or np.any(columns == 0):
        raise ArgumentError("table", "has a row or column without answers")
    expected = np.outer(rows, columns) / total
    statistic = float(((counts - expected) ** 2 / expected).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    residuals = (counts - expected) / np.sqrt(expected * np.outer(1 - rows / total, 1 - columns / total))
    return Homogeneity(statistic, df, chi2_p(statistic, df), tuple(tuple(row) for row in residuals.tolist()))


def mantel_haenszel(tables: Sequence[ArrayLike]) -> Stratified:
    """Does what holds thrown together hold within strata? Common odds ratio and its test.

    Parameters
    ----------
    tables
        One 2 by 2 table ``[[a, b], [c, d]]`` a stratum; strata of fewer than two answers say nothing.

    Returns
    -------
    Stratified
        ``statistic`` is Cochran-Mantel-Haenszel without continuity correction, chi-square with 1 degree of
        freedom. What has no denominator is None.

    Raises
    ------
    ArgumentError
        No tables, another shape, a negative count.

    Notes
    -----
    Mantel & Haenszel (1959) J. Natl. Cancer Inst. 22:719.

    Examples
    --------
    >>> s = mantel_haenszel([[[10, 20], [5, 40]], [[30, 10], [25, 5]]])
    >>> round(s.crude_odds_ratio, 3), round(s.common_odds_ratio, 3)
    (2.0, 1.524)
    """
    strata = np.asarray(tables, dtype=np.float64)
    if strata.ndim != 3 or strata.shape[1:] != (2, 2):
        raise ArgumentError("tables", f"shape {strata.shape} is not (strata, 2, 2)")
    if not np.all(np.isfinite(strata)) or np.any(strata < 0):
        raise ArgumentError("tables", "holds a count that is not a finite number from 0 up")
    strata = strata[strata.sum(axis=(1, 2)) > 1]
    (a, b), (c, d) = strata[:, 0].T, strata[:, 1].T
    n = a + b + c + d
    crude = _ratio(a.sum() * d.sum(), b.sum() * c.sum())
    common = _ratio((a * d / n).sum(), (b * c / n).sum())
    variance = ((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))).sum()
    statistic = _ratio((a - (a + b) * (a + c) / n).sum() ** 2, variance)
    return Stratified(crude, common, statistic, None if statistic is None else chi2_p(statistic, 1))


def _ratio(above: float, below: float) -> float | None:
    return float(above / below) if below > 0 else None
