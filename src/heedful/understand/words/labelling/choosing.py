"""Which comments are worth a person's time: by chance, where the machine is unsure, where none is like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

import numpy as np

from heedful.understand.words.types import Floats

RANDOM_SHARE = 0.5  # of a draw: only these measure, for nobody chose them
SECOND_CODER_SHARE = 0.25  # of those: a second person says what they think, not knowing the first


def shares_of(wanted: int) -> dict[str, int]:
    """Return how many of a draw are of each reason."""
    by_chance = max(1, round(wanted * RANDOM_SHARE))
    unsure = (wanted - by_chance + 1) // 2
    return {"random": by_chance, "uncertain": unsure, "uncovered": wanted - by_chance - unsure}


def uncertainty(probabilities: Mapping[str, float]) -> float:
    """Return how unsure the machine is of its least sure theme, from 0 to 1 (a coin's toss)."""
    return max((_entropy(one) for one in probabilities.values()), default=0.0)


def _entropy(p: float) -> float:
    return -sum(one * log2(one) for one in (p, 1 - p) if one > 0)


def farthest(rows: Floats, wanted: int, *, known: Floats | None = None) -> list[int]:
    """Return the places of rows that lie far from the known ones and from each other, the farthest first."""
    if not len(rows):
        return []
    nearest = _nearness(rows, known if known is not None and len(known) else rows.mean(0, keepdims=True))
    chosen: list[int] = []
    for _ in range(min(wanted, len(rows))):
        place = int(np.argmin(nearest))
        chosen.append(place)
        nearest = np.maximum(nearest, rows @ rows[place])
        nearest[chosen] = np.inf
    return chosen


def _nearness(rows: Floats, known: Floats) -> Floats:
    found: Floats = (rows @ known.T).max(1)
    return found


def most_uncertain(probabilities: Sequence[Mapping[str, float]], wanted: int) -> list[int]:
    """Return the places of the comments the machine is least sure of, the least sure first."""
    order = sorted(range(len(probabilities)), key=lambda place: -uncertainty(probabilities[place]))
    return order[:wanted]
