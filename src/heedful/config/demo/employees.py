"""The people who work there, asked every quarter without a name: one department has too much to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from heedful.config.demo.shapes import Calendar, draw_moment, scores_of, steps_of
from heedful.listen.responses.types import NewResponse

SURVEY = "Team pulse"
COUNT = 1_600
WAVES = 5
WAVE_DAYS = 91
OVERWORKED = "Delivery"
OVERWORKED_SHIFT = -0.9  # logits
PEAKS = (8.5, 12.5, 16.0)

_DEPARTMENTS = ("Kitchen", "Service", "Delivery", "Support", "Engineering", "Office")
_SHARES = (0.28, 0.27, 0.14, 0.13, 0.1, 0.08)
_TENURES = ("below 1 year", "1 to 3 years", "over 3 years")


def responses(
    survey_id: int, calendar: Calendar, rng: Generator, count: int = COUNT
) -> Iterator[NewResponse]:
    waves = np.sort(rng.integers(0, WAVES, size=count))
    departments = rng.choice(len(_DEPARTMENTS), size=count, p=_SHARES)
    latent = [OVERWORKED_SHIFT if _DEPARTMENTS[place] == OVERWORKED else 0.0 for place in departments]
    scores = scores_of(np.array(latent) - 0.2, rng)
    for i, wave in enumerate(waves):
        begins = calendar.last - timedelta(days=WAVE_DAYS * int(WAVES - 1 - wave) + 20)
        yield _response(i, survey_id, _DEPARTMENTS[departments[i]], int(scores[i]), begins, rng)


def _response(
    number: int, survey_id: int, department: str, score: int, begins: date, rng: Generator
) -> NewResponse:
    heavy = -1.1 if department == OVERWORKED else 0.0
    day = begins + timedelta(days=min(13, int(rng.exponential(3))))
    return NewResponse(
        idempotency_key=f"demo:pulse:{number}",
        survey_id=survey_id,
        answers={
            "enps": score,
            "workload": steps_of(score, 5, heavy, rng),
            "manager": steps_of(score, 5, 0.2, rng),
        },
        answered_at=draw_moment(day, PEAKS, rng),
        channel="link",
        touchpoint="work",
        language="de" if number % 3 else "en",
        attributes={"department": department, "time_here": _TENURES[int(rng.choice(3, p=(0.3, 0.4, 0.3)))]},
        source="import:demo",
    )
