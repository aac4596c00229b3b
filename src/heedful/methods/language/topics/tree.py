"""Which remarks are alike: an average-link tree over rows of numbers, read as nested groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]
type Rows = NDArray[np.floating[Any]]
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


def directions(rows: ArrayLike, centre: ArrayLike | None = None) -> Rows:
    """Take the common part out of rows and give each length 1.

    Parameters
    ----------
    rows
        Shape (n, d).
    centre
        Shape (d,); the mean of the rows when absent.

    Returns
    -------
    Rows
        Shape (n, d), in the precision of the rows; one that equals the centre stays zero.

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
    given = _table(rows)
    if not len(given):
        return given
    middle = given.mean(axis=0, dtype=np.float64) if centre is None else np.asarray(centre)
    found = given - middle.astype(given.dtype)
    lengths = np.sqrt(np.einsum("ij,ij->i", found, found))[:, None]
    found /= np.where(lengths > 16 * np.finfo(found.dtype).eps, lengths, 1.0)  # else rounding
    return found


def _table(rows: ArrayLike) -> Rows:
    found = np.asarray(rows)
    if not np.issubdtype(found.dtype, np.floating):
        found = found.astype(np.float64)
    if found.ndim != 2 or not np.isfinite(found).all():
        raise ArgumentError("rows", "must be a table of finite numbers")
    return found


def nested_groups(rows: ArrayLike) -> Groups:
    """Join the two nearest groups again and again, near meaning the mean cosine distance of their rows.

    Parameters
    ----------
    rows
        Shape (n, d); each of length 1 (see :func:`directions`). Time grows with n² d, memory with n d;
        counted in single precision.

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
    Average link (UPGMA), Sokal & Michener (1958), by pairs of groups that are each other's nearest
    (Murtagh 1983, The Computer Journal 26:354); in an order of leaves every group is one stretch.

    Examples
    --------
    >>> found = nested_groups([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1]])
    >>> found.sizes.tolist(), found.heights.round(2).tolist()
    ([2, 3], [0.0, 0.95])
    """
    growing = _Growing(_table(rows))
    while len(growing.names) > 1:
        growing.join_nearest()
    return growing.groups()


class _Growing:
    """The groups that are not yet joined, and how those that are were joined.

    The mean distance of two groups of directions follows from the mean of each, so that no table of all pairs
    is needed. Two groups that are each other's nearest stay so whatever else is joined (average link is
    reducible), hence all such pairs are joined at once; only those whose nearest was joined look again.
    """

    def __init__(self, rows: Rows, block: int = 256) -> None:
        n = len(rows)
        self.block = block
        self.names = np.arange(n)  # of the living groups: a row that each holds
        self.means = rows.astype(np.float32)
        self.sizes = np.ones(n, np.int64)
        self.heights = np.zeros(n)
        self.near = np.zeros(n, np.int64)
        self.nearness = np.zeros(n, np.float32)
        self.looking = np.arange(n)
        self.after = np.full(n, -1)  # the row that follows a row in the order of leaves
        self.last = np.arange(n)  # row of the group that a row begins
        self.joined: list[tuple[Ints, Ints, Floats]] = []  # first row, size, height

    def join_nearest(self) -> None:
        self._look()
        places = np.arange(len(self.near))
        left = np.flatnonzero((self.near[self.near] == places) & (places < self.near))
        if not len(left):  # among groups that are as near as each other arithmetic may see a circle
            left = self.nearness.argmax(keepdims=True)
        right = self.near[left]
        self._join(left, right)
        self._forget(left, right)

    def groups(self) -> Groups:
        """Return what was joined, by height; a group comes after those that it holds."""
        none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        rows, sizes, heights = (np.concatenate(column) for column in zip(none, *self.joined, strict=True))
        by_height = np.argsort(heights, kind="stable")
        order = self._order()
        starts = np.empty_like(order)
        starts[order] = np.arange(len(order))
        return Groups(order, starts[rows[by_height]], sizes[by_height], heights[by_height])

    def _look(self) -> None:
        for first in range(0, len(self.looking), self.block):
            some = self.looking[first : first + self.block]
            beside = self.means[some] @ self.means.T
            rows = np.arange(len(some))
            beside[rows, some] = -np.inf
            self.near[some] = beside.argmax(axis=1)
            self.nearness[some] = beside[rows, self.near[some]]

    def _join(self, left: Ints, right: Ints) -> None:
        nearness = np.einsum("ij,ij->i", self.means[left], self.means[right], dtype=np.float64)
        inner = np.maximum(self.heights[left], self.heights[right])  # never below them: arithmetic rounds
        self.heights[left] = np.maximum(np.clip(1.0 - nearness, 0.0, 2.0), inner)
        self.sizes[left] += self.sizes[right]
        share = (self.sizes[right] / self.sizes[left])[:, None].astype(np.float32)
        self.means[left] += share * (self.means[right] - self.means[left])
        self.after[self.last[self.names[left]]] = self.names[right]
        self.last[self.names[left]] = self.last[self.names[right]]
        self.joined.append((self.names[left], self.sizes[left], self.heights[left]))

    def _forget(self, left: Ints, right: Ints) -> None:
        """Drop the groups on the right, which those on the left hold now; say who has to look again."""
        lives, changed = np.ones(len(self.names), bool), np.zeros(len(self.names), bool)
        lives[right] = False
        changed[left] = changed[right] = True
        self.looking = np.flatnonzero((changed | changed[self.near])[lives])
        self.near = (np.cumsum(lives) - 1)[self.near[lives]]
        for name in ("names", "means", "sizes", "heights", "nearness"):
            setattr(self, name, getattr(self, name)[lives])

    def _order(self) -> Ints:
        order = np.empty(len(self.after), np.int64)
        row = self.names[0] if len(order) else -1
        for place in range(len(order)):
            order[place] = row
            row = self.after[row]
        return order
