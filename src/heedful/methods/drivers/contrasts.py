"""Which attributes only hurt, which only delight: penalty-reward contrasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats, stack_columns
from heedful.methods.drivers.regression import Regression, ols
from heedful.methods.errors import ArgumentError, TooFewAnswers

type Kind = Literal["basic", "excitement", "performance"]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Change of the overall score when an attribute is at its top, or at its bottom, against between."""

    reward: float | None
    penalty: float | None

    @property
    def kind(self) -> Kind | None:
        """Basic when the penalty is larger, excitement when the reward is; None when either is unknown."""
        if self.reward is None or self.penalty is None:
            return None
        if isclose(abs(self.penalty), self.reward, rel_tol=1e-9, abs_tol=1e-9):
            return "performance"
        return "basic" if abs(self.penalty) > self.reward else "excitement"


@dataclass(frozen=True, slots=True)
class PenaltyReward:
    """Contrasts by attribute, in units of the overall score; what it is with no top and no bottom."""

    contrasts: Mapping[str, Contrast]
    intercept: float | None
    r2: float | None
    n: int


def penalty_reward(
    overall: ArrayLike, attributes: Mapping[str, ArrayLike], *, low: Iterable[float], high: Iterable[float]
) -> PenaltyReward:
    """Regress the overall score on a reward (top) and a penalty (bottom) dummy per attribute.

    Parameters
    ----------
    overall
        The overall score, shape (n,).
    attributes
        Ratings by attribute, shape (n,) each; rows with a missing answer are left out.
    low, high
        Ratings that count as bottom and as top.

    Returns
    -------
    PenaltyReward
        A dummy nobody has, or that follows from the others, gets None.

    Raises
    ------
    TooFewAnswers
        No complete row.
    ArgumentError
        A rating is both low and high, no attribute, lengths differ.

    Notes
    -----
    Source: Brandt (1987), Add Value to Your Service; Matzler & Sauerwein (2002) International Journal of
    Service Industry Management 13:314.

    Examples
    --------
    >>> found = penalty_reward([9, 6, 2, 6, 3, 9], {"staff": [5, 3, 1, 4, 1, 5]}, low=[1, 2], high=[5])
    >>> staff = found.contrasts["staff"]
    >>> round(staff.reward, 2), round(staff.penalty, 2), staff.kind
    (3.0, -3.5, 'basic')
    """
    bottom, top = tuple(low), tuple(high)
    if set(bottom) & set(top):
        raise ArgumentError("low", "shares a value with high")
    if not attributes:
        raise ArgumentError("attributes", "none is given")
    names = list(attributes)
    rows, _ = stack_columns({**attributes, "overall score": overall}, [*names, "overall score"])
    if not len(rows):
        raise TooFewAnswers("overall", "no complete row")
    fit = ols(_dummies(rows, bottom, top), "y")
    return PenaltyReward(
        {name: _contrast(fit, i) for i, name in enumerate(names)},
        fit.coefficients["intercept"],
        fit.r2,
        fit.n,
    )


def _dummies(rows: Floats, low: Sequence[float], high: Sequence[float]) -> dict[str, ArrayLike]:
    columns: dict[str, ArrayLike] = {}
    for i in range(rows.shape[1] - 1):
        columns[f"reward {i}"] = np.isin(rows[:, i], high)
        columns[f"penalty {i}"] = np.isin(rows[:, i], low)
    return {**columns, "y": rows[:, -1]}


def _contrast(fit: Regression, i: int) -> Contrast:
    return Contrast(fit.coefficients[f"reward {i}"], fit.coefficients[f"penalty {i}"])
