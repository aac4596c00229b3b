"""What is said more than before: groups of remarks, ranked by their rate against the past."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_level
from heedful.methods.comparisons.multiple import multiple_testing
from heedful.methods.errors import ArgumentError
from heedful.methods.language.topics.rates import clumping_of, expected_counts, surge_p
from heedful.methods.language.topics.tree import Groups, Rows, directions, nested_groups

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_SAME = 1e-4  # difference of heights below which there is none: the arithmetic rounds
UNLIKE = 0.8  # mean distance from which two clear groups are two topics
OVERLAP = 1 / 3  # of the smaller of two groups, from which they are one topic
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
    shared: int | None = None  # which of the groups that were given it is; None: a group of the tree


@dataclass(frozen=True, slots=True)
class EmergingTopics:
    """Topics, the clearest first; all groups that were looked at are counted in ``tested``.

    ``clumping`` is of the groups of the tree.
    """

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
    shared: Sequence[Collection[int] | Ints] = (),
) -> EmergingTopics:
    """Find groups of like remarks that are more frequent in the last period than before.

    Parameters
    ----------
    rows
        Shape (n, d): where each remark lies (an encoder's numbers). Time grows with n² d.
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
    shared
        Further groups, as places of rows: of remarks that share a word, say. Whoever made them must not
        have looked at the periods. They are looked at where there is a past.

    Returns
    -------
    EmergingTopics
        Topics that hardly overlap (by less than a third of the smaller), by p; without a past by size, and
        then nothing is tested.

    Raises
    ------
    ArgumentError
        Rows and periods of different length, fewer than one remark a topic.

    Notes
    -----
    Remarks of window and past are grouped together, blind to their time, so that each group of the tree
    is a fair test: given its size, the number in the window is binomial when nothing has changed
    (compare the tree-based scan, Kulldorff, Fang & Walsh 2003, Biometrics 59:323), beta-binomial when the
    past shows that remarks come in bursts; how much is estimated apart for the groups of the tree and for
    those that were given. All groups large enough to reach significance are tested;
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
    given = np.asarray(rows)
    if not np.issubdtype(given.dtype, np.floating):
        given = given.astype(np.float64)
    when = np.asarray(period, dtype=np.int64)
    if given.ndim != 2 or when.shape != (len(given),):
        raise ArgumentError("period", "must say the period of each row")
    if fewest < 1:
        raise ArgumentError("fewest", "must be 1 or more")
    check_level(alpha, "alpha")
    own = [np.asarray(group if isinstance(group, np.ndarray) else list(group), np.int64) for group in shared]
    if any(len(group) and (group.min() < 0 or group.max() >= len(given)) for group in own):
        raise ArgumentError("shared", "holds a place outside the rows")
    if not len(given):
        return EmergingTopics((), 0, 0, 0, 0.0, np.zeros(given.shape[1]))
    return _Search(given, when, alpha, fewest, widest, most, own).found()


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows in the order of the search. ``clumping`` is of groups of its kind."""

    rows: Ints
    p: float | None = None
    q: float | None = None
    clumping: float = 0.0
    shared: int | None = None


class _Search:
    """One search: the tree, the counts of its groups, what is chosen of them."""

    def __init__(
        self,
        given: Rows,
        when: Ints,
        alpha: float,
        fewest: int,
        widest: float,
        most: int,
        shared: Sequence[Ints],
    ) -> None:
        # Among remarks that are the same the tree joins by their order, which must not tell new from old.
        self.places = np.random.default_rng(0).permutation(len(given))
        self.given, self.when = given[self.places], when[self.places]
        self.alpha, self.fewest, self.widest, self.most = alpha, fewest, widest, most
        self.is_new = self.when == when.max()
        self.window, self.past = int(self.is_new.sum()), int((~self.is_new).sum())
        self.common = given.mean(axis=0, dtype=np.float64)
        self.ways = directions(self.given, self.common)
        self.tree = nested_groups(self.ways)
        self.now = _within(self.tree, self.is_new)
        where = np.argsort(self.places)
        self.shared = [where[group] for group in shared]

    def found(self) -> EmergingTopics:
        able = self._able()
        if not self.past:
            largest = [_Group(self.tree.members(group)) for group in self._largest(able)]
            return self._result(largest, 0, 0.0)
        tested, clumping = self._tested(able)
        groups = (tested[place] for place in self._clear(tested, able))
        return self._result(list(islice(_unlike(groups, len(self.given)), self.most)), len(tested), clumping)

    def _tested(self, able: Ints) -> tuple[list[_Group], float]:
        """Test groups of the tree and then those that were given; return also how the former clump."""
        sizes = np.array([len(group) for group in self.shared], np.int64)
        given = np.flatnonzero(self._is_testable(sizes))
        now = np.array([self.is_new[self.shared[one]].sum() for one in given], np.int64)
        share = self.window / len(self.given)
        clumping, of_given = self._clumping(able), self._clumping_of_shared(given)
        p = np.concatenate(
            [
                surge_p(self.now[able], self.tree.sizes[able], share, clumping),
                surge_p(now, sizes[given], share, of_given),
            ]
        )
        q = multiple_testing(p, adjust="bh", alpha=self.alpha).adjusted
        facts = list(zip(p.tolist(), q.tolist(), strict=True))
        of_tree = [
            _Group(self.tree.members(group), *tested, clumping)
            for group, tested in zip(able, facts, strict=False)
        ]
        of_words = [
            _Group(self.shared[one], *tested, of_given, int(one))
            for one, tested in zip(given, facts[len(able) :], strict=True)
        ]
        return of_tree + of_words, clumping

    def _clear(self, tested: Sequence[_Group], able: Ints) -> list[int]:
        """Return the groups with few enough false ones among them, the clearest and closest first."""
        clear = [
            place
            for place, group in enumerate(tested)
            if group.q is not None and group.q <= self.alpha and self.is_new[group.rows].sum() >= self.fewest
        ]
        of_tree = [place for place in clear if place < len(able)]
        is_union = dict(zip(of_tree, self._is_union(able[of_tree]).tolist(), strict=True))
        heights = self.tree.heights[able].tolist()
        return sorted(
            (place for place in clear if not is_union.get(place)),
            key=lambda place: (tested[place].p, heights[place] if place < len(able) else self.widest),
        )

    def _able(self) -> Ints:
        """Return the groups of the tree that may be topics, by what does not tell the new from the old."""
        sizes, heights = self.tree.sizes, self.tree.heights
        able = (sizes >= self.fewest) & (heights <= self.widest) & ~_is_tied(self.tree)
        if self.past:
            able &= self._is_testable(sizes)
        return np.flatnonzero(able)

    def _is_testable(self, sizes: Ints) -> NDArray[np.bool_]:
        share = self.window / len(self.given)
        largest = max(LARGEST_SHARE * len(self.given), self.fewest)
        # Tarone (1990): what cannot be significant even if all of it were new is no test.
        found: NDArray[np.bool_] = (
            (sizes >= self.fewest) & (sizes <= largest) & (share**sizes <= self.alpha / 10)
        )
        return found

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
        fair = able[self.tree.sizes[able] <= 10 * self.fewest]
        apart = _apart(self.tree, sorted(fair.tolist(), key=lambda group: -self.tree.sizes[group]))
        return self._clumping_of([self.tree.members(group) for group in apart])

    def _clumping_of_shared(self, able: Ints) -> float:
        return self._clumping_of(
            [self.shared[one] for one in able if len(self.shared[one]) <= 10 * self.fewest]
        )

    def _clumping_of(self, groups: Sequence[Ints]) -> float:
        periods = np.unique(self.when[~self.is_new])
        if len(periods) < 3 or not groups:
            return 0.0
        counts = [(self.when[rows][:, None] == periods).sum(axis=0) for rows in groups]
        return clumping_of(counts, [(self.when == each).sum() for each in periods])

    def _largest(self, able: Ints) -> list[int]:
        enough = able[self.now[able] >= self.fewest]
        widest_first = sorted(enough.tolist(), key=lambda group: -self.tree.heights[group])
        outer = _apart(self.tree, widest_first)
        return sorted(outer, key=lambda group: -self.now[group])[: self.most]

    def _result(self, chosen: Sequence[_Group], tested: int, clumping: float) -> EmergingTopics:
        topics = tuple(self._topic(group) for group in chosen)
        return EmergingTopics(topics, self.window, self.past, tested, clumping, self.common)

    def _topic(self, group: _Group) -> EmergingTopic:
        members = group.rows
        members = np.concatenate([members[self.is_new[members]], members[~self.is_new[members]]])
        count = int(self.is_new[members].sum())
        before = len(members) - count
        centre = self.given[members].mean(axis=0, dtype=np.float64)
        nearness = self.ways[members] @ directions(centre[None], self.common)[0]
        band: tuple[float | None, float | None, float | None] = (None, None, None)
        if group.p is not None:
            band = expected_counts(before, self.past, self.window, clumping=group.clumping)
        expected, low, high = band
        return EmergingTopic(
            members=self.places[members],
            count=count,
            before=before,
            expected=expected,
            low=low,
            high=high,
            p=group.p,
            q=group.q,
            tightness=float(nearness.mean()),
            centre=centre,
            reach=float(np.quantile(nearness, 0.1)),
            shared=group.shared,
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


def _unlike(groups: Iterable[_Group], n: int) -> Iterator[_Group]:
    """Yield groups in their order that share little with each of those before."""
    taken: list[NDArray[np.bool_]] = []
    for group in groups:
        rows = group.rows
        if all(int(mask[rows].sum()) < OVERLAP * min(len(rows), int(mask.sum())) for mask in taken):
            mask = np.zeros(n, bool)
            mask[rows] = True
            taken.append(mask)
            yield group
