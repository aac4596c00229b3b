"""Which of many groups cannot be told apart, from the best or from the rest, without fooling oneself.

Comparing 50 branches one by one finds two or three "significant" ones in pure noise; everything here
holds its error rate over all groups of a report together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_level
from heedful.methods.comparisons.multiple import Adjustment, multiple_testing
from heedful.methods.errors import ArgumentError
from heedful.methods.intervals.trinomial import nps_intervals

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

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


@dataclass(frozen=True, slots=True)
class AgainstOthers:
    """Each of k groups that may share answers against the answers outside it, arrays of shape (k,).

    ``differences`` are of values drawn a little to the mean of all; ``p`` is adjusted. Both are nan where
    there is nothing to compare.
    """

    differences: Floats
    p: Floats
    is_unlike: Flags
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
    value, se, base = group_rows(values, standard_errors, bases)
    there = np.isfinite(value) & np.isfinite(se) & (base > 0)
    value = _drawn(value, base, there)
    se = np.where(there, np.maximum(se, _common_error(se, base, there)), np.nan)
    critical = pairwise_critical(max(int(there.sum()), 2), level)
    tied = there & _is_near_best(np.where(there, value if is_high_good else -value, -np.inf), se, critical)
    rest, z = _against_rest(value, se, base, there)
    adjusted = _adjusted(z, level, adjust)
    return Groups(value, tied, rest, adjusted, _is_below(adjusted, level), critical, level, adjust)


def unlike_others(
    values: ArrayLike,
    standard_errors: ArrayLike,
    bases: ArrayLike,
    other_values: ArrayLike,
    other_standard_errors: ArrayLike,
    other_bases: ArrayLike,
    *,
    level: float = 0.95,
    adjust: Adjustment = "holm",
) -> AgainstOthers:
    """Tell which groups that share answers differ from the answers outside them.

    An answer that names three themes stands in three groups. The other groups together are then no sample
    beside a group, for its own answers are among theirs; the answers that are not in it are.

    Parameters
    ----------
    values, standard_errors, bases
        One a group, shape (k,), as for `not_distinguishable`.
    other_values, other_standard_errors, other_bases
        The same of all answers that are not in the group, shape (k,).
    level
        ``1 - level`` is the chance that, with ``adjust="holm"``, any group of the report is wrongly told
        from the answers outside it, however much the groups overlap.
    adjust
        As for `not_distinguishable`.

    Returns
    -------
    AgainstOthers
        z tests, adjusted. Nothing is said of which group is best: groups that share answers are no ranking.

    Raises
    ------
    ArgumentError
        As for `not_distinguishable`.

    Notes
    -----
    Small groups are kept from passing for special as in `not_distinguishable`, pair by pair.
    Holm (1979) Scand. J. Statist. 6:65, which holds for tests that depend on each other in any way.

    Examples
    --------
    >>> u = unlike_others([20, 60], [5, 5], [100, 100], [70, 45], [2, 2], [400, 400])
    >>> u.differences.round(1).tolist(), u.is_unlike.tolist()
    ([-48.8, 14.6], [True, True])
    """
    check_level(level)
    groups, others = (
        group_rows(values, standard_errors, bases),
        group_rows(other_values, other_standard_errors, other_bases),
    )
    if groups[0].shape != others[0].shape:
        raise ArgumentError("other_values", f"{others[0].size} for {groups[0].size} groups")
    value, se, base = (np.stack(pair) for pair in zip(groups, others, strict=True))
    there = np.broadcast_to((np.isfinite(value) & np.isfinite(se) & (base > 0)).all(axis=0), value.shape)
    value = _drawn(value, base, there)
    se = np.where(there, np.maximum(se, _common_error(se, base, there)), np.nan)
    differences = value[0] - value[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        adjusted = _adjusted(differences / np.sqrt((se**2).sum(axis=0)), level, adjust)
    return AgainstOthers(differences, adjusted, _is_below(adjusted, level), level, adjust)


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


def group_rows(
    values: ArrayLike, standard_errors: ArrayLike, bases: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return values, standard errors and bases as arrays of one length, or raise ArgumentError."""
    value, se, base = (np.asarray(x, dtype=np.float64) for x in (values, standard_errors, bases))
    if not value.shape == se.shape == base.shape or value.ndim != 1:
        raise ArgumentError(
            "standard_errors", f"shapes {value.shape}, {se.shape} and {base.shape} are not one row"
        )
    if np.any(se < 0) or np.any(base < 0):
        raise ArgumentError("standard_errors", "a standard error or base is negative")
    return value, se, base


def _drawn(value: Floats, base: Floats, there: Flags) -> Floats:
    """Values after answers at the mean of all were added to each group; groups along the first axis."""
    weight = np.where(there, base, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, weight * value, 0).sum(axis=0) / weight.sum(axis=0)
        return np.where(there, mean + (value - mean) * base / (base + _ADDED), np.nan)


def _common_error(se: Floats, base: Floats, there: Flags) -> Floats:
    """Standard error each group would have if its answers varied as those of all groups do."""
    weight = np.where(there, base, 0)
    within = np.where(there, weight * se**2, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        common: Floats = np.sqrt((weight * within).sum(axis=0) / weight.sum(axis=0) / weight)
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


def _adjusted(z: Floats, level: float, adjust: Adjustment) -> Floats:
    adjusted = np.full_like(z, np.nan)
    known = ~np.isnan(z)
    adjusted[known] = multiple_testing(_two_sided(z[known]), adjust=adjust, alpha=1 - level).adjusted
    return adjusted


def _is_below(adjusted: Floats, level: float) -> Flags:
    below: Flags = ~np.isnan(adjusted) & (adjusted <= 1 - level)
    return below


def _two_sided(z: Floats) -> Floats:
    from scipy.special import ndtr

    p: Floats = 2 * ndtr(-np.abs(z))
    return p
