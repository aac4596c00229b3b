"""Do comments read today still resemble those the readers were judged on?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import batched

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_positive
from heedful.methods.arrays import Floats, read_numbers
from heedful.methods.errors import ArgumentError

PERMUTATIONS = 999
_AT_ONCE = 100  # permutations: a flag for each row and each of them is held at a time


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the middle of new rows lies from that of the reference, and how rarely chance does that.

    ``distance`` is 0 when both middles are one, in the unit of the rows; ``p`` is never 0. Both are None
    when there are fewer than two rows on a side.
    """

    distance: float | None
    p: float | None
    n_reference: int
    n: int


def mean_shift(
    reference: ArrayLike, rows: ArrayLike, *, rng: np.random.Generator, permutations: int = PERMUTATIONS
) -> Shift:
    """Has the middle of rows of numbers (where comments lie) moved?

    Parameters
    ----------
    reference
        Rows to compare with, shape (n, d).
    rows
        New rows, shape (m, d).
    rng
        Draws the permutations: the same generator gives the same answer.
    permutations
        How many; the smallest possible p is 1 / (permutations + 1).

    Returns
    -------
    Shift
        Euclidean distance of the two means, and the share of permutations that part them as far or farther.

    Raises
    ------
    ArgumentError
        Rows of different width, no permutations.

    Notes
    -----
    A permutation test of equality of means in many dimensions: exact in its level whatever the
    distribution, provided rows are exchangeable when nothing changed. Source: Good (2005), Permutation,
    Parametric and Bootstrap Tests of Hypotheses, chapter 3; the "+1" after Phipson and Smyth (2010).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> before, after = rng.normal(0, 1, (60, 3)), rng.normal(1, 1, (40, 3))
    >>> mean_shift(before, after, rng=rng).p
    0.001
    """
    check_positive(permutations, "permutations")
    old, new = read_numbers(reference, "reference", ndim=2), read_numbers(rows, "rows", ndim=2)
    if old.shape[1] != new.shape[1]:
        raise ArgumentError("rows", "must be as wide as the reference")
    n, m = len(old), len(new)
    if n < 2 or m < 2:
        return Shift(None, None, n, m)
    pooled = np.vstack([old, new])
    total = pooled.sum(axis=0)
    seen = _parted(pooled[n:].sum(axis=0)[None, :], total, n, m)[0]
    reached = 0
    for some in batched(range(permutations), _AT_ONCE, strict=False):
        drawn = np.zeros((len(some), n + m))
        for one in drawn:
            one[rng.choice(n + m, m, replace=False)] = 1.0
        by_chance = _parted(drawn @ pooled, total, n, m)
        # Sums in another order may differ in the last digit; such a tie counts against an alarm.
        reached += int((by_chance >= seen * (1 - 1e-9)).sum())
    return Shift(float(seen), (reached + 1) / (permutations + 1), n, m)


def _parted(sums: Floats, total: Floats, n: int, m: int) -> Floats:
    """Return how far the means of m rows lie from those of the n others; a row of sums each."""
    parted: Floats = np.linalg.norm(sums / m - (total - sums) / n, axis=1)
    return parted
