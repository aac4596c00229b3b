"""How much of R² each driver is credited with: Shapley (LMG) shares and Johnson's relative weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats, read_numbers
from heedful.methods.drivers.gram import Gram, read_gram
from heedful.methods.drivers.subsets import shapley_of_subsets, subset_r2
from heedful.methods.errors import ArgumentError, TooFewAnswers

MOST_DRIVERS = 22
_ZERO_EIGENVALUE = 1e-11


@dataclass(frozen=True, slots=True)
class Importance:
    """Shares of R² by driver, 0..1: averaged over all orders, alone, and entered last.

    None throughout when the target does not vary.
    """

    r2: float | None
    shapley: Mapping[str, float | None]
    first: Mapping[str, float | None]
    last: Mapping[str, float | None]
    n: int


@dataclass(frozen=True, slots=True)
class RelativeWeights:
    """Johnson's weights, 0..1, summing to R²; the same in per cent of R²; signs of the coefficients."""

    r2: float | None
    weights: Mapping[str, float | None]
    rescaled_pct: Mapping[str, float | None]
    signs: Mapping[str, int | None]
    n: int | None


def shapley_r2(
    data: Gram | Mapping[str, ArrayLike], target: str, predictors: Sequence[str] | None = None
) -> Importance:
    """Share R² among drivers fairly: LMG, also called Shapley regression or general dominance.

    Parameters
    ----------
    data
        Columns by name, one value per row (rows with a missing value are left out), or a `Gram`.
    target
        The score to explain.
    predictors
        Up to 22 drivers; None means all other columns.

    Returns
    -------
    Importance
        Shares that sum to R². Copies share their credit; a driver that does not vary gets 0.

    Raises
    ------
    TooFewAnswers
        Fewer than two complete rows.
    ArgumentError
        A column is absent, not numeric or named twice, or there are more than 22 drivers.

    Notes
    -----
    Source: Lindeman, Merenda & Gold (1980); Grömping (2006) Journal of Statistical Software 17(1).
    All 2**p subsets are computed by one recursion of sweeps, see `subsets`.

    Examples
    --------
    >>> data = {"nps": [9, 7, 3, 8, 2], "speed": [5, 4, 2, 5, 1], "staff": [4, 5, 2, 3, 2]}
    >>> shares = shapley_r2(data, "nps")
    >>> round(shares.r2, 3), {k: round(v, 3) for k, v in shares.shapley.items()}
    (0.987, {'speed': 0.701, 'staff': 0.286})
    """
    gram, names = read_gram(data, target, predictors)
    _check_base(gram, names)
    if not gram.varies[-1]:
        nothing = dict.fromkeys(names)
        return Importance(None, nothing, nothing, nothing, gram.n)
    r2 = subset_r2(_clean_correlations(gram)[:, :, None])
    full, alone = r2.shape[0] - 1, [1 << j for j in range(len(names))]
    return Importance(
        float(r2[full, 0]),
        _by_name(names, shapley_of_subsets(r2, len(names))[:, 0]),
        _by_name(names, r2[alone, 0]),
        _by_name(names, r2[full, 0] - r2[[full - bit for bit in alone], 0]),
        gram.n,
    )


def relative_weights(
    data: Gram | Mapping[str, ArrayLike], target: str, predictors: Sequence[str] | None = None
) -> RelativeWeights:
    """Share R² among correlated drivers by Johnson's relative weights.

    Parameters
    ----------
    data
        Columns by name, one value per row (rows with a missing value are left out), or a `Gram`.
    target
        The score to explain.
    predictors
        The drivers, any number; None means all other columns.

    Returns
    -------
    RelativeWeights
        Weights that sum to R², close to the Shapley shares at p³ instead of 2**p cost.

    Raises
    ------
    TooFewAnswers
        Fewer than two complete rows.
    ArgumentError
        A column is absent, not numeric or named twice.

    Notes
    -----
    Source: Johnson (2000) Multivariate Behavioral Research 35:1.

    Examples
    --------
    >>> data = {"nps": [9, 7, 3, 8, 2], "speed": [5, 4, 2, 5, 1], "staff": [4, 5, 2, 3, 2]}
    >>> {k: round(v, 3) for k, v in relative_weights(data, "nps").weights.items()}
    {'speed': 0.701, 'staff': 0.286}
    """
    gram, names = read_gram(data, target, predictors)
    if gram.n < 2:
        raise TooFewAnswers("data", f"{gram.n} complete rows")
    if not gram.varies[-1]:
        nothing = dict.fromkeys(names)
        return RelativeWeights(None, nothing, nothing, dict.fromkeys(names), gram.n)
    return _johnson(_clean_correlations(gram), names, gram.n)


def relative_weights_of(names: Sequence[str], correlations: ArrayLike) -> RelativeWeights:
    """Relative weights from a correlation matrix, as published in a paper or kept by a department.

    Parameters
    ----------
    names
        The target first, then the drivers.
    correlations
        Their correlations, shape (p + 1, p + 1), in the same order.

    Returns
    -------
    RelativeWeights
        As `relative_weights`; the base is not known.

    Raises
    ------
    ArgumentError
        Not a correlation matrix: not square, not symmetric, diagonal not 1, or not possible.

    Notes
    -----
    Source: Johnson (2000) Multivariate Behavioral Research 35:1.

    Examples
    --------
    >>> w = relative_weights_of(["osat", "speed", "staff"], [[1, .6, .5], [.6, 1, .7], [.5, .7, 1]])
    >>> round(w.r2, 4), {k: round(v, 4) for k, v in w.weights.items()}
    (0.3725, {'speed': 0.2413, 'staff': 0.1313})
    """
    matrix = read_numbers(correlations, "correlations", ndim=2)
    if matrix.shape != (len(names), len(names)) or len(names) < 2:
        raise ArgumentError("correlations", f"shape {matrix.shape} for {len(names)} names")
    if not np.allclose(matrix, matrix.T, atol=1e-8) or not np.allclose(np.diag(matrix), 1, atol=1e-8):
        raise ArgumentError("correlations", "not symmetric with a diagonal of 1")
    if np.linalg.eigvalsh(matrix)[0] < -1e-8:
        raise ArgumentError("correlations", "no data can have them: an eigenvalue is negative")
    last = np.roll(np.arange(len(names)), -1)
    return _johnson(matrix[np.ix_(last, last)], tuple(names[1:]), None)


def johnson_weights(correlations: Floats) -> tuple[Floats, Floats]:
    """Raw relative weights and standardised coefficients of many correlation matrices.

    Parameters
    ----------
    correlations
        Correlations with the target last, shape (..., p + 1, p + 1).

    Returns
    -------
    tuple of ndarray
        Weights and coefficients, each of shape (..., p).

    Notes
    -----
    Source: Johnson (2000): with R = P D² P', the weights are the squares of PDP' times those of
    D⁻¹ rotated by P onto the target; directions without variance are left out.

    Examples
    --------
    >>> johnson_weights(np.array([[1.0, 0.6], [0.6, 1.0]]))[0].round(2)
    array([0.36])
    """
    values, vectors = np.linalg.eigh(correlations[..., :-1, :-1])
    towards = correlations[..., :-1, -1:]
    used = values > _ZERO_EIGENVALUE
    roots = np.sqrt(np.where(used, values, 0.0))
    inverse = np.divide(1.0, roots, out=np.zeros_like(roots), where=used)
    # Directions without variance hold no information on the target, as in a pseudo-inverse.
    turned = np.swapaxes(vectors, -1, -2)
    loadings = (vectors * roots[..., None, :]) @ turned
    on_axes = (vectors * inverse[..., None, :]) @ turned @ towards
    coefficients = (vectors * (inverse**2)[..., None, :]) @ turned @ towards
    return (loadings**2 @ on_axes**2)[..., 0], coefficients[..., 0]


def _johnson(correlations: Floats, names: tuple[str, ...], n: int | None) -> RelativeWeights:
    weights, coefficients = johnson_weights(correlations)
    r2 = float(weights.sum())
    signs = np.where(np.abs(coefficients) > 1e-12, np.sign(coefficients), 0).astype(int)
    return RelativeWeights(
        r2,
        _by_name(names, weights),
        _by_name(names, 100 * weights / r2) if r2 > 0 else dict.fromkeys(names),
        {name: int(sign) for name, sign in zip(names, signs, strict=True)},
        n,
    )


def _clean_correlations(gram: Gram) -> Floats:
    """Correlations in which a column with nothing but rounding error in it correlates with nothing."""
    correlations = gram.correlations
    for i, varies in enumerate(gram.varies):
        if not varies:
            correlations[i, :] = correlations[:, i] = 0.0
            correlations[i, i] = 1.0
    return correlations


def _check_base(gram: Gram, names: tuple[str, ...]) -> None:
    if gram.n < 2:
        raise TooFewAnswers("data", f"{gram.n} complete rows")
    if len(names) > MOST_DRIVERS:
        raise ArgumentError("predictors", f"{len(names)} are more than the {MOST_DRIVERS} all subsets allow")


def _by_name(names: Sequence[str], values: Floats) -> dict[str, float | None]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}
