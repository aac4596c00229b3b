"""Ordinary least squares from sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats
from heedful.methods.drivers.gram import Gram, correlations_of, read_gram
from heedful.methods.quantiles import t_p

# Below this share of its variance a predictor is a copy of those before it (as R's lm, 1e-7 on lengths).
COLLINEAR = 1e-11

type PerName = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted least-squares line. None where a predictor adds nothing of its own, or nothing is left over.

    ``coefficients``, ``std_errors`` and ``p_values`` hold ``"intercept"`` too and are in units of the
    target per unit of the predictor; ``standardized`` is in standard deviations; ``vif`` from 1 up.
    """

    coefficients: PerName
    std_errors: PerName
    p_values: PerName
    standardized: PerName
    vif: PerName
    r2: float | None
    adj_r2: float | None
    n: int
    df: int


@dataclass(frozen=True, slots=True)
class _Fit:
    """Slopes of the kept predictors with the inverse of their centred products."""

    kept: list[int]
    slopes: Floats
    inverse: Floats
    vif: Floats
    r2: float


def ols(
    data: Gram | Mapping[str, ArrayLike], target: str, predictors: Sequence[str] | None = None
) -> Regression:
    """Fit ordinary least squares with an intercept.

    Parameters
    ----------
    data
        Columns by name, one value per row (rows with a missing value are left out), or a `Gram`.
    target
        Column to explain.
    predictors
        Columns that explain it; None means all others.

    Returns
    -------
    Regression
        Coefficients, standard errors, two-sided t-test p-values, R², variance inflation. A predictor
        that is a linear function of those before it gets None and is left out, as in R.

    Raises
    ------
    ArgumentError
        A column is absent, not numeric, or named twice.

    Notes
    -----
    Source: R's ``lm``; standard errors σ²(X'X)⁻¹ with σ² = RSS / (n - p - 1). Computed from centred,
    scaled cross products, so partial sums from several machines give the same result. Weights scale
    to a sum of n.

    Examples
    --------
    >>> fit = ols({"y": [1, 3, 4, 6], "x": [0, 1, 2, 3]}, "y")
    >>> round(fit.coefficients["x"], 6), round(fit.r2, 4)
    (1.6, 0.9846)
    """
    gram, names = read_gram(data, target, predictors)
    fit = _fit(gram)
    df = gram.n - len(fit.kept) - 1
    # A perfect fit may leave a remainder of less than nothing.
    residual = max(gram.products[-1, -1] * (1 - fit.r2), 0.0)
    variance = residual / df if df > 0 else None
    coefficients = _coefficients(gram, fit)
    errors = _errors(gram, fit, variance)
    labels = ("intercept", *names)
    spread = np.sqrt(np.diag(gram.products))
    varies = gram.varies[-1]
    return Regression(
        dict(zip(labels, coefficients, strict=True)),
        dict(zip(labels, errors, strict=True)),
        {
            label: _p_value(value, error, df)
            for label, value, error in zip(labels, coefficients, errors, strict=True)
        },
        {
            name: None if value is None or not varies else float(value * spread[i] / spread[-1])
            for i, (name, value) in enumerate(zip(names, coefficients[1:], strict=True))
        },
        {name: _at(fit, fit.vif, i) for i, name in enumerate(names)},
        fit.r2 if varies else None,
        1 - (1 - fit.r2) * (gram.n - 1) / df if varies and df > 0 else None,
        gram.n,
        max(df, 0),
    )


def independent_columns(products: Floats, varies: Sequence[bool]) -> list[int]:
    """Which columns are no linear function of those before them.

    Parameters
    ----------
    products
        Centred cross products, shape (p, p).
    varies
        Whether each column varies at all.

    Returns
    -------
    list of int
        Positions kept, in order.

    Notes
    -----
    Source: the pivoting of R's ``lm``, as a Gram-Schmidt sweep of the correlation matrix.

    Examples
    --------
    >>> independent_columns(np.array([[1.0, 1.0], [1.0, 1.0]]), [True, True])
    [0]
    """
    left = correlations_of(products)
    kept: list[int] = []
    for i, variation in enumerate(varies):
        if not variation or left[i, i] <= COLLINEAR:
            continue
        kept.append(i)
        left = left - np.outer(left[:, i], left[i]) / left[i, i]
    return kept


def _fit(gram: Gram) -> _Fit:
    p = len(gram.names) - 1
    # Like R, leave out what follows from the columns before it, so that order decides and not rounding.
    kept = independent_columns(gram.products[:p, :p], gram.varies[:p]) if gram.n > 1 else []
    if not kept:
        return _Fit([], np.zeros(0), np.zeros((0, 0)), np.zeros(0), 0.0)
    spread = np.sqrt(np.diag(gram.products))[[*kept, p]]
    scale = np.where(spread > 0, spread, 1.0)
    scaled = gram.products[np.ix_([*kept, p], [*kept, p])] / np.outer(scale, scale)
    inverse = np.linalg.inv(scaled[:-1, :-1])
    betas = inverse @ scaled[:-1, -1]
    return _Fit(
        kept,
        betas * scale[-1] / scale[:-1],
        inverse / np.outer(scale[:-1], scale[:-1]),
        np.diag(inverse).copy(),
        float(min(max(betas @ scaled[:-1, -1], 0.0), 1.0)),
    )


def _at(fit: _Fit, values: Floats, i: int) -> float | None:
    return float(values[fit.kept.index(i)]) if i in fit.kept else None


def _coefficients(gram: Gram, fit: _Fit) -> list[float | None]:
    if gram.n == 0:
        return [None] * len(gram.names)
    intercept = float(gram.means[-1] - fit.slopes @ gram.means[fit.kept])
    return [intercept, *(_at(fit, fit.slopes, i) for i in range(len(gram.names) - 1))]


def _errors(gram: Gram, fit: _Fit, variance: float | None) -> list[float | None]:
    if variance is None:
        return [None] * len(gram.names)
    centre = gram.means[fit.kept]
    at_zero = sqrt(variance * (1 / gram.w + centre @ fit.inverse @ centre))
    slopes = np.sqrt(variance * np.diag(fit.inverse))
    return [at_zero, *(_at(fit, slopes, i) for i in range(len(gram.names) - 1))]


def _p_value(value: float | None, error: float | None, df: int) -> float | None:
    return t_p(value / error, df) if value is not None and error else None
