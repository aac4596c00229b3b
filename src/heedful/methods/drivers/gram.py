"""The sums that every regression is a function of, and that add up over files, days and machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats, read_counts, read_numbers, stack_columns
from heedful.methods.errors import ArgumentError

_ROWS_AT_ONCE = 1 << 12


@dataclass(frozen=True, slots=True, eq=False)
class Gram:
    """Base, means and centred cross products of named columns.

    Kept centred, so that a large mean with a small spread loses no digits; two of disjoint rows add
    up with ``+`` (Chan, Golub & LeVeque 1979) to that of all rows, to rounding.

    Parameters
    ----------
    names
        Columns, in the order of ``means`` and ``products``.
    n
        Complete rows.
    w
        Sum of their weights; ``n`` without weights.
    means
        Weighted mean of each column, shape (p,).
    products
        Sums of weighted products of deviations from the means, shape (p, p).
    n_missing
        Rows left out because a column was missing.

    Examples
    --------
    >>> day1 = Gram.of({"nps": [9, 3], "speed": [5, 2]})
    >>> day2 = Gram.of({"nps": [7, None], "speed": [4, 4]})
    >>> both = day1 + day2
    >>> both.n, both.n_missing, both.means.round(2).tolist()
    (3, 1, [6.33, 3.67])
    """

    names: tuple[str, ...]
    n: int
    w: float
    means: Floats
    products: Floats
    n_missing: int = 0

    @classmethod
    def of(
        cls,
        columns: Mapping[str, ArrayLike],
        names: Sequence[str] | None = None,
        weights: ArrayLike | None = None,
    ) -> Gram:
        """Sums of raw columns, over the rows in which none of ``names`` (default all) is missing."""
        chosen = tuple(columns if names is None else names)
        if weights is None:
            rows, n_missing = stack_columns(columns, chosen)
            return cls.of_rows(chosen, rows, n_missing=n_missing)
        weight_name = "weights"
        weighted = {**columns, weight_name: read_counts(weights, weight_name)}
        rows, n_missing = stack_columns(weighted, (*chosen, weight_name))
        return cls.of_rows(chosen, rows[:, :-1], rows[:, -1], n_missing)

    @classmethod
    def of_rows(
        cls, names: Sequence[str], rows: Floats, weights: Floats | None = None, n_missing: int = 0
    ) -> Gram:
        """Sums of an array of shape (n, p) without missing values."""
        n, p = rows.shape
        w = float(n if weights is None else weights.sum())
        if w == 0:
            return cls(tuple(names), n, 0.0, np.zeros(p), np.zeros((p, p)), n_missing)
        # One pass, around a first guess of the means that is near enough to lose no digits.
        guess = rows[:_ROWS_AT_ONCE].mean(axis=0)
        sums, products = np.zeros(p), np.zeros((p, p))
        buffer = np.empty((min(n, _ROWS_AT_ONCE), p))
        for start in range(0, n, _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            block = np.subtract(part, guess, out=buffer[: len(part)])
            factor = np.ones(len(part)) if weights is None else weights[start : start + _ROWS_AT_ONCE]
            sums += factor @ block
            products += (block if weights is None else block * factor[:, None]).T @ block
        products -= np.outer(sums, sums) / w
        return cls(tuple(names), n, w, guess + sums / w, products, n_missing)

    @classmethod
    def of_sums(
        cls, names: Sequence[str], n: int, sums: ArrayLike, products: ArrayLike, w: float | None = None
    ) -> Gram:
        """From what a query returns: Σx, shape (p,), and Σxy, shape (p, p), not centred."""
        total = float(n if w is None else w)
        s, raw = read_numbers(sums, "sums"), read_numbers(products, "products", ndim=2)
        if raw.shape != (len(names), len(names)) or s.shape != (len(names),):
            raise ArgumentError("products", f"shape {raw.shape} for {len(names)} names")
        if total <= 0:
            return cls(tuple(names), n, 0.0, np.zeros(len(names)), np.zeros_like(raw))
        return cls(tuple(names), n, total, s / total, raw - np.outer(s, s) / total)

    def __add__(self, other: Gram) -> Gram:
        if other.names != self.names:
            raise ArgumentError("other", f"has columns {', '.join(other.names)}")
        w = self.w + other.w
        # What the means of both parts differ by is scatter that neither part has seen.
        step = other.means - self.means
        share = other.w / w if w else 0.0
        return Gram(
            self.names,
            self.n + other.n,
            w,
            self.means + share * step,
            self.products + other.products + self.w * share * np.outer(step, step),
            self.n_missing + other.n_missing,
        )

    def select(self, names: Sequence[str]) -> Gram:
        """The same rows, fewer or reordered columns."""
        absent = [name for name in names if name not in self.names]
        if absent:
            raise ArgumentError(absent[0], "is not among the columns")
        at = [self.names.index(name) for name in names]
        return Gram(
            tuple(names), self.n, self.w, self.means[at], self.products[np.ix_(at, at)], self.n_missing
        )

    @property
    def correlations(self) -> Floats:
        """Correlation matrix, shape (p, p); a column without variation correlates with nothing."""
        return correlations_of(self.products)

    @property
    def varies(self) -> tuple[bool, ...]:
        """Which columns have more than rounding error around their mean."""
        # The mean of equal numbers is not always that number, so a constant column has a tiny variance.
        noise = 1e-14 * (self.w * self.means**2)
        return tuple(bool(v) for v in np.diag(self.products) > noise)


def correlations_of(products: Floats) -> Floats:
    """Correlations from centred products.

    Parameters
    ----------
    products
        Centred cross products, shape (..., p, p).

    Returns
    -------
    ndarray
        Shape (..., p, p), diagonal 1; 0 off the diagonal for a column that does not vary.

    Notes
    -----
    Source: Pearson's product-moment correlation.

    Examples
    --------
    >>> correlations_of(np.array([[4.0, 2.0], [2.0, 4.0]]))
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    variances = np.diagonal(products, axis1=-2, axis2=-1)
    scale = np.divide(1.0, np.sqrt(variances), out=np.zeros_like(variances), where=variances > 0)
    correlations = products * scale[..., :, None] * scale[..., None, :]
    diagonal = np.arange(products.shape[-1])
    correlations[..., diagonal, diagonal] = 1.0
    return correlations


def read_gram(
    data: Gram | Mapping[str, ArrayLike], target: str, predictors: Sequence[str] | None
) -> tuple[Gram, tuple[str, ...]]:
    """Bring raw columns or a `Gram` into one shape: the predictors in order, the target last.

    Parameters
    ----------
    data
        A `Gram`, or columns by name, one value per row.
    target
        The score to explain.
    predictors
        The drivers; None means every other column.

    Returns
    -------
    tuple
        The `Gram` and the predictors.

    Raises
    ------
    ArgumentError
        No predictor, one named twice, the target among them, or a column that is not there.

    Notes
    -----
    Source: our convention.

    Examples
    --------
    >>> read_gram({"y": [1, 2], "x": [3, 5]}, "y", None)[0].names
    ('x', 'y')
    """
    columns = data.names if isinstance(data, Gram) else tuple(data)
    chosen = tuple(name for name in columns if name != target) if predictors is None else tuple(predictors)
    if not chosen or len(set(chosen)) < len(chosen) or target in chosen:
        raise ArgumentError("predictors", "must be one or more different columns other than the target")
    # The target last: the recursion over subsets takes predictors off the front.
    order = (*chosen, target)
    return (data.select(order) if isinstance(data, Gram) else Gram.of(data, order)), chosen
