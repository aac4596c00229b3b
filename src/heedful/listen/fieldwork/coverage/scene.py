"""A population and how it answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AGES = ("under_35", "35_to_54", "55_and_over")
REGIONS = ("north", "south")
CLASSES = ("promoter", "passive", "detractor")
_AGE_SHARES = (0.35, 0.40, 0.25)
_REGION_SHARES = (0.6, 0.4)
_MIX = (0.42, 0.33, 0.25)  # promoters, passives, detractors of those in the middle

type Floats = NDArray[np.float64]


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

    def counts(self) -> Floats:
        """People by age, region and class, as whole numbers of shape (3, 2, 3)."""
        shares = np.asarray(_AGE_SHARES)[:, None, None] * np.asarray(_REGION_SHARES)[None, :, None]
        tilted = np.asarray(_MIX) * _power(self.score_by_age)[:, None] ** np.array([0.5, 0.0, -0.5])
        mix = tilted / tilted.sum(axis=1, keepdims=True)
        return np.rint(self.people * shares * mix[:, None, :])

    def probabilities(self) -> Floats:
        """Probability to answer by age, region and class, so that in all the response rate comes out."""
        log_odds = np.log(_power(self.age_ratio))[:, None, None] + np.log(_power(self.score_ratio))[::-1]
        log_odds = np.broadcast_to(log_odds, (3, 2, 3))
        counts = self.counts()
        low, high = -40.0, 40.0
        for _step in range(80):
            middle = (low + high) / 2
            rate = float((counts * _logistic(log_odds + middle)).sum() / counts.sum())
            low, high = (middle, high) if rate < self.response_rate else (low, middle)
        return _logistic(log_odds + high)


def _power(ratio: float) -> Floats:
    """Odds of the three groups when the last has ``ratio`` times those of the first, the middle one 1."""
    return np.array([ratio**-0.5, 1.0, ratio**0.5])


def _logistic(x: Floats) -> Floats:
    odds: Floats = 1 / (1 + np.exp(-x))
    return odds
