"""Do judges rate the same targets alike?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats, read_numbers
from heedful.methods.errors import ArgumentError, TooFewAnswers


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """The six of Shrout & Fleiss, at most 1; None where nothing varies.

    1: judges differ from target to target; 2: the same judges, drawn from many; 3: just these judges. With k:
    of the mean of all judges.
    """

    icc1: float | None
    icc2: float | None
    icc3: float | None
    icc1k: float | None
    icc2k: float | None
    icc3k: float | None
    n: int


def icc(ratings: ArrayLike) -> IntraclassCorrelations:
    """Intraclass correlations of judges.

    Parameters
    ----------
    ratings
        One row per target, one column per judge, shape (n, k), both two or more; targets with a missing
        rating are left out.

    Returns
    -------
    IntraclassCorrelations
        From the mean squares of the two-way analysis of variance.

    Raises
    ------
    TooFewAnswers
        Fewer than two complete targets.
    ArgumentError
        Fewer than two judges, not numbers.

    Notes
    -----
    Source: Shrout & Fleiss (1979) Psychological Bulletin 86:420.

    Examples
    --------
    >>> found = icc([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> round(found.icc1, 2), round(found.icc2, 2), round(found.icc3, 2)
    (0.17, 0.29, 0.71)
    """
    rows = read_numbers(ratings, "ratings", ndim=2, missing=True)
    rows = rows[~np.isnan(rows).any(axis=1)]
    n, k = rows.shape
    if k < 2:
        raise ArgumentError("ratings", "needs two judges or more")
    if n < 2:
        raise TooFewAnswers("ratings", f"{n} complete targets")
    targets, judges, rest, within = _mean_squares(rows)
    return IntraclassCorrelations(
        _ratio(targets - within, targets + (k - 1) * within),
        _ratio(targets - rest, targets + (k - 1) * rest + k * (judges - rest) / n),
        _ratio(targets - rest, targets + (k - 1) * rest),
        _ratio(targets - within, targets),
        _ratio(targets - rest, targets + (judges - rest) / n),
        _ratio(targets - rest, targets),
        n,
    )


def _mean_squares(rows: Floats) -> tuple[float, float, float, float]:
    """Between targets, between judges, of what is left, and within targets."""
    n, k = rows.shape
    # From deviations, because squares of large ratings would cancel.
    deviations = rows - rows.mean()
    by_target, by_judge = deviations.mean(axis=1), deviations.mean(axis=0)
    left = deviations - by_target[:, None] - by_judge
    targets, judges = k * float(by_target @ by_target), n * float(by_judge @ by_judge)
    rest = float((left**2).sum())
    return (
        targets / (n - 1),
        judges / (k - 1),
        rest / ((n - 1) * (k - 1)),
        (judges + rest) / (n * (k - 1)),
    )


def _ratio(above: float, below: float) -> float | None:
    return above / below if below > 1e-14 * max(abs(above), 1e-300) else None
