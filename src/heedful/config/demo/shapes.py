"""How answers fall: over the year, the week and the day, and over the steps of a scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int64]

# Shares of the answers 0..10 where nothing was planted: 46 % promoters, 21 % detractors.
BASE_SHARES = (0.015, 0.010, 0.015, 0.025, 0.030, 0.060, 0.055, 0.120, 0.210, 0.190, 0.270)
_CUMULATED = np.cumsum(BASE_SHARES)[:-1]
_THRESHOLDS = np.log(_CUMULATED / (1 - _CUMULATED))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The 18 months that end on the day the demo is built."""

    last: date

    @property
    def first(self) -> date:
        return self.last - timedelta(days=547)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1)]

    def weeks_ago(self, weeks: int) -> date:
        return self.last - timedelta(weeks=weeks)


def draw_days(
    count: int, calendar: Calendar, week: tuple[float, ...], year: tuple[float, ...], rng: Generator
) -> list[date]:
    """Draw days by a weekday shape (Monday first) and a shape of the year (January first), in order."""
    days = calendar.days
    odds = np.array([week[day.weekday()] * year[day.month - 1] for day in days])
    drawn = np.sort(rng.choice(len(days), size=count, p=odds / odds.sum()))
    return [days[place] for place in drawn]


def draw_moment(day: date, peaks: tuple[float, ...], rng: Generator) -> datetime:
    """Draw a time of the day around one of the peaks (hours, UTC)."""
    hour = float(np.clip(rng.normal(rng.choice(peaks), 1.1), 6, 22.9))
    at = time(int(hour), int(60 * (hour % 1)), int(rng.integers(60)), tzinfo=UTC)
    return datetime.combine(day, at)


def scores_of(latent: Floats, rng: Generator) -> Whole:
    """Turn satisfaction in logits into answers 0..10; 0 logits give BASE_SHARES."""
    noise = rng.logistic(size=latent.shape)
    scores: Whole = np.searchsorted(_THRESHOLDS, latent + noise, side="right").astype(np.int64)
    return scores


def steps_of(score: int, steps: int, lean: float, rng: Generator) -> int:
    """Turn a 0..10 answer into a related one on 1..steps: same direction, own mind."""
    place = score / 10 * (steps - 1) + 1 + rng.normal(lean, 0.75)
    return int(np.clip(round(float(place)), 1, steps))


def nps_of(latent: float) -> float:
    """Return the NPS that a shift in logits gives: what the planted effects mean in points."""
    below_7 = 1 / (1 + np.exp(-(_THRESHOLDS[6] - latent)))
    below_9 = 1 / (1 + np.exp(-(_THRESHOLDS[8] - latent)))
    return float(100 * (1 - below_9) - 100 * below_7)
