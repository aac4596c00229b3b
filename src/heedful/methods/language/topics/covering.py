"""A few remarks that stand for many: chosen one after another, each for what the others leave unsaid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Covering:
    """``chosen`` are places of rows; ``speaks_for`` names for each row the place in ``chosen``, or -1."""

    chosen: tuple[int, ...]
    speaks_for: Ints

    def counted(self) -> tuple[int, ...]:
        """Return how many rows each chosen one speaks for, itself among them."""
        return tuple(int((self.speaks_for == place).sum()) for place in range(len(self.chosen)))


def covering_rows(
    rows: ArrayLike,
    most: int,
    *,
    alike: float = 0.5,
    able: ArrayLike | None = None,
    fewest: int = 1,
) -> Covering:
    """Choose rows that together are near to as many as possible.

    Parameters
    ----------
    rows
        Shape (n, d); each of length 1.
    most
        How many to choose at most, 1 or more.
    alike
        0..1: cosine from which a row speaks for another.
    able
        Shape (n,): which rows may be chosen; all when absent.
    fewest
        How many rows a chosen one must speak for that none before it does.

    Returns
    -------
    Covering
        The chosen, the one that says most first; no two of them are alike.

    Raises
    ------
    ArgumentError
        Rows that are no table, fewer than one to choose.

    Notes
    -----
    Facility location, a submodular function: choosing greedily reaches at least 1 - 1/e of the best
    (Nemhauser, Wolsey & Fisher 1978); for summaries, Lin & Bilmes (2011), ACL. Nearness counts above
    ``alike`` alone, so that what many say weighs more than what is a little like everything.

    Examples
    --------
    >>> found = covering_rows([[1.0, 0.0], [0.0, 1.0], [0.98, 0.199]], 2)
    >>> found.chosen, found.counted()
    ((0, 1), (2, 1))
    """
    given = np.asarray(rows, dtype=np.float64)
    if given.ndim != 2:
        raise ArgumentError("rows", "must be a table")
    if most < 1:
        raise ArgumentError("most", "must be 1 or more")
    near = given @ given.T
    np.fill_diagonal(near, 1.0)
    gain = np.where(near >= alike, near, 0.0)  # a row a candidate: what it says for each other
    may = np.ones(len(given), bool) if able is None else np.asarray(able, bool).copy()
    chosen = _greedy(gain, may, most, fewest)
    return Covering(tuple(chosen), _speakers(near, chosen, alike))


def _greedy(gain: Floats, may: NDArray[np.bool_], most: int, fewest: int) -> list[int]:
    covered = np.zeros(len(gain))
    chosen: list[int] = []
    while len(chosen) < most and may.any():
        added = np.maximum(gain - covered, 0.0).sum(axis=1)
        best = int(np.argmax(np.where(may, added, -1.0)))
        newly = int(((covered == 0) & (gain[best] > 0)).sum())
        if newly < fewest:
            may[best] = False
            continue
        chosen.append(best)
        covered = np.maximum(covered, gain[best])
        may &= gain[best] == 0  # who is spoken for speaks for nobody
    return chosen


def _speakers(near: Floats, chosen: list[int], alike: float) -> Ints:
    if not chosen:
        return np.full(len(near), -1, np.int64)
    towards = near[:, chosen]
    best = towards.argmax(axis=1)
    return np.where(towards.max(axis=1) >= alike, best, -1).astype(np.int64)
