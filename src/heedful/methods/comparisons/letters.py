"""Groups that cannot be told apart share a letter."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_level
from heedful.methods.arrays import Floats
from heedful.methods.comparisons.groups import group_rows, pairwise_critical
from heedful.methods.errors import ArgumentError

MOST_LETTERED = 200


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
    value, se, _ = group_rows(values, standard_errors, np.ones(np.size(values)))
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
