"""Weights that make a sample add up to what is known of the population."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError
from heedful.methods.weighting.effective import EffectiveBase, kish

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a respondent, in the order given, what they cost, and the rounds it took."""

    weights: Floats
    base: EffectiveBase
    rounds: int


@dataclass(frozen=True, slots=True)
class CalibratedTotal:
    """Weights calibrated to known totals, and the total and mean of ``y`` under them."""

    weights: Floats
    total: float
    mean: float
    min_weight: float
    max_weight: float


def rake_table(
    seed: ArrayLike,
    row_targets: ArrayLike,
    col_targets: ArrayLike,
    *,
    max_iter: int = 1000,
    tol: float = 1e-12,
) -> Floats:
    """Fit a table to given margins, keeping its odds ratios.

    Parameters
    ----------
    seed
        Counts or weights, shape (r, c), from 0 up.
    row_targets, col_targets
        Margins wanted, shapes (r,) and (c,), with one sum.
    max_iter
        Rounds at most.
    tol
        Largest relative error of a margin at which to stop.

    Returns
    -------
    numpy.ndarray
        Shape (r, c).

    Raises
    ------
    ArgumentError
        Shapes that do not fit, negative numbers, margins of different sums, a target above 0 for an empty row
        or column, no convergence.

    Notes
    -----
    Deming & Stephan (1940) Annals of Mathematical Statistics 11:427.

    Examples
    --------
    >>> rake_table([[1, 1], [1, 3]], [40, 60], [50, 50]).round(3).tolist()
    [[26.411, 13.589], [23.589, 36.411]]
    """
    table = _non_negative(seed, "seed", 2)
    rows, columns = _non_negative(row_targets, "row_targets", 1), _non_negative(col_targets, "col_targets", 1)
    if table.shape != (rows.size, columns.size):
        raise ArgumentError("seed", f"shape {table.shape} where targets ask {(rows.size, columns.size)}")
    if not np.isclose(rows.sum(), columns.sum(), rtol=1e-9):
        raise ArgumentError("col_targets", f"add up to {columns.sum():g}, the rows' to {rows.sum():g}")
    for _ in range(max_iter):
        table = table * _factors(rows, table.sum(axis=1), "row_targets")[:, None]
        table = table * _factors(columns, table.sum(axis=0), "col_targets")
        if np.all(np.abs(table.sum(axis=1) - rows) <= tol * np.maximum(rows, 1)):
            return table
    raise ArgumentError("max_iter", f"{max_iter} rounds do not reach the targets")


def rake_weights(
    columns: Mapping[str, Sequence[Hashable]],
    margins: Mapping[str, Mapping[Hashable, float]],
    *,
    base_weights: ArrayLike | None = None,
    max_iter: int = 1000,
    tol: float = 1e-11,
) -> Weights:
    """Rake respondents' weights to several margins at once.

    Parameters
    ----------
    columns
        Category of each respondent by column, sequences of length n.
    margins
        Population total (or share) of each category by column; every category that occurs must be named.
    base_weights
        Weights to start from, shape (n,), from 0 up; 1 when left out.
    max_iter
        Rounds at most.
    tol
        Largest relative error of a margin at which to stop.

    Returns
    -------
    Weights
        They add up to the margins of the last column; all columns' margins should have one sum.

    Raises
    ------
    ArgumentError
        A column without categories, a category without target or a target nobody can fill, margins of
        different sums, a negative number, no convergence (margins that contradict each other).

    Notes
    -----
    Deming & Stephan (1940); Deville, Särndal & Sautory (1993) JASA 88:1013. As R ``survey::rake`` run to
    convergence.

    Examples
    --------
    >>> w = rake_weights({"sex": ["f", "f", "m"]}, {"sex": {"f": 50, "m": 50}})
    >>> w.weights.tolist(), round(w.base.n_effective, 3)
    ([25.0, 25.0, 50.0], 2.667)
    """
    if not margins:
        raise ArgumentError("margins", "name no column")
    coded = [_code(columns, name, targets) for name, targets in margins.items()]
    n = coded[0][0].size
    _check_margins(coded, n)
    weights = np.ones(n) if base_weights is None else _non_negative(base_weights, "base_weights", 1)
    if weights.size != n:
        raise ArgumentError("base_weights", f"{weights.size} given for {n} respondents")
    for done in range(1, max_iter + 1):
        for codes, wanted in coded:
            weights = weights * _factors(wanted, np.bincount(codes, weights, wanted.size), "margins")[codes]
        if all(_is_met(codes, wanted, weights, tol) for codes, wanted in coded):
            return Weights(weights, kish(weights), done)
    raise ArgumentError("margins", f"are not met after {max_iter} rounds: do they contradict each other?")


def linear_calibration(
    auxiliaries: ArrayLike, totals: ArrayLike, base_weights: ArrayLike, y: ArrayLike
) -> CalibratedTotal:
    """Move weights as little as possible (chi-square distance) so that known totals come out.

    Parameters
    ----------
    auxiliaries
        Shape (n, k): a column of ones for the population size, dummies, or numbers.
    totals
        Population totals of the columns, shape (k,).
    base_weights
        Shape (n,), above 0 in all.
    y
        Answers, shape (n,).

    Returns
    -------
    CalibratedTotal
        Weights may be negative: look at ``min_weight``.

    Raises
    ------
    ArgumentError
        Shapes that do not fit, columns that are linearly dependent.

    Notes
    -----
    GREG: Deville & Särndal (1992) JASA 87:376; w = d (1 + x' lambda). As R ``survey::calibrate``.

    Examples
    --------
    >>> c = linear_calibration([[1, 0], [1, 0], [1, 1]], [30, 20], [10, 10, 10], [1, 2, 6])
    >>> c.weights.round(6).tolist(), round(c.mean, 4)
    ([5.0, 5.0, 20.0], 4.5)
    """
    x = np.asarray(auxiliaries, dtype=np.float64)
    known, d, answers = (np.asarray(values, dtype=np.float64) for values in (totals, base_weights, y))
    if x.ndim != 2 or known.shape != x.shape[1:] or not d.shape == answers.shape == x.shape[:1]:
        raise ArgumentError(
            "auxiliaries", f"shape {x.shape} does not fit {known.shape} totals, {d.shape} weights"
        )
    scale = np.maximum(np.abs(x).max(axis=0, initial=0), 1e-300)
    gram = (x / scale).T @ (d[:, None] * x / scale)
    if not x.size or np.linalg.matrix_rank(gram) < x.shape[1]:
        raise ArgumentError("auxiliaries", "columns are linearly dependent")
    pull = np.linalg.solve(gram, (known - x.T @ d) / scale)
    weights = d * (1 + (x / scale) @ pull)
    total = float(weights @ answers)
    return CalibratedTotal(
        weights, total, total / float(weights.sum()), float(weights.min()), float(weights.max())
    )


def _non_negative(values: ArrayLike, argument: str, dimensions: int) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != dimensions or not np.all(np.isfinite(array)) or np.any(array < 0):
        raise ArgumentError(argument, f"must be finite numbers from 0 up in {dimensions} dimension(s)")
    return array


def _factors(wanted: Floats, there: Floats, argument: str) -> Floats:
    if np.any((there == 0) & (wanted > 0)):
        raise ArgumentError(argument, "asks for a category in which there is nobody")
    factors: Floats = np.divide(wanted, there, out=np.zeros_like(wanted), where=there > 0)
    return factors


def _code(
    columns: Mapping[str, Sequence[Hashable]], name: str, targets: Mapping[Hashable, float]
) -> tuple[NDArray[np.intp], Floats]:
    if name not in columns:
        raise ArgumentError("columns", f"{name!r} is missing")
    place = {category: i for i, category in enumerate(targets)}
    for category in columns[name]:
        if category not in place:
            raise ArgumentError("margins", f"{category!r} of {name!r} has no target")
    codes = np.array([place[category] for category in columns[name]], dtype=np.intp)
    return codes, _non_negative(list(targets.values()), "margins", 1)


def _check_margins(coded: Sequence[tuple[NDArray[np.intp], Floats]], n: int) -> None:
    for codes, wanted in coded:
        if codes.size != n:
            raise ArgumentError("columns", f"{codes.size} respondents in one, {n} in another")
        if not np.isclose(wanted.sum(), coded[0][1].sum(), rtol=1e-6):
            raise ArgumentError("margins", f"add up to {coded[0][1].sum():g} and to {wanted.sum():g}")


def _is_met(codes: NDArray[np.intp], wanted: Floats, weights: Floats, tol: float) -> bool:
    reached = np.bincount(codes, weights, wanted.size)
    # Margins are often typed rounded: their sums may differ by as much as was let through above.
    slack = tol + abs(float(reached.sum() / wanted.sum()) - 1)
    return bool(np.all(np.abs(reached - wanted) <= slack * np.maximum(wanted, 1e-300)))
