"""Do the items of a scale measure one thing?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import read_numbers
from heedful.methods.drivers.gram import Gram
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Consistency:
    """Cronbach's alpha of raw and of standardised items, at most 1; None where items do not vary."""

    alpha: float | None
    standardized_alpha: float | None
    n: int


def cronbach_alpha(items: ArrayLike | Gram) -> Consistency:
    """Internal consistency of the items of a scale.

    Parameters
    ----------
    items
        Answers, one row per respondent and one column per item, shape (n, k), k of two or more; rows with
        a missing answer are left out. Or their `Gram`.

    Returns
    -------
    Consistency
        Raw from variances, standardised from the mean correlation.

    Raises
    ------
    ArgumentError
        Fewer than two items, not numbers.

    Notes
    -----
    Source: Cronbach (1951) Psychometrika 16:297; R's ``psych::alpha``.

    Examples
    --------
    >>> found = cronbach_alpha([[5, 4, 5], [3, 3, 2], [4, 4, 4], [2, 1, 3], [5, 5, 4]])
    >>> round(found.alpha, 3), round(found.standardized_alpha, 3)
    (0.898, 0.901)
    """
    gram = items if isinstance(items, Gram) else _gram(items)
    k = len(gram.names)
    if k < 2:
        raise ArgumentError("items", "needs two items or more")
    own, total = float(np.trace(gram.products)), float(gram.products.sum())
    alpha = k / (k - 1) * (1 - own / total) if total > 1e-14 * max(own, 1e-300) else None
    standardized = None
    if all(gram.varies):
        mean_r = (float(gram.correlations.sum()) - k) / (k * (k - 1))
        below = 1 + (k - 1) * mean_r
        standardized = k * mean_r / below if below > 1e-12 else None
    return Consistency(alpha, standardized, gram.n)


def _gram(items: ArrayLike) -> Gram:
    rows = read_numbers(items, "items", ndim=2, missing=True)
    complete = rows[~np.isnan(rows).any(axis=1)]
    names = [str(i) for i in range(rows.shape[1])]
    return Gram.of_rows(names, complete, n_missing=len(rows) - len(complete))
