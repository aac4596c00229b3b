"""Telecom customers after a service contact: a dip at the end of the first year, a new phone menu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from heedful.config.demo.comments import TELECOM, write_comment
from heedful.config.demo.people import make_people
from heedful.config.demo.shapes import Calendar, draw_days, draw_moment, scores_of, steps_of
from heedful.listen.audiences.types import NewContact
from heedful.listen.responses.types import NewResponse

SURVEY = "Service contact"
COUNT = 16_000
CUSTOMERS = 11_000
DIP_MONTHS = (11, 14)  # tenure, both included
DIP_SHIFT = -1.1  # logits
MENU_SINCE_WEEKS = 26
MENU_SHIFT = -0.45  # by phone only
WEEK = (1.4, 1.25, 1.1, 1.05, 1.0, 0.5, 0.2)
YEAR = (1.2, 1.0, 1.0, 0.95, 0.95, 0.9, 0.85, 0.85, 1.0, 1.0, 1.1, 1.2)
PEAKS = (8.5, 10.0, 15.0, 17.5)

_LINES = ("mobile", "internet", "TV")
_PLANS = ("Basic", "Comfort", "Premium")
_WAYS = ("phone", "chat", "app", "shop")


_LIKELY = {
    "phone": {"wait on the phone": 4.0, "agent": 2.0},
    "app": {"app": 5.0},
    "shop": {"agent": 3.0},
}


@dataclass(frozen=True, slots=True)
class ServiceContact:
    number: int
    who: int
    way: str
    day: date
    tenure: int  # months
    score: int
    is_after_menu: bool


def responses(
    survey_id: int, calendar: Calendar, rng: Generator, count: int = COUNT
) -> Iterator[NewResponse]:
    customers = make_people(CUSTOMERS, "fjord", rng)
    since = rng.integers(0, 96, size=CUSTOMERS)  # months before the first day
    days = draw_days(count, calendar, WEEK, YEAR, rng)
    who = rng.integers(0, CUSTOMERS, size=count)
    ways = rng.choice(4, size=count, p=(0.5, 0.22, 0.18, 0.1))
    months = [(day - calendar.first).days // 30 for day in days]
    tenures = [int(since[customer]) // 2 + month for customer, month in zip(who, months, strict=True)]
    latent = [_shift(tenures[i], _WAYS[ways[i]], day, calendar) for i, day in enumerate(days)]
    scores = scores_of(np.array(latent) - 0.35, rng)
    for i, day in enumerate(days):
        after_menu = day >= calendar.weeks_ago(MENU_SINCE_WEEKS)
        contact = ServiceContact(i, int(who[i]), _WAYS[ways[i]], day, tenures[i], int(scores[i]), after_menu)
        yield _response(contact, survey_id, customers[who[i]], rng)


def _shift(tenure: int, way: str, day: date, calendar: Calendar) -> float:
    shift = {"phone": 0.0, "chat": 0.1, "app": -0.1, "shop": 0.35}[way] + min(tenure, 60) / 200
    if DIP_MONTHS[0] <= tenure <= DIP_MONTHS[1]:
        shift += DIP_SHIFT
    if way == "phone" and day >= calendar.weeks_ago(MENU_SINCE_WEEKS):
        shift += MENU_SHIFT
    return shift


def _response(contact: ServiceContact, survey_id: int, customer: NewContact, rng: Generator) -> NewResponse:
    way, who, score = contact.way, contact.who, contact.score
    effort = -0.5 if way == "phone" and contact.is_after_menu else 0.2
    answers: dict[str, object] = {"nps": score, "ces": steps_of(score, 7, effort, rng)}
    if way != "app":
        answers["csat"] = steps_of(score, 5, 0.3, rng)
    answers["solved"] = str(rng.choice(("yes", "no", "partly"), p=_solved(score)))
    if rng.random() < (0.66 if score <= 6 else 0.35):
        answers["why"] = write_comment(TELECOM, "en", score, rng, likely=_likely(way, contact.tenure)).text
    line, plan = _LINES[who % 3], _PLANS[who // 3 % 3]
    return NewResponse(
        idempotency_key=f"demo:contact:{contact.number}",
        survey_id=survey_id,
        answers=answers,
        answered_at=draw_moment(contact.day, PEAKS, rng) + timedelta(hours=float(rng.exponential(5))),
        contact=customer,
        channel="sms" if line == "mobile" else "email",
        touchpoint="support",
        language="en",
        attributes={
            "tenure_months": contact.tenure,
            "line_of_service": line,
            "plan": plan,
            "contact_way": way,
            "human_contact": way != "app",
            "monthly_revenue": (12.0, 34.0, 21.0)[who % 3] + 8.0 * (who // 3 % 3),
        },
        source="import:demo",
    )


def _solved(score: int) -> tuple[float, float, float]:
    yes = 0.25 + 0.065 * score
    return yes, (1 - yes) * 0.6, (1 - yes) * 0.4


def _likely(way: str, tenure: int) -> dict[str, float]:
    odds = dict(_LIKELY.get(way, {}))
    if DIP_MONTHS[0] <= tenure <= DIP_MONTHS[1]:
        odds |= {"bill": 4.0, "contract": 5.0}
    return odds
