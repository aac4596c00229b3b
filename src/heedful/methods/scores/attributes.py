"""What to do about each attribute: importance against performance, Kano, best-worst choices."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from heedful.methods.arguments import check_count
from heedful.methods.errors import ArgumentError

type Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]
type KanoCategory = Literal["A", "O", "M", "I", "R", "Q"]

KANO_ANSWERS = ("like", "must_be", "neutral", "live_with", "dislike")
# Rows: answer when the feature is there; columns: answer when it is not.
_KANO_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
_KANO_CATEGORIES: tuple[KanoCategory, ...] = ("A", "O", "M", "I", "R", "Q")
_KANO_TIES: tuple[KanoCategory, ...] = ("M", "O", "A", "I", "R", "Q")


@dataclass(frozen=True, slots=True)
class ImportancePerformance:
    """Where the cross hairs lie, and the quadrant of each attribute in the order given."""

    importance_mean: float
    performance_mean: float
    quadrants: tuple[Quadrant, ...]


@dataclass(frozen=True, slots=True)
class Kano:
    """Answers by category, the category most named, and Berger's coefficients (None without a base)."""

    counts: Mapping[KanoCategory, float]
    category: KanoCategory | None
    better: float | None
    worse: float | None


@dataclass(frozen=True, slots=True)
class BestWorstTask:
    """One choice task: the items shown, the one named best and the one named worst (None if not named)."""

    items: Sequence[Hashable]
    best: Hashable | None
    worst: Hashable | None


def importance_performance(
    importance: Sequence[float], performance: Sequence[float]
) -> ImportancePerformance:
    """Quadrants of importance and performance, divided at the means of the attributes.

    Parameters
    ----------
    importance, performance
        One value an attribute, same length, each in one unit.

    Returns
    -------
    ImportancePerformance
        A value on the mean counts as above it.

    Raises
    ------
    ArgumentError
        No attributes, or lengths that differ.

    Notes
    -----
    Martilla & James (1977) Journal of Marketing 41:77.

    Examples
    --------
    >>> importance_performance([4, 4, 1, 1], [1, 5, 1, 5]).quadrants
    ('concentrate_here', 'keep_up', 'low_priority', 'possible_overkill')
    """
    if not importance or len(importance) != len(performance):
        raise ArgumentError("performance", f"{len(performance)} given for {len(importance)} attributes")
    across, up = sum(importance) / len(importance), sum(performance) / len(performance)
    quadrants = tuple(_quadrant(i >= across, p >= up) for i, p in zip(importance, performance, strict=True))
    return ImportancePerformance(across, up, quadrants)


def _quadrant(is_important: bool, is_good: bool) -> Quadrant:
    if is_important:
        return "keep_up" if is_good else "concentrate_here"
    return "possible_overkill" if is_good else "low_priority"


def kano_pairs(pairs: Iterable[tuple[str, str]]) -> dict[KanoCategory, float]:
    """Sort pairs of answers into Kano's categories.

    Parameters
    ----------
    pairs
        (answer if the feature is there, answer if it is not), each one of ``KANO_ANSWERS``.

    Returns
    -------
    dict
        Count by category: Attractive, One-dimensional, Must-be, Indifferent, Reverse, Questionable.

    Raises
    ------
    ArgumentError
        An answer that is not one of the five.

    Notes
    -----
    Evaluation table of Kano et al. (1984).

    Examples
    --------
    >>> kano_pairs([("like", "dislike"), ("neutral", "dislike")])
    {'A': 0, 'O': 1, 'M': 1, 'I': 0, 'R': 0, 'Q': 0}
    """
    counts: dict[KanoCategory, float] = dict.fromkeys(_KANO_CATEGORIES, 0)
    for functional, dysfunctional in pairs:
        for answer in (functional, dysfunctional):
            if answer not in KANO_ANSWERS:
                raise ArgumentError("pairs", f"{answer!r} is none of {', '.join(KANO_ANSWERS)}")
        cell = _KANO_TABLE[KANO_ANSWERS.index(functional)][KANO_ANSWERS.index(dysfunctional)]
        counts[_KANO_CATEGORIES[_KANO_CATEGORIES.index(cell)]] += 1
    return counts


def kano(counts: Mapping[KanoCategory, float]) -> Kano:
    """Kano category of a feature, and how much it pleases when there and hurts when missing.

    Parameters
    ----------
    counts
        Answers by category, as `kano_pairs` returns them; a category left out is 0.

    Returns
    -------
    Kano
        ``category`` is the most frequent, ties broken M, O, A, I; None without answers. ``better`` lies in
        0..1, ``worse`` in -1..0; both None when no answer is A, O, M or I.

    Raises
    ------
    ArgumentError
        An unknown category or a negative count.

    Notes
    -----
    Kano et al. (1984); coefficients of Berger et al. (1993) Center for Quality Management Journal 2(4).

    Examples
    --------
    >>> k = kano({"A": 30, "O": 30, "M": 30, "I": 10})
    >>> k.category, k.better, k.worse
    ('M', 0.6, -0.6)
    """
    for category, count in counts.items():
        if category not in _KANO_CATEGORIES:
            raise ArgumentError("counts", f"{category!r} is no Kano category")
        check_count(count, "counts")
    full: dict[KanoCategory, float] = {category: counts.get(category, 0) for category in _KANO_CATEGORIES}
    most = max(_KANO_TIES, key=lambda category: full[category])
    base = full["A"] + full["O"] + full["M"] + full["I"]
    return Kano(
        counts=full,
        category=most if sum(full.values()) else None,
        better=(full["A"] + full["O"]) / base if base else None,
        worse=-(full["O"] + full["M"]) / base if base else None,
    )


def maxdiff_counts(tasks: Iterable[BestWorstTask]) -> dict[Hashable, float]:
    """Best-worst score of each item: how often best less how often worst, per showing.

    Parameters
    ----------
    tasks
        Choice tasks.

    Returns
    -------
    dict
        Score -1..1 by item, in the order first shown.

    Raises
    ------
    ArgumentError
        A choice that was not among the items shown, an item shown twice in a task, an item named both best
        and worst.

    Notes
    -----
    Counting analysis of Louviere, Flynn & Marley (2015) Best-Worst Scaling.

    Examples
    --------
    >>> maxdiff_counts([BestWorstTask(["a", "b", "c"], "a", "c")])
    {'a': 1.0, 'b': 0.0, 'c': -1.0}
    """
    shown: dict[Hashable, int] = {}
    balance: dict[Hashable, int] = {}
    for task in tasks:
        _check_task(task)
        for item in task.items:
            shown[item] = shown.get(item, 0) + 1
            balance[item] = balance.get(item, 0) + (item == task.best) - (item == task.worst)
    return {item: balance[item] / times for item, times in shown.items()}


def _check_task(task: BestWorstTask) -> None:
    if len(set(task.items)) != len(task.items):
        raise ArgumentError("tasks", f"an item is shown twice in {list(task.items)!r}")
    for choice in (task.best, task.worst):
        if choice is not None and choice not in task.items:
            raise ArgumentError("tasks", f"{choice!r} is not among {list(task.items)!r}")
    if task.best is not None and task.best == task.worst:
        raise ArgumentError("tasks", f"{task.best!r} is named best and worst")
