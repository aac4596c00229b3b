"""May individual answers be aggregated to branches?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_positive
from heedful.methods.arrays import read_numbers
from heedful.methods.errors import ArgumentError, TooFewAnswers


@dataclass(frozen=True, slots=True)
class GroupMoments:
    """Base, mean and sum of squared deviations of one group's answers: all that aggregation needs of it.

    Examples
    --------
    >>> GroupMoments.of([4, 5, None]) + GroupMoments.of([3])
    GroupMoments(n=3, mean=4.0, squares=2.0)
    """

    n: int
    mean: float
    squares: float

    @classmethod
    def of(cls, answers: ArrayLike) -> GroupMoments:
        """Of raw answers, None where missing."""
        values = read_numbers(answers, "groups", missing=True)
        values = values[~np.isnan(values)]
        if not values.size:
            return cls(0, 0.0, 0.0)
        mean = float(values.mean())
        return cls(values.size, mean, float(((values - mean) ** 2).sum()))

    def __add__(self, other: GroupMoments) -> GroupMoments:
        n = self.n + other.n
        share = other.n / n if n else 0.0
        step = other.mean - self.mean
        return GroupMoments(
            n, self.mean + share * step, self.squares + other.squares + self.n * share * step**2
        )


@dataclass(frozen=True, slots=True)
class Aggregation:
    """Whether branches differ and agree within.

    ``icc1``: share of variance between branches; ``icc2``: reliability of branch means; ``rwg``: agreement
    within each branch, None with fewer than two answers; ``deff``: factor by which clustering widens
    variances. None where nothing varies.
    """

    icc1: float | None
    icc2: float | None
    f: float | None
    p_value: float | None
    deff: float | None
    rwg: Mapping[str, float | None]
    n: int


def aggregation(
    groups: Mapping[str, ArrayLike | GroupMoments], *, scale_points: int, rwg_truncate: bool = False
) -> Aggregation:
    """Test whether answers of individuals may be reported as a property of their branch.

    Parameters
    ----------
    groups
        Answers by branch, shape (n,) each, None where missing, or their `GroupMoments`; two branches or
        more with an answer.
    scale_points
        Points A of the answer scale; random answers would have variance (A² - 1) / 12.
    rwg_truncate
        Report agreement below chance as 0.

    Returns
    -------
    Aggregation
        From the one-way analysis of variance, with the mean branch size as k.

    Raises
    ------
    TooFewAnswers
        Fewer than two branches with answers, or no branch with two.
    ArgumentError
        Fewer than two scale points, not numbers.

    Notes
    -----
    Source: Bliese (2000) for ICC(1) = (MSB - MSW) / (MSB + (k-1) MSW) and ICC(2) = (MSB - MSW) / MSB;
    James, Demaree & Wolf (1984) for r_wg = 1 - s² / ((A² - 1) / 12); Kish (1965) for 1 + (k-1) ICC(1).

    Examples
    --------
    >>> found = aggregation({"north": [4, 5, 4, 5], "south": [2, 3, 2, 3]}, scale_points=5)
    >>> round(found.icc1, 3), round(found.icc2, 3), round(found.rwg["north"], 3)
    (0.852, 0.958, 0.833)
    """
    if scale_points < 2:
        raise ArgumentError("scale_points", f"{scale_points!r} is fewer than 2")
    moments = {name: g if isinstance(g, GroupMoments) else GroupMoments.of(g) for name, g in groups.items()}
    used = [m for m in moments.values() if m.n]
    n = sum(m.n for m in used)
    if len(used) < 2 or n == len(used):
        raise TooFewAnswers("groups", "needs two branches with answers, one of them with two")
    centre = sum(m.n * m.mean for m in used) / n
    noise = 1e-26 * n * (1 + centre**2)
    between = _above(noise, sum(m.n * (m.mean - centre) ** 2 for m in used) / (len(used) - 1))
    within = _above(noise, sum(m.squares for m in used) / (n - len(used)))
    expected = check_positive((scale_points**2 - 1) / 12, "scale_points")
    rwg = {name: _agreement(m, expected, truncate=rwg_truncate) for name, m in moments.items()}
    k = n / len(used)
    if between + within == 0:
        return Aggregation(None, None, None, None, None, rwg, n)
    icc1 = (between - within) / (between + (k - 1) * within)
    f, p = _f_test(between, within, len(used), n)
    icc2 = (between - within) / between if between > 0 else None
    return Aggregation(icc1, icc2, f, p, 1 + (k - 1) * icc1, rwg, n)


def _above(noise: float, square: float) -> float:
    """A mean square, 0 when it is nothing but rounding: ratios of rounding errors mean nothing."""
    return square if square > noise else 0.0


def _f_test(between: float, within: float, k: int, n: int) -> tuple[float | None, float | None]:
    """No F without variance within: every difference between branches is then beyond doubt."""
    from scipy.special import fdtrc

    if within == 0:
        return None, None
    f = between / within
    return f, float(fdtrc(k - 1, n - k, f))


def _agreement(moments: GroupMoments, expected: float, *, truncate: bool) -> float | None:
    if moments.n < 2:
        return None
    rwg = 1 - moments.squares / (moments.n - 1) / expected
    return max(rwg, 0.0) if truncate else rwg
