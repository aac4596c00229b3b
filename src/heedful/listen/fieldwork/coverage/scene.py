"""A population and how it answers, as somebody sets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """Odds ratios say how much readier one group is to answer than another; 1 is alike."""

    people: int = 20_000
    asks: int = 3_000
    response_rate: float = 0.20
    age_ratio: float = 3.0  # odds to answer of the oldest against the youngest
    score_ratio: float = 1.0  # odds to answer of promoters against detractors
    score_by_age: float = 3.0  # odds of the oldest to score high, against the youngest
    draws: int = 400
    seed: int = 1
