"""The people of a scene, counted, and how readily each kind of them answers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from heedful.listen.fieldwork.coverage.scene import Scene

AGES = ("under_35", "35_to_54", "55_and_over")
CLASSES = ("promoter", "passive", "detractor")
_AGE_SHARES = (0.35, 0.40, 0.25)
_REGION_SHARES = (0.6, 0.4)
_MIX = (0.42, 0.33, 0.25)  # promoters, passives, detractors of those in the middle

type Floats = NDArray[np.float64]


def counts(scene: Scene) -> Floats:
    """People by age, region and class, as whole numbers of shape (3, 2, 3)."""
    shares = np.asarray(_AGE_SHARES)[:, None, None] * np.asarray(_REGION_SHARES)[None, :, None]
    tilted = np.asarray(_MIX) * _power(scene.score_by_age)[:, None] ** np.array([0.5, 0.0, -0.5])
    mix = tilted / tilted.sum(axis=1, keepdims=True)
    people: Floats = np.rint(scene.people * shares * mix[:, None, :])
    return people


def probabilities(scene: Scene) -> Floats:
    """Probability to answer by age, region and class, so that in all the response rate comes out."""
    log_odds = np.log(_power(scene.age_ratio))[:, None, None] + np.log(_power(scene.score_ratio))[::-1]
    log_odds = np.broadcast_to(log_odds, (3, 2, 3))
    people = counts(scene)
    low, high = -40.0, 40.0
    for _step in range(80):
        middle = (low + high) / 2
        rate = float((people * _logistic(log_odds + middle)).sum() / people.sum())
        low, high = (middle, high) if rate < scene.response_rate else (low, middle)
    return _logistic(log_odds + high)


def _power(ratio: float) -> Floats:
    """Odds of the three groups when the last has ``ratio`` times those of the first, the middle one 1."""
    return np.array([ratio**-0.5, 1.0, ratio**0.5])


def _logistic(x: Floats) -> Floats:
    odds: Floats = 1 / (1 + np.exp(-x))
    return odds
