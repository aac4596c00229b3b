"""Which of many groups cannot be told apart, from the best or from the rest, without fooling oneself.

Comparing 50 branches one by one finds two or three "significant" ones in pure noise; everything here
holds its error rate over all groups of a report together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_level
from heedful.methods.comparisons.multiple import Adjustment, multiple_testing
from heedful.methods.errors import ArgumentError
from heedful.methods.intervals.trinomial import nps_intervals

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

MOST_LETTERED = 200
_GRID = 4001
# As many answers as the adjusted Wald interval adds.
_ADDED = 3.0


@dataclass(frozen=True, slots=True)
class Groups:
    """What can be said of each of k groups, arrays of shape (k,) in the order given.

    ``values`` are the values compared, drawn a little to the mean of all. ``is_tied_with_best`` is false for
    groups without answers, which are never told apart either. ``rest`` is the mean of all other groups;
    ``p_rest`` is adjusted, nan where there is nothing to compare.
    """

    values: Floats
    is_tied_with_best: Flags
    rest: Floats
    p_rest: Floats
    is_unlike_rest: Flags
    critical: float
    level: float
    adjust: Adjustment


def not_distinguishable(
    values: ArrayLike,
    standard_errors: ArrayLike,
    bases: ArrayLike,
    *,
    level: float = 0.95,
    adjust: Adjustment = "holm",
    is_high_good: bool = True,
) -> Groups:
    """Tell which groups may be as good as the best, and which differ from all the others together.

    Parameters
    ----------
    values, standard_errors
        One a group, shape (k,), in one unit; nan for a group without answers.
    bases
        Effective base of each group, also its weight in "the rest"; 0 for a group without answers.
    level
        ``1 - level`` is the chance that any group of the report is wrongly told from the best, and, with
        ``adjust="holm"``, that any is wrongly told from the rest.
    adjust
        How the comparisons with the rest are adjusted; ``"bh"`` bounds the share of false findings instead.
    is_high_good
        False when the best is the lowest value.

    Returns
    -------
    Groups
        Against the best: studentised range over all pairs (Tukey-Kramer, large samples), because the
        best was picked by looking. Against the rest: z tests, adjusted.

    Raises
    ------
    ArgumentError
        Lengths that differ, a negative standard error or base, a level outside 0..1.

    Notes
    -----
    Two things keep small groups from passing for special: three answers at the mean of all are added to
    each, and the answers of each are taken to vary at least as those of all groups do.
    Tukey (1953); Kramer (1956) Biometrics 12:307; Holm (1979) Scand. J. Statist. 6:65. Time and memory grow
    with k, not with its square.

    Examples
    --------
    >>> g = not_distinguishable([40, 35, 10], [5, 5, 5], [100, 100, 100])
    >>> g.is_tied_with_best.tolist(), g.is_unlike_rest.tolist()
    ([True, True, False], [True, False, True])
    """
    check_level(level)
    value, se, base = _rows(values, standard_errors, bases)
    there = np.isfinite(value) & np.isfinite(se) & (base > 0)
    value = _drawn(value, base, there)
    se = np.where(there, np.maximum(se, _common_error(se, base, there)), np.nan)
    critical = pairwise_critical(max(int(there.sum()), 2), level)
    tied = there & _is_near_best(np.where(there, value if is_high_good else -value, -np.inf), se, critical)
    rest, z = _against_rest(value, se, base, there)
    adjusted = np.full_like(value, np.nan)
    adjusted[~np.isnan(z)] = multiple_testing(
        _two_sided(z[~np.isnan(z)]), adjust=adjust, alpha=1 - level
    ).adjusted
    unlike = ~np.isnan(adjusted) & (adjusted <= 1 - level)
    return Groups(value, tied, rest, adjusted, unlike, critical, level, adjust)


def compare_nps_groups(
    promoters: ArrayLike,
    passives: ArrayLike,
    detractors: ArrayLike,
    *,
    level: float = 0.95,
    adjust: Adjustment = "holm",
) -> Groups:
    """`not_distinguishable` for the NPS of many groups.

    Parameters
    ----------
    promoters, passives, detractors
        Answers of each class by group, shape (k,); fractional when weighted (`scores.effective_counts`).
    level, adjust
        As for `not_distinguishable`.

    Returns
    -------
    Groups
        ``values`` in points, drawn to the score of all, so that a branch of three promoters does not win.

    Raises
    ------
    ArgumentError
        As for `not_distinguishable`.

    Notes
    -----
    Scores and adjusted Wald errors of `intervals.nps_intervals`; Tukey-Kramer and Holm.

    Examples
    --------
    >>> g = compare_nps_groups([60, 50, 2], [20, 30, 0], [20, 20, 0])
    >>> g.values.round(1).tolist(), g.is_tied_with_best.tolist()
    ([39.9, 30.2, 61.4], [True, True, True])
    """
    found = nps_intervals(promoters, passives, detractors)
    bases = np.asarray(promoters, dtype=np.float64) + np.asarray(passives) + np.asarray(detractors)
    return not_distinguishable(found.nps, found.se, bases, level=level, adjust=adjust)


def compact_letters(values: ArrayLike, standard_errors: ArrayLike, *, level: float = 0.95) -> tuple[str, ...]:
    """Letters by group: two groups that share one cannot be told apart.

    Parameters
    ----------
    values, standard_errors
        One a group, shape (k,), k up to ``MOST_LETTERED``; nan for a group without answers.
    level
        ``1 - level`` is the chance that any pair is wrongly told apart.

    Returns
    -------
    tuple of str
        Letters in the order of the groups given; "a" goes with the highest value. Empty without answers.

    Raises
    ------
    ArgumentError
        Lengths that differ, a negative standard error, more groups than can be read.

    Notes
    -----
    Insert-and-absorb algorithm of Piepho (2004) J. Comput. Graph. Stat. 13:456 on Tukey-Kramer pairs.

    Examples
    --------
    >>> compact_letters([40, 25, 10], [5, 5, 5])
    ('a', 'ab', 'b')
    """
    check_level(level)
    value, se, _ = _rows(values, standard_errors, np.ones(np.size(values)))
    if value.size > MOST_LETTERED:
        raise ArgumentError(
            "values", f"{value.size} groups are more than the {MOST_LETTERED} letters can tell"
        )
    there = np.flatnonzero(np.isfinite(value) & np.isfinite(se))
    order = there[np.argsort(-value[there], kind="stable")]
    columns = _columns(value[order], se[order], pairwise_critical(max(order.size, 2), level))
    letters = [""] * value.size
    for number, column in enumerate(columns):
        for rank, group in enumerate(order.tolist()):
            letters[group] += _letter(number) if column >> rank & 1 else ""
    return tuple(letters)


@lru_cache(maxsize=256)
def pairwise_critical(groups: int, level: float) -> float:
    """What |difference| / standard error of the difference must exceed when all pairs of groups are compared.

    Parameters
    ----------
    groups
        k >= 2.
    level
        Chance that no pair of k equal groups exceeds it.

    Returns
    -------
    float
        Upper quantile of the range of k standard normals, over the square root of 2.

    Notes
    -----
    Range of a normal sample: Tippett (1925) Biometrika 17:364, integrated over its maximum.

    Examples
    --------
    >>> round(pairwise_critical(2, 0.95), 4), round(pairwise_critical(50, 0.95), 4)
    (1.96, 3.9923)
    """
    from scipy.special import ndtr

    maximum = np.linspace(-9, 9, _GRID)
    density = np.exp(-(maximum**2) / 2) / np.sqrt(2 * np.pi)
    low, high = 0.0, 20.0
    for _ in range(60):
        width = (low + high) / 2
        inside = np.maximum(ndtr(maximum) - ndtr(maximum - width), 0) ** (groups - 1)
        if groups * np.trapezoid(density * inside, maximum) < level:
            low = width
        else:
            high = width
    return (low + high) / 2 / float(np.sqrt(2))


def _rows(values: ArrayLike, standard_errors: ArrayLike, bases: ArrayLike) -> tuple[Floats, Floats, Floats]:
    value, se, base = (np.asarray(x, dtype=np.float64) for x in (values, standard_errors, bases))
    if not value.shape == se.shape == base.shape or value.ndim != 1:
        raise ArgumentError(
            "standard_errors", f"shapes {value.shape}, {se.shape} and {base.shape} are not one row"
        )
    if np.any(se < 0) or np.any(base < 0):
        raise ArgumentError("standard_errors", "a standard error or base is negative")
    return value, se, base


def _drawn(value: Floats, base: Floats, there: Flags) -> Floats:
    """Values after answers at the mean of all were added to each group."""
    if not there.any():
        return value
    mean = float((base[there] * value[there]).sum() / base[there].sum())
    return np.where(there, mean + (value - mean) * base / (base + _ADDED), np.nan)


def _common_error(se: Floats, base: Floats, there: Flags) -> Floats:
    """Standard error each group would have if its answers varied as those of all groups do."""
    weight = np.where(there, base, 0)
    within = np.where(there, weight * se**2, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        common: Floats = np.sqrt((weight * within).sum() / weight.sum() / weight)
    return common


def _is_near_best(height: Floats, se: Floats, critical: float) -> Flags:
    if not np.any(np.isfinite(height)):
        return np.zeros(height.shape, dtype=bool)
    best = int(np.argmax(height))
    near: Flags = height[best] - height <= critical * np.sqrt(se**2 + se[best] ** 2)
    # A group is not told from itself, whatever its standard error.
    near[best] = True
    return near


def _against_rest(value: Floats, se: Floats, base: Floats, there: Flags) -> tuple[Floats, Floats]:
    weight = np.where(there, base, 0)
    total = np.where(there, weight * value, 0)
    spread = np.where(there, (weight * se) ** 2, 0)
    others = weight.sum() - weight
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = np.where(others > 0, (total.sum() - total) / others, np.nan)
        z = (value - rest) / np.sqrt(se**2 + np.maximum(spread.sum() - spread, 0) / others**2)
    return rest, np.where(there & (others > 0), z, np.nan)


def _two_sided(z: Floats) -> Floats:
    from scipy.special import ndtr

    p: Floats = 2 * ndtr(-np.abs(z))
    return p


def _columns(falling: Floats, se: Floats, critical: float) -> list[int]:
    """Sets of ranks as bits, none within another, no set holding a pair that is told apart."""
    columns = [(1 << falling.size) - 1] if falling.size else []
    gap = np.abs(falling[:, None] - falling[None, :])
    apart = gap > critical * np.sqrt(se[:, None] ** 2 + se[None, :] ** 2)
    for i, j in zip(*(rows.tolist() for rows in np.nonzero(np.triu(apart, 1))), strict=True):
        columns = _absorb(_split(columns, 1 << i, 1 << j))
    return sorted(columns, key=_lowest_first)


def _split(columns: list[int], one: int, other: int) -> list[int]:
    parted: list[int] = []
    for column in columns:
        parted += [column & ~one, column & ~other] if column & one and column & other else [column]
    return parted


def _absorb(columns: list[int]) -> list[int]:
    kept: list[int] = []
    for column in sorted(set(columns), key=int.bit_count, reverse=True):
        if not any(column & larger == column for larger in kept):
            kept.append(column)
    return kept


def _lowest_first(column: int) -> tuple[int, ...]:
    return tuple(rank for rank in range(column.bit_length()) if column >> rank & 1)


def _letter(number: int) -> str:
    more, last = divmod(number, len(ascii_lowercase))
    return (ascii_lowercase[more - 1] if more else "") + ascii_lowercase[last]
