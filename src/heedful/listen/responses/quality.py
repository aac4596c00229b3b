"""How carefully a response was given: flags to look at and to filter by. Nothing is left out because of one.

A speeder is faster than a third of what half of the survey's respondents need, or faster than anybody can
read. A straight-liner gives every row of a grid the same value. A bot filled what people do not see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median

SPEEDER = "speeder"
STRAIGHT_LINING = "straight_lining"
BOT = "bot"
FLAGS = (SPEEDER, STRAIGHT_LINING, BOT)

SECONDS_A_QUESTION = 1.0  # nobody reads a question and answers it in less
SHARE_OF_MEDIAN = 1 / 3
LEAST_FOR_MEDIAN = 20  # durations, below which their median says little
LEAST_ROWS = 4  # of a grid, below which equal values are no wonder


def is_speeder(duration: float | None, answered: int, others: Sequence[float]) -> bool:
    """Say whether a response was given too fast to be read.

    ``duration`` in seconds; ``answered`` questions; ``others`` are durations of completed responses to the
    same survey, which count from :data:`LEAST_FOR_MEDIAN` on.
    """
    if duration is None or answered == 0:
        return False
    if duration < SECONDS_A_QUESTION * answered:
        return True
    return len(others) >= LEAST_FOR_MEDIAN and duration < SHARE_OF_MEDIAN * median(others)


def is_straight_lining(grids: Iterable[Sequence[int]]) -> bool:
    """Say whether every grid that is long enough got one value throughout; false where there is none."""
    long_enough = [scores for scores in grids if len(scores) >= LEAST_ROWS]
    return bool(long_enough) and all(len(set(scores)) == 1 for scores in long_enough)


def grids_of(scores: Mapping[str, int], matrices: Mapping[str, Sequence[str]]) -> list[list[int]]:
    """Return the values that each matrix (its rows' keys) got."""
    return [[scores[row] for row in rows if row in scores] for rows in matrices.values()]


def flagged(flags: Collection[str]) -> str:
    """Return flags as the column holds them: each between spaces, so that one is found by ``contains``."""
    return "".join(f" {flag}" for flag in FLAGS if flag in flags) + (" " if flags else "")


def flags_of(column: str) -> tuple[str, ...]:
    return tuple(column.split())
