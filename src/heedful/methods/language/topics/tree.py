"""Which remarks are alike: an average-link tree over rows of numbers, read as nested groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """Nested groups: group g is ``order[starts[g] : starts[g] + sizes[g]]``, joined at ``heights[g]``."""

    order: Ints
    starts: Ints
    sizes: Ints
    heights: Floats

    def members(self, group: int) -> Ints:
        """Return the places of the rows of a group.

        Examples
        --------
        >>> nested_groups([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1]]).members(0).tolist()
        [0, 2]
        """
        start = self.starts[group]
        return np.sort(self.order[start : start + self.sizes[group]])


def directions(rows: ArrayLike, centre: ArrayLike | None = None) -> Floats:
    """Take the common part out of rows and give each length 1.

    Parameters
    ----------
    rows
        Shape (n, d).
    centre
        Shape (d,); the mean of the rows when absent.

    Returns
    -------
    Floats
        Shape (n, d); a row that equals the centre stays zero.

    Raises
    ------
    ArgumentError
        Rows that are no table of finite numbers.

    Notes
    -----
    Encoders put all texts into a narrow cone; what they share says nothing of how they differ
    (Mu & Viswanath 2018, All-but-the-Top, ICLR).

    Examples
    --------
    >>> directions([[3.0, 1.0], [1.0, 1.0]]).tolist()
    [[1.0, 0.0], [-1.0, 0.0]]
    """
    found = np.asarray(rows, dtype=np.float64)
    if found.ndim != 2 or not np.isfinite(found).all():
        raise ArgumentError("rows", "must be a table of finite numbers")
    if not len(found):
        return found
    found = found - (found.mean(axis=0) if centre is None else np.asarray(centre, dtype=np.float64))
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(lengths > 1e-12, lengths, 1.0)


def nested_groups(rows: ArrayLike) -> Groups:
    """Join the two nearest groups again and again, near meaning the mean cosine distance of their rows.

    Parameters
    ----------
    rows
        Shape (n, d); each of length 1 (see :func:`directions`). Time and memory grow with n².

    Returns
    -------
    Groups
        The n - 1 groups of two and more, in the order in which they were joined.

    Raises
    ------
    ArgumentError
        Rows that are no table of finite numbers.

    Notes
    -----
    Average link (UPGMA), Sokal & Michener (1958); in an order of leaves every group is one stretch.

    Examples
    --------
    >>> found = nested_groups([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1]])
    >>> found.sizes.tolist(), found.heights.round(2).tolist()
    ([2, 3], [0.0, 0.95])
    """
    found = np.asarray(rows, dtype=np.float64)
    if found.ndim != 2 or not np.isfinite(found).all():
        raise ArgumentError("rows", "must be a table of finite numbers")
    n = len(found)
    if n < 2:
        empty = np.zeros(0, np.int64)
        return Groups(np.arange(n), empty, empty, np.zeros(0))
    from scipy.cluster.hierarchy import leaves_list, linkage

    links = linkage(_distances(found), method="average")
    order = np.asarray(leaves_list(links), dtype=np.int64)
    return Groups(order, _starts(links, order), links[:, 3].astype(np.int64), links[:, 2])


def _distances(rows: Floats, block: int = 256) -> Floats:
    """Return 1 - cosine of each pair, row by row: half of the square table, and never all of it at once."""
    n = len(rows)
    light = rows.astype(np.float32)
    found = np.empty(n * (n - 1) // 2)
    place = 0
    for first in range(0, n, block):
        beside = np.clip(1.0 - light[first : first + block] @ light[first:].T, 0.0, 2.0)
        for row in range(len(beside)):
            own = beside[row, row + 1 :]
            found[place : place + len(own)] = own
            place += len(own)
    return found


def _starts(links: Floats, order: Ints) -> Ints:
    n = len(order)
    first = np.empty(2 * n - 1, np.int64)
    first[order] = np.arange(n)
    for place, (left, right) in enumerate(links[:, :2].astype(np.int64)):
        first[n + place] = min(first[left], first[right])
    return first[n:]
