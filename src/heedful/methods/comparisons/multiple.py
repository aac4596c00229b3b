"""Many questions asked of one set of answers: p-values adjusted for how many there were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]
type Adjustment = Literal["holm", "bh", "bonferroni", "hochberg", "by"]

ADJUSTMENTS: tuple[Adjustment, ...] = get_args(Adjustment.__value__)


@dataclass(frozen=True, slots=True)
class AdjustedTests:
    """Adjusted p-values in the original order, and how many are at most ``alpha``."""

    adjusted: Floats
    rejected: int
    alpha: float
    adjust: Adjustment


def multiple_testing(
    p_values: ArrayLike, *, adjust: Adjustment = "holm", alpha: float = 0.05
) -> AdjustedTests:
    """Adjust p-values for the number of tests.

    Parameters
    ----------
    p_values
        Shape (k,), 0..1; may be empty.
    adjust
        ``"holm"`` (default), ``"hochberg"``, ``"bonferroni"``: chance of any false finding is ``alpha``;
        ``"bh"``, ``"by"``: expected share of false findings is ``alpha`` (``"by"`` under any dependence).
    alpha
        0..1.

    Returns
    -------
    AdjustedTests
        Adjusted p-values never above 1 and never below the raw ones.

    Raises
    ------
    ArgumentError
        A p-value outside 0..1, an unknown adjustment.

    Notes
    -----
    Holm (1979); Hochberg (1988); Benjamini & Hochberg (1995) JRSS B 57:289; Benjamini & Yekutieli (2001).

    Examples
    --------
    >>> multiple_testing([0.01, 0.04, 0.03], adjust="bh").adjusted.round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    kind = check_choice(adjust, ADJUSTMENTS, "adjust")
    check_level(alpha, "alpha")
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or not np.all((p >= 0) & (p <= 1)):
        raise ArgumentError("p_values", "must be one row of numbers from 0 to 1")
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(_adjust(p[order], kind), 1)
    return AdjustedTests(adjusted, int((adjusted <= alpha).sum()), alpha, kind)


def _adjust(rising: Floats, kind: Adjustment) -> Floats:
    k = rising.size
    rank = np.arange(1, k + 1)
    if kind == "bonferroni":
        return rising * k
    if kind == "holm":
        return np.maximum.accumulate(rising * (k - rank + 1))
    factor = (k - rank + 1) if kind == "hochberg" else k / rank
    if kind == "by":
        factor = factor * (1 / rank).sum()
    return np.minimum.accumulate((rising * factor)[::-1])[::-1]
