"""Build the demo: surveys, sites, programmes, answers, asks, annotations. Seeded, so the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import batched
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.random import Generator

from heedful.config.demo import asking, plans, restaurants, saas, telecom
from heedful.config.demo.shapes import Calendar
from heedful.design.surveys import services as surveys
from heedful.design.surveys.files import read_definition
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import services as audiences
from heedful.listen.fieldwork import services as fieldwork
from heedful.listen.responses import services as responses
from heedful.listen.responses.types import NewResponse
from heedful.platform.core.organizations import create_organization, organizations
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, OrganizationFacts
from heedful.understand.boards import services as boards
from heedful.understand.warehouse import services as warehouse

NAME = "Demo: noodles, phones and plans"
SEED = 20_260_401
CHUNK = 2_500
TOTAL = restaurants.COUNT + telecom.COUNT + saas.COUNT
EXCLUDED = 40  # marked as duplicates by hand

type Tell = Callable[[int, int, str], None]


def existing_demo() -> OrganizationFacts | None:
    return next((one for one in organizations() if one.is_demo), None)


def build_demo(today: date, tell: Tell, *, share: float = 1.0) -> OrganizationFacts:
    """Make the demo organisation as it looks on a day, or a share of its answers; tell how many are there."""
    organization = create_organization(NAME, time_zone="Europe/Berlin", is_demo=True)
    by = Actor.system(organization.id, label="demo")
    calendar = Calendar(today - timedelta(days=1))  # today goes on: nothing lies in the future
    with organization_scope(organization.id):
        asked = {name: _survey(name, by) for name in _SURVEYS}
        audiences.ensure_units(restaurants.units(restaurants.sites()), by=by)
        done = 0
        for name, programme in _SURVEYS.items():
            count = round(programme.COUNT * share)
            answers = programme.responses(asked[name].id, calendar, _rng(name), count)
            done = _store(answers, name, done, by, tell)
        _annotate(calendar, asked, by)
        plans.make_programs(asked, calendar, by=by)
        tell(TOTAL, TOTAL, "Filling the warehouse")
    while deliver_due():
        pass
    warehouse.flush(organization.id)
    return organization


class Programme(Protocol):
    """A module that makes the answers to one survey."""

    COUNT: int

    def responses(
        self, survey_id: int, calendar: Calendar, rng: Generator, count: int
    ) -> Iterator[NewResponse]: ...


_SURVEYS: dict[str, Programme] = {
    "restaurant_visit": restaurants,
    "service_contact": telecom,
    "product_relationship": saas,
}


def _rng(name: str) -> Generator:
    return np.random.default_rng([SEED, *name.encode()])


def _survey(name: str, by: Actor) -> SurveyFacts:
    text = (Path(__file__).parent / "surveys" / f"{name}.yaml").read_text(encoding="utf-8")
    return surveys.create_survey(by=by, definition=read_definition(text, "yaml"))


def _store(answers: Iterator[NewResponse], name: str, done: int, by: Actor, tell: Tell) -> int:
    rng = _rng(f"{name} asks")
    excluded = 0
    for chunk in batched(answers, CHUNK, strict=False):
        known = _with_contacts(chunk, by)
        outcomes = responses.store_responses(known, by=by, keep_raw=False)
        invited = [each for each in known if asking.is_invited(each.channel)]
        fieldwork.record_asks(asking.asks_around(invited, rng), by=by)
        for outcome in outcomes[: 2 if excluded < EXCLUDED and name == "restaurant_visit" else 0]:
            assert outcome.uid is not None
            responses.exclude_response(outcome.uid, "duplicate", by=by)
            excluded += 1
        done += len(chunk)
        tell(done, TOTAL, name.replace("_", " "))
    return done


def _with_contacts(chunk: tuple[NewResponse, ...], by: Actor) -> list[NewResponse]:
    named = [each for each in chunk if each.contact is not None]
    ids = audiences.ensure_contacts([each.contact for each in named if each.contact], by=by)
    by_key = {each.idempotency_key: id_ for each, id_ in zip(named, ids, strict=True)}
    return [
        replace(each, contact=None, contact_id=by_key[each.idempotency_key]) if each.contact else each
        for each in chunk
    ]


def _annotate(calendar: Calendar, asked: dict[str, SurveyFacts], by: Actor) -> None:
    for weeks, text, survey in (
        (restaurants.DELIVERY_SINCE_WEEKS, "Delivery partner changed", "restaurant_visit"),
        (telecom.MENU_SINCE_WEEKS, "IVR switched", "service_contact"),
        (saas.RELEASE_SINCE_WEEKS, "Faster release shipped", "product_relationship"),
    ):
        boards.add_annotation(by=by, on=calendar.weeks_ago(weeks), text=text, survey_uid=asked[survey].uid)
