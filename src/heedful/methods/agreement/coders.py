"""Do coders give a comment the same code, beyond what chance would make them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice
from heedful.methods.arrays import Floats, Ints, read_counts, read_numbers
from heedful.methods.errors import ArgumentError

type KappaWeights = Literal["linear", "quadratic"]
type Metric = Literal["nominal", "ordinal", "interval", "ratio"]
KAPPA_WEIGHTS: tuple[KappaWeights, ...] = get_args(KappaWeights.__value__)
METRICS: tuple[Metric, ...] = get_args(Metric.__value__)


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance, at most 1, with the agreement seen and the one expected by chance, 0..1.

    ``kappa`` is None when chance alone would agree always; all are None without anything coded.
    """

    kappa: float | None
    observed: float | None
    expected: float | None


def cohen_kappa(table: ArrayLike, weights: KappaWeights | None = None) -> Kappa:
    """Agreement of two coders.

    Parameters
    ----------
    table
        How often the first coder chose the row and the second the column, shape (k, k).
    weights
        Credit for near misses on ordered codes: ``"linear"`` or ``"quadratic"``; None gives none.

    Returns
    -------
    Kappa
        1 is perfect, 0 is chance.

    Raises
    ------
    ArgumentError
        Not a square table of counts, unknown weights.

    Notes
    -----
    Source: Cohen (1960) Educational and Psychological Measurement 20:37 and (1968) Psychological Bulletin
    70:213.

    Examples
    --------
    >>> round(cohen_kappa([[20, 5], [10, 15]]).kappa, 2)
    0.4
    """
    counts = read_counts(table, "table", ndim=2)
    if counts.shape[0] != counts.shape[1]:
        raise ArgumentError("table", f"shape {counts.shape} is not square")
    credit = _credit(len(counts), weights)
    total = counts.sum()
    if not total:
        return Kappa(None, None, None)
    observed = float((credit * counts).sum() / total)
    expected = float(counts.sum(axis=1) @ credit @ counts.sum(axis=0) / total**2)
    return _kappa(observed, expected)


def fleiss_kappa(table: ArrayLike) -> Kappa:
    """Agreement of several coders, who need not be the same for every unit.

    Parameters
    ----------
    table
        How many coders gave each unit each code, shape (units, codes); the same number of coders, two or
        more, for every unit.

    Returns
    -------
    Kappa
        1 is perfect, 0 is chance.

    Raises
    ------
    ArgumentError
        Not counts, or another number of coders for some unit.

    Notes
    -----
    Source: Fleiss (1971) Psychological Bulletin 76:378.

    Examples
    --------
    >>> round(fleiss_kappa([[3, 0], [2, 1], [0, 3], [1, 2]]).kappa, 3)
    0.333
    """
    counts = read_counts(table, "table", ndim=2)
    if not counts.size:
        return Kappa(None, None, None)
    coders = counts.sum(axis=1)
    if (coders != coders[0]).any() or coders[0] < 2:
        raise ArgumentError("table", "needs the same number of coders, two or more, for every unit")
    pairs = (counts * (counts - 1)).sum(axis=1) / (coders[0] * (coders[0] - 1))
    shares = counts.sum(axis=0) / counts.sum()
    return _kappa(float(pairs.mean()), float(shares @ shares))


def krippendorff_alpha(ratings: Sequence[Sequence[Any]], metric: Metric = "nominal") -> float | None:
    """Agreement of any number of coders with gaps, on any kind of scale.

    Parameters
    ----------
    ratings
        One row per coder, one column per unit, None where a coder did not code it. Numbers; for
        ``"nominal"`` also texts.
    metric
        How far apart two codes are: ``"nominal"``, ``"ordinal"``, ``"interval"`` or ``"ratio"``.

    Returns
    -------
    float or None
        1 is perfect, 0 is chance, below 0 worse; None when codes do not vary or no unit has two.

    Raises
    ------
    ArgumentError
        Rows of different length, texts on another scale than nominal, an unknown metric.

    Notes
    -----
    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 2, 3, None], [1, 2, 2, 4], [1, 3, 3, 4]], "ordinal"), 3)
    0.842
    """
    check_choice(metric, METRICS, "metric")
    units = {len(row) for row in ratings}
    if len(units) > 1:
        raise ArgumentError("ratings", "rows differ in length")
    codes, values = _codes(ratings, metric)
    counts = _counts_by_unit(codes, len(values))
    # A unit with one code has nothing to agree with.
    paired = counts[counts.sum(axis=1) > 1]
    coincidences = (paired.T / (paired.sum(axis=1) - 1)) @ paired
    coincidences -= np.diag((paired / (paired.sum(axis=1, keepdims=True) - 1)).sum(axis=0))
    margins = coincidences.sum(axis=1)
    distance = _distances(metric, values, margins)
    expected = margins @ distance @ margins
    if not expected > 0:
        return None
    return float(1 - (margins.sum() - 1) * (coincidences * distance).sum() / expected)


def _kappa(observed: float, expected: float) -> Kappa:
    if 1 - expected < 1e-12:
        return Kappa(None, observed, expected)
    return Kappa((observed - expected) / (1 - expected), observed, expected)


def _credit(k: int, weights: KappaWeights | None) -> Floats:
    if weights is None or k < 2:
        return np.eye(k)
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    return 1 - (steps if check_choice(weights, KAPPA_WEIGHTS, "weights") == "linear" else steps**2)


def _codes(ratings: Sequence[Sequence[Any]], metric: Metric) -> tuple[Ints, list[Any]]:
    """Codes as positions among the values that occur, -1 where missing."""
    known = {value for row in ratings for value in row if not _is_missing(value)}
    try:
        values = sorted(known)
    except TypeError:
        values = sorted(known, key=str)
    if metric != "nominal":
        read_numbers(values, "ratings")
    at = {value: i for i, value in enumerate(values)}
    rows = [[-1 if _is_missing(value) else at[value] for value in row] for row in ratings]
    width = len(rows[0]) if rows else 0
    return np.array(rows, dtype=np.int64).reshape(len(rows), width), values


def _is_missing(value: Any) -> bool:
    return value is None or bool(value != value)  # noqa: PLR0124 - only NaN differs from itself


def _counts_by_unit(codes: Ints, n_values: int) -> Floats:
    counts = np.zeros((codes.shape[1], n_values))
    coder, unit = np.nonzero(codes >= 0)
    np.add.at(counts, (unit, codes[coder, unit]), 1)
    return counts


def _distances(metric: Metric, values: list[Any], margins: Floats) -> Floats:
    """Squared distance of every two values."""
    if metric == "nominal":
        return 1 - np.eye(len(values))
    if metric == "ordinal":
        middle = np.cumsum(margins) - margins / 2
        return np.subtract.outer(middle, middle) ** 2
    numbers = np.array(values, dtype=np.float64)
    apart = np.subtract.outer(numbers, numbers)
    if metric == "interval":
        return apart**2
    together = np.add.outer(numbers, numbers)
    return np.divide(apart, together, out=np.zeros_like(apart), where=together != 0) ** 2
