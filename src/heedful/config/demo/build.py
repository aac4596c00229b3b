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

from heedful.config.demo import (
    asking,
    decisions,
    employees,
    fielding,
    plans,
    restaurants,
    saas,
    telecom,
    themes,
)
from heedful.config.demo.shapes import Calendar
from heedful.design.surveys import services as surveys
from heedful.design.surveys.files import read_definition
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import services as audiences
from heedful.listen.fieldwork import services as fieldwork
from heedful.listen.fieldwork.queries import contact_rules
from heedful.listen.fieldwork.types import AskedSurvey
from heedful.listen.responses import services as responses
from heedful.listen.responses.types import NewResponse
from heedful.platform.core.organizations import create_organization
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor, OrganizationFacts
from heedful.understand.boards import services as boards
from heedful.understand.warehouse import services as warehouse

NAME = "Demo: noodles, phones and plans"
SEED = 20_260_401
CHUNK = 2_500
TOTAL = restaurants.COUNT + telecom.COUNT + saas.COUNT + employees.COUNT
EXCLUDED = 40  # marked as duplicates by hand
TRIED = "product_relationship"  # the survey an experiment runs on
SOME = 40  # people of each chunk who said for or against being asked

type Tell = Callable[[int, int, str], None]


def build_demo(today: date, tell: Tell, *, share: float = 1.0) -> OrganizationFacts:
    """Make the demo organisation as it looks on a day, or a share of its answers; tell how many are there."""
    total = round(TOTAL * share)
    organization = create_organization(NAME, time_zone="Europe/Berlin", is_demo=True)
    by = Actor.system(organization.id, label="demo")
    calendar = Calendar(today - timedelta(days=1))  # today goes on: nothing lies in the future
    with organization_scope(organization.id):
        asked = {name: _survey(name, by) for name in _SURVEYS}
        audiences.ensure_units(restaurants.units(restaurants.sites()), by=by)
        fielding.field_surveys(asked, calendar, by=by)
        people: list[int] = []
        done = 0
        for name, programme in _SURVEYS.items():
            count = round(programme.COUNT * share)
            answers = programme.responses(asked[name].id, calendar, _rng(name), count)
            store = _Storing(name, asked[name], calendar, by)
            done = store.all(answers, done, lambda now, what: tell(now, total, what))
            people += store.people
        fielding.record_wishes(people, by=by)
        fielding.record_deliveries(people, calendar, by=by)
        _annotate(calendar, asked, by)
        plans.make_programs(asked, calendar, by=by)
        themes.give_themes(asked, by)
        tell(total, total, "Filling the warehouse")
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
    "team_pulse": employees,
}


def _rng(name: str) -> Generator:
    return np.random.default_rng([SEED, *name.encode()])


def _survey(name: str, by: Actor) -> SurveyFacts:
    text = (Path(__file__).parent / "surveys" / f"{name}.yaml").read_text(encoding="utf-8")
    return surveys.create_survey(by=by, definition=read_definition(text, "yaml"))


class _Storing:
    """Stores the answers to one survey, with the asks around them."""

    def __init__(self, name: str, survey: SurveyFacts, calendar: Calendar, by: Actor) -> None:
        self.name, self.by = name, by
        self.people: list[int] = []  # some of those who answered
        self._rng = _rng(f"{name} asks")
        self._excluded = 0
        self._trial = fielding.trial_of(calendar) if name == TRIED else None
        self._asked = AskedSurvey(id=survey.id, uid=name)  # the same lots, whatever the id of the day
        self._rules = contact_rules(survey.id)

    def all(self, answers: Iterator[NewResponse], done: int, tell: Callable[[int, str], None]) -> int:
        for chunk in batched(answers, CHUNK, strict=False):
            known, numbers = _with_contacts(chunk, self.by)
            if self._trial:
                self._trial.numbers.update(numbers)
            self._store(known)
            done += len(chunk)
            tell(done, self.name.replace("_", " "))
        return done

    def _store(self, known: list[NewResponse]) -> None:
        lost = {each.idempotency_key for each in known if self._trial and self._trial.is_lost(each)}
        kept = [each for each in known if each.idempotency_key not in lost]
        outcomes = responses.store_responses(kept, by=self.by, keep_raw=False)
        refused = [outcome for outcome in outcomes if outcome.uid is None]
        assert not refused, refused[:3]
        invited = [each for each in known if asking.is_invited(each.channel)]
        asks = asking.asks_around(invited, lost, self._trial, self._rng)
        asks += decisions.decisions_around(invited, self._asked, self._rules)
        fieldwork.record_asks(asks, by=self.by)
        self._exclude([outcome.uid for outcome in outcomes[:2] if outcome.uid])
        self.people += [each.contact_id for each in invited[:SOME] if each.contact_id]

    def _exclude(self, uids: list[str]) -> None:
        if self.name != "restaurant_visit" or self._excluded >= EXCLUDED:
            return
        for uid in uids:
            responses.exclude_response(uid, "duplicate", by=self.by)
        self._excluded += len(uids)


def _with_contacts(chunk: tuple[NewResponse, ...], by: Actor) -> tuple[list[NewResponse], dict[int, str]]:
    """Make the contacts; return the responses with their ids, and the customers' numbers by id."""
    named = [each for each in chunk if each.contact is not None]
    ids = audiences.ensure_contacts([each.contact for each in named if each.contact], by=by)
    by_key = {each.idempotency_key: id_ for each, id_ in zip(named, ids, strict=True)}
    known = [
        replace(each, contact=None, contact_id=by_key[each.idempotency_key]) if each.contact else each
        for each in chunk
    ]
    numbers = {
        id_: each.contact.identities[0][1] for each, id_ in zip(named, ids, strict=True) if each.contact
    }
    return known, numbers


def _annotate(calendar: Calendar, asked: dict[str, SurveyFacts], by: Actor) -> None:
    for weeks, text, survey in (
        (restaurants.DELIVERY_SINCE_WEEKS, "Delivery partner changed", "restaurant_visit"),
        (telecom.MENU_SINCE_WEEKS, "IVR switched", "service_contact"),
        (saas.RELEASE_SINCE_WEEKS, "Faster release shipped", "product_relationship"),
    ):
        boards.add_annotation(by=by, on=calendar.weeks_ago(weeks), text=text, survey_uid=asked[survey].uid)
