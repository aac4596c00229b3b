"""Ramen restaurants: 200 sites in four countries, a site that goes wrong, a new delivery partner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import numpy as np
from numpy.random import Generator

from heedful.config.demo.comments import RESTAURANT, speak_of_bowls, write_comment
from heedful.config.demo.people import make_people
from heedful.config.demo.shapes import Calendar, draw_days, draw_moment, scores_of, steps_of
from heedful.listen.audiences.types import NewContact, NewUnit
from heedful.listen.responses.types import NewResponse

SURVEY = "Restaurant visit"
COUNT = 36_000
BAD_SITE = "site-114"
BAD_SITE_SINCE_WEEKS = 9
BAD_SITE_SHIFT = -1.6  # logits
DELIVERY_SINCE_WEEKS = 11
DELIVERY_SHIFT = -0.7
BOWLS_SINCE_WEEKS = 3
BOWLS_PERCENT = 25  # of comments on takeaway and delivery with a score up to 8
WEEK = (0.8, 0.8, 0.9, 1.0, 1.5, 1.7, 1.3)
YEAR = (0.9, 0.85, 0.95, 1.0, 1.05, 1.1, 1.15, 1.1, 1.0, 1.0, 1.05, 1.35)
PEAKS = (11.5, 12.3, 17.8, 18.6)

_CITIES = {
    "Germany": "Berlin Hamburg München Köln Frankfurt Leipzig Stuttgart Bremen Dresden Nürnberg".split(),
    "Austria": "Wien Graz Linz Salzburg Innsbruck".split(),
    "Switzerland": "Zürich Basel Bern Luzern".split(),
    "Netherlands": "Amsterdam Rotterdam Utrecht Eindhoven".split(),
}
_SITES = {"Germany": 110, "Austria": 36, "Switzerland": 26, "Netherlands": 28}
_CHANNELS = ("dine-in", "takeaway", "delivery")


@dataclass(frozen=True, slots=True)
class Site:
    key: str
    country: str
    city: str
    group: str
    shift: float
    size: float


@dataclass(frozen=True, slots=True)
class Visit:
    number: int
    site: Site
    channel: str
    day: date
    score: int
    guest: NewContact | None


def sites() -> list[Site]:
    """Make the sites, always the same: true differences between them are small, sizes differ a lot."""
    rng = np.random.default_rng(114)
    made: list[Site] = []
    for country, count in _SITES.items():
        for _ in range(count):
            number = len(made) + 1
            city = str(rng.choice(_CITIES[country]))
            group = "franchise" if number % 3 == 0 else "corporate"
            size = float(rng.lognormal(0, 0.6))
            key = f"site-{number:03d}"
            if key == BAD_SITE:
                size = 4.0  # one of the busiest, so that what goes wrong there can be told from noise
            made.append(Site(key, country, city, group, float(rng.normal(0, 0.22)), size))
    return _centred(made)


def _centred(made: list[Site]) -> list[Site]:
    """Take the mean out of every country and group, so that only sites differ, not what they belong to."""
    shift_of: dict[tuple[str, str], float] = {}
    for kind in {(site.country, site.group) for site in made}:
        own = [site for site in made if (site.country, site.group) == kind]
        shift_of[kind] = sum(site.shift * site.size for site in own) / sum(site.size for site in own)
    return [replace(site, shift=site.shift - shift_of[site.country, site.group]) for site in made]


def units(made: list[Site]) -> list[NewUnit]:
    names = dict.fromkeys(site.country for site in made)
    countries = [NewUnit(key=name.lower(), name=name, level="country") for name in names]
    places = dict.fromkeys((site.country, site.city) for site in made)
    regions = [
        NewUnit(key=city.lower(), name=city, level="region", parent_key=country.lower())
        for country, city in places
    ]
    numbers = dict.fromkeys((site.city for site in made), 0)
    leaves = []
    for site in made:
        numbers[site.city] += 1
        leaves.append(
            NewUnit(
                key=site.key,
                name=f"{site.city} {numbers[site.city]} ({site.key[-3:]})",
                level="site",
                group=site.group,
                parent_key=site.city.lower(),
            )
        )
    return [*countries, *regions, *leaves]


def responses(
    survey_id: int, calendar: Calendar, rng: Generator, count: int = COUNT
) -> Iterator[NewResponse]:
    made = sites()
    size = np.array([site.size for site in made])
    places = rng.choice(len(made), size=count, p=size / size.sum())
    days = draw_days(count, calendar, WEEK, YEAR, rng)
    channels = rng.choice(3, size=count, p=(0.55, 0.2, 0.25))
    shifts = [
        _shift(made[place], _CHANNELS[channel], day, calendar)
        for place, channel, day in zip(places, channels, days, strict=True)
    ]
    scores = scores_of(np.array(shifts), rng)
    guests = make_people(6_000, "guest", rng)
    for i, day in enumerate(days):
        guest = guests[int(rng.integers(len(guests)))] if rng.random() < 0.3 else None
        visit = Visit(i, made[places[i]], _CHANNELS[channels[i]], day, int(scores[i]), guest)
        yield _response(visit, survey_id, calendar, rng)


def _shift(site: Site, channel: str, day: date, calendar: Calendar) -> float:
    shift = site.shift + {"dine-in": 0.2, "takeaway": 0.05, "delivery": -0.15}[channel]
    if day.weekday() >= 4:
        shift -= 0.12  # full houses
    if site.key == BAD_SITE and day >= calendar.weeks_ago(BAD_SITE_SINCE_WEEKS):
        shift += BAD_SITE_SHIFT
    if channel == "delivery" and day >= calendar.weeks_ago(DELIVERY_SINCE_WEEKS):
        shift += DELIVERY_SHIFT
    return shift


def _response(visit: Visit, survey_id: int, calendar: Calendar, rng: Generator) -> NewResponse:
    answered_at = draw_moment(visit.day, PEAKS, rng)
    speaks_german = visit.site.country != "Netherlands" and rng.random() < 0.45
    language = "de" if speaks_german else "en"
    answers: dict[str, object] = {"nps": visit.score} | _followed_up(visit)
    if rng.random() < (0.62 if visit.score <= 6 else 0.38):
        likely, lot = _likely(visit, calendar), _bowls_lot(visit, calendar)
        written = write_comment(RESTAURANT, language, visit.score, rng, likely=likely).text
        answers["why"] = speak_of_bowls(language, lot) if lot is not None else written
    lean = {"taste": 0.35, "service": 0.1, "speed": -0.1, "cleanliness": 0.3, "value": -0.25}
    if rng.random() < 0.8:
        answers |= {key: steps_of(visit.score, 5, shift, rng) for key, shift in lean.items()}
    if visit.channel == "delivery":
        answers.pop("cleanliness", None)  # nobody was there
    answers["satisfaction"] = steps_of(visit.score, 5, 0.1, rng)
    return NewResponse(
        idempotency_key=f"demo:visit:{visit.number}",
        survey_id=survey_id,
        answers=answers,
        answered_at=answered_at,
        contact=visit.guest,
        unit_key=visit.site.key,
        channel={"dine-in": "qr", "takeaway": "link", "delivery": "email"}[visit.channel],
        touchpoint="visit",
        language=language,
        attributes={
            "order_channel": visit.channel,
            "daypart": "lunch" if answered_at.hour < 15 else "dinner",
            "party_size": int(rng.choice((1, 2, 3, 4, 5, 6), p=(0.2, 0.38, 0.15, 0.16, 0.06, 0.05))),
            "basket_eur": round(float(rng.gamma(4, 7)), 2),
            "loyalty_member": visit.guest is not None,
        },
        source="import:demo",
    )


def _bowls_lot(visit: Visit, calendar: Calendar) -> int | None:
    """Return a lot for those who speak of the new bowls, None for all others; no other draw depends on it."""
    if visit.channel == "dine-in" or visit.score > 8 or visit.day < calendar.weeks_ago(BOWLS_SINCE_WEEKS):
        return None
    lot = int.from_bytes(sha256(f"bowls {visit.number}".encode()).digest()[:4])
    return lot // 100 if lot % 100 < BOWLS_PERCENT else None


def _followed_up(visit: Visit) -> dict[str, object]:
    """What the question after the score found out, of those who answered it."""
    lot = int.from_bytes(sha256(f"{visit.number}".encode()).digest()[:4])
    if visit.score <= 6 and lot % 4:
        usual = ("slow", "staff", "cold") if visit.channel == "dine-in" else ("cold", "wrong", "slow")
        return {"went_wrong": list(dict.fromkeys((usual[lot % 3], (*usual, "other")[lot // 3 % 4])))}
    if visit.score >= 9 and lot % 3:
        return {"best": ("broth", "noodles", "people", "place")[lot // 3 % 4]}
    return {}


def _likely(visit: Visit, calendar: Calendar) -> dict[str, float]:
    odds = {"delivery": 0.02}
    if visit.channel == "delivery":
        odds = {"delivery": 5.0, "ambience": 0.1, "temperature": 2.0}
    if visit.site.key == BAD_SITE and visit.day >= calendar.weeks_ago(BAD_SITE_SINCE_WEEKS):
        odds |= {"temperature": 8.0, "waiting": 5.0}
    return odds
