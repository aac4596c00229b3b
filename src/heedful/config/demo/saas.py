"""Users of a planning product, asked every quarter: accounts, roles, a release that made it faster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.random import Generator

from heedful.config.demo.comments import SAAS, write_comment
from heedful.config.demo.people import make_people
from heedful.config.demo.shapes import Calendar, draw_moment, scores_of, steps_of
from heedful.listen.audiences.types import NewContact
from heedful.listen.responses.types import NewResponse

SURVEY = "Product relationship"
COUNT = 8_000
USERS = 2_600
ACCOUNTS = 400
RELEASE_SINCE_WEEKS = 20
RELEASE_SHIFT = 0.5  # logits
PEAKS = (8.0, 9.5, 13.5, 15.0)

_PLANS = ("Team", "Business", "Enterprise")
_ROLES = ("user", "team lead", "admin", "buyer")


def responses(
    survey_id: int, calendar: Calendar, rng: Generator, count: int = COUNT
) -> Iterator[NewResponse]:
    account_of = rng.choice(ACCOUNTS, size=USERS, p=_sizes(rng))
    users = [
        replace(user, attributes={"account": f"Account {account:03d}"})
        for user, account in zip(make_people(USERS, "user", rng), account_of, strict=True)
    ]
    account_shift = rng.normal(0, 0.5, size=ACCOUNTS)
    own_shift = rng.normal(0, 0.9, size=USERS)  # the same person answers alike
    days = calendar.days
    weekdays = [day for day in days if day.weekday() < 5]
    asked = np.sort(rng.integers(0, len(weekdays), size=count))
    who = rng.integers(0, USERS, size=count)
    shifts = [
        float(account_shift[account_of[w]] + own_shift[w]) + _shift(weekdays[a], calendar)
        for w, a in zip(who, asked, strict=True)
    ]
    scores = scores_of(np.array(shifts) + 0.25, rng)
    for i, place in enumerate(asked):
        w = int(who[i])
        yield _response(i, survey_id, users[w], w, int(account_of[w]), weekdays[place], int(scores[i]), rng)


def _sizes(rng: Generator) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    size = rng.pareto(1.4, size=ACCOUNTS) + 0.3
    return size / size.sum()


def _shift(day: date, calendar: Calendar) -> float:
    return RELEASE_SHIFT if day >= calendar.weeks_ago(RELEASE_SINCE_WEEKS) else 0.0


def _response(
    number: int,
    survey_id: int,
    user: NewContact,
    who: int,
    account: int,
    day: date,
    score: int,
    rng: Generator,
) -> NewResponse:
    answers: dict[str, object] = {"nps": score, "overall": steps_of(score, 5, 0.1, rng)}
    if rng.random() < 0.85:
        answers |= {"ease": steps_of(score, 5, 0.2, rng), "reports": steps_of(score, 5, -0.4, rng)}
    if rng.random() < (0.6 if score <= 6 else 0.42):
        answers["why"] = write_comment(
            SAAS, "en", score, rng, likely={"ease of use": 1.6, "reports": 1.4}
        ).text
    return NewResponse(
        idempotency_key=f"demo:product:{number}",
        survey_id=survey_id,
        answers=answers,
        answered_at=draw_moment(day, PEAKS, rng),
        contact=user,
        channel="web",
        touchpoint="use",
        language="en",
        attributes={
            "account": f"Account {account:03d}",
            "account_plan": _PLANS[account % 3],
            "seats": 5 * (1 + account % 40),
            "role": _ROLES[who % 4],
            "app": "mobile" if who % 5 == 0 else "web",
        },
        source="import:demo",
    )
