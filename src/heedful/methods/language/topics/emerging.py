"""What is said more than before: groups of like remarks, ranked by their rate against the past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_level
from heedful.methods.comparisons.multiple import multiple_testing
from heedful.methods.errors import ArgumentError
from heedful.methods.language.topics.rates import clumping_of, expected_counts, surge_p
from heedful.methods.language.topics.tree import Groups, directions, nested_groups

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_SAME = 1e-4  # difference of heights below which there is none: the arithmetic rounds
UNLIKE = 0.8  # mean distance from which two clear groups are two topics
LARGEST_SHARE = 0.25  # a group of more than this of all remarks is no topic but a change of the whole


@dataclass(frozen=True, slots=True)
class EmergingTopic:
    """A group of like remarks. ``members`` are places in the rows, those of the window first.

    ``expected``, its band, ``p`` and ``q`` are ``None`` where there is no past to compare with.
    ``centre`` is the mean of the members as they were given; ``reach`` the nearness to it, by direction
    from the common centre, that nine in ten of its members have.
    """

    members: Ints
    count: int  # of them in the window
    before: int
    expected: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None
    tightness: float  # mean nearness to the centre, -1..1
    centre: Floats
    reach: float


@dataclass(frozen=True, slots=True)
class EmergingTopics:
    """Topics, the clearest first; all groups that were looked at are counted in ``tested``."""

    topics: tuple[EmergingTopic, ...]
    window: int
    past: int
    tested: int
    clumping: float
    common: Floats  # mean of all rows


def emerging_topics(
    rows: ArrayLike,
    period: ArrayLike,
    *,
    alpha: float = 0.1,
    fewest: int = 5,
    widest: float = 0.9,
    most: int = 50,
) -> EmergingTopics:
    """Find groups of like remarks that are more frequent in the last period than before.

    Parameters
    ----------
    rows
        Shape (n, d): where each remark lies (an encoder's numbers). Memory grows with n².
    period
        Shape (n,): whole numbers; the largest is the window, the others are periods of the past.
    alpha
        0..1: expected share of false topics among those returned.
    fewest
        Remarks of the window that make a topic.
    widest
        Mean distance (1 - cosine, by direction from the centre of all) up to which remarks are alike.
    most
        How many topics to return at most.

    Returns
    -------
    EmergingTopics
        Topics that do not overlap, by p; without a past by size, and then nothing is tested.

    Raises
    ------
    ArgumentError
        Rows and periods of different length, fewer than one remark a topic.

    Notes
    -----
    Remarks of window and past are grouped together, blind to their time, so that each group of the tree
    is a fair test: given its size, the number in the window is binomial when nothing has changed
    (compare the tree-based scan, Kulldorff, Fang & Walsh 2003, Biometrics 59:323), beta-binomial when the
    past shows that remarks come in bursts. All groups large enough to reach significance are tested;
    the false-discovery rate is held by Benjamini & Hochberg. Of groups within each other the clearest stays,
    unless it is two clear ones that are joined at a distance above 0.8.

    Examples
    --------
    >>> draw = np.random.default_rng(3)
    >>> old = draw.normal(size=(90, 8))
    >>> new = draw.normal(0, 0.1, size=(8, 8)) + 3 * np.eye(8)[0]
    >>> rows = np.vstack([old, new])
    >>> found = emerging_topics(rows, [0] * 60 + [1] * 38)
    >>> [(topic.count, topic.before) for topic in found.topics]
    [(8, 0)]
    """
    given = np.asarray(rows, dtype=np.float64)
    when = np.asarray(period, dtype=np.int64)
    if given.ndim != 2 or when.shape != (len(given),):
        raise ArgumentError("period", "must say the period of each row")
    if fewest < 1:
        raise ArgumentError("fewest", "must be 1 or more")
    check_level(alpha, "alpha")
    if not len(given):
        return EmergingTopics((), 0, 0, 0, 0.0, np.zeros(given.shape[1]))
    return _Search(given, when, alpha, fewest, widest, most).found()


class _Search:
    """One search: the tree, the counts of its groups, what is chosen of them."""

    def __init__(
        self, given: Floats, when: Ints, alpha: float, fewest: int, widest: float, most: int
    ) -> None:
        # Among remarks that are the same the tree joins by their order, which must not tell new from old.
        self.places = np.random.default_rng(0).permutation(len(given))
        self.given, self.when = given[self.places], when[self.places]
        self.alpha, self.fewest, self.widest, self.most = alpha, fewest, widest, most
        self.is_new = self.when == when.max()
        self.window, self.past = int(self.is_new.sum()), int((~self.is_new).sum())
        self.common = given.mean(axis=0)
        self.ways = directions(self.given)
        self.tree = nested_groups(self.ways)
        self.now = _within(self.tree, self.is_new)

    def found(self) -> EmergingTopics:
        able = self._able()
        if not self.past:
            return self._result(self._largest(able), None, None, 0.0)
        clumping = self._clumping(able)
        p = surge_p(self.now[able], self.tree.sizes[able], self.window / len(self.given), clumping)
        q = multiple_testing(p, adjust="bh", alpha=self.alpha).adjusted
        clear = able[(q <= self.alpha) & (self.now[able] >= self.fewest)]
        facts = dict(zip(able.tolist(), zip(p.tolist(), q.tolist(), strict=True), strict=True))
        single = clear[~self._is_union(clear)]
        by_p = sorted(single.tolist(), key=lambda group: (facts[group][0], self.tree.heights[group]))
        chosen = list(_apart(self.tree, by_p))[: self.most]
        return self._result(chosen, facts, len(able), clumping)

    def _able(self) -> Ints:
        """Return the groups that may be topics, by what does not tell the new from the old."""
        sizes, heights = self.tree.sizes, self.tree.heights
        able = (sizes >= self.fewest) & (heights <= self.widest) & ~_is_tied(self.tree)
        if self.past:
            # Tarone (1990): what cannot be significant even if all of it were new is no test.
            share = self.window / len(self.given)
            able &= sizes <= max(LARGEST_SHARE * len(self.given), self.fewest)
            able &= share**sizes <= self.alpha / 10
        return np.flatnonzero(able)

    def _is_union(self, clear: Ints) -> NDArray[np.bool_]:
        """Say which clear groups are two clear ones that have little to do with each other."""
        found = np.zeros(len(clear), bool)
        for place in np.flatnonzero(self.tree.heights[clear] > UNLIKE):
            start, size = self.tree.starts[clear[place]], self.tree.sizes[clear[place]]
            starts, sizes = self.tree.starts[clear], self.tree.sizes[clear]
            inside = (starts >= start) & (starts + sizes <= start + size) & (sizes < size)
            # Two that are clear and share nothing: the first ends before the last begins.
            found[place] = bool(inside.any() and (starts + sizes)[inside].min() <= starts[inside].max())
        return found

    def _clumping(self, able: Ints) -> float:
        """Look at the past alone, at groups as large as topics are, none within another."""
        periods = np.unique(self.when[~self.is_new])
        fair = able[self.tree.sizes[able] <= 10 * self.fewest]
        apart = list(_apart(self.tree, sorted(fair.tolist(), key=lambda group: -self.tree.sizes[group])))
        if len(periods) < 3 or not apart:
            return 0.0
        columns = [_within(self.tree, self.when == each)[apart] for each in periods]
        return clumping_of(np.stack(columns, axis=1), [(self.when == each).sum() for each in periods])

    def _largest(self, able: Ints) -> list[int]:
        enough = able[self.now[able] >= self.fewest]
        widest_first = sorted(enough.tolist(), key=lambda group: -self.tree.heights[group])
        outer = _apart(self.tree, widest_first)
        return sorted(outer, key=lambda group: -self.now[group])[: self.most]

    def _result(
        self,
        chosen: list[int],
        facts: dict[int, tuple[float, float]] | None,
        tested: int | None,
        clumping: float,
    ) -> EmergingTopics:
        topics = tuple(self._topic(group, facts[group] if facts else None, clumping) for group in chosen)
        return EmergingTopics(topics, self.window, self.past, tested or 0, clumping, self.common)

    def _topic(self, group: int, tested: tuple[float, float] | None, clumping: float) -> EmergingTopic:
        members = self.tree.members(group)
        members = np.concatenate([members[self.is_new[members]], members[~self.is_new[members]]])
        count = int(self.now[group])
        before = len(members) - count
        centre = self.given[members].mean(axis=0)
        nearness = self.ways[members] @ directions(centre[None], self.common)[0]
        band: tuple[float | None, float | None, float | None] = (None, None, None)
        if tested is not None:
            band = expected_counts(before, self.past, self.window, clumping=clumping)
        expected, low, high = band
        return EmergingTopic(
            members=self.places[members],
            count=count,
            before=before,
            expected=expected,
            low=low,
            high=high,
            p=tested[0] if tested else None,
            q=tested[1] if tested else None,
            tightness=float(nearness.mean()),
            centre=centre,
            reach=float(np.quantile(nearness, 0.1)),
        )


def _within(tree: Groups, marked: NDArray[np.bool_]) -> Ints:
    """Count marked rows in each group; a group is a stretch of the order."""
    sums = np.concatenate([[0], np.cumsum(marked[tree.order])])
    counts: Ints = sums[tree.starts + tree.sizes] - sums[tree.starts]
    return counts


def _is_tied(tree: Groups) -> NDArray[np.bool_]:
    """Say which groups are part of one that is joined as near: some of many remarks that are the same."""
    above = np.full(len(tree.sizes), np.inf)
    smallest = np.full(len(tree.order), -1)  # the last group seen that holds a place of the order
    for group, (start, size) in enumerate(zip(tree.starts, tree.sizes, strict=True)):
        for child in {int(smallest[start]), int(smallest[start + size - 1])} - {-1}:
            above[child] = tree.heights[group]
        smallest[start], smallest[start + size - 1] = group, group
    tied: NDArray[np.bool_] = above - tree.heights < _SAME
    return tied


def _apart(tree: Groups, wanted: list[int]) -> Iterator[int]:
    """Yield groups in their order of preference that share no row with one before."""
    taken = np.zeros(len(tree.order), bool)
    for group in wanted:
        stretch = slice(tree.starts[group], tree.starts[group] + tree.sizes[group])
        if not taken[stretch].any():
            taken[stretch] = True
            yield group
