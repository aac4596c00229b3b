"""Several workers and every channel at once, against the database: nobody is asked twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from tests.make import accounts, fieldwork
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.audiences.services import merge_contacts
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.models import Ask, AskTally
from heedful.listen.fieldwork.types import NOT_ASKED, Disposition
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORKERS = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organization(transactional_db):
    cast = accounts.cast()
    with organization_scope(cast.organization.pk):
        fieldwork.rules(needs_consent=[])
        yield cast.organization


def at_once(organization, deeds: list[Callable[[Actor], object]]) -> None:
    """Do each in a thread of its own, with a connection of its own, all starting together."""
    barrier = Barrier(len(deeds))
    by = Actor.system(organization.pk)

    def run(deed: Callable[[Actor], object]) -> None:
        try:
            with organization_scope(organization.pk):
                barrier.wait(10)
                deed(by)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for future in [pool.submit(run, deed) for deed in deeds]:
            future.result()


def asked_rows():
    return Ask.objects.exclude(disposition__in=NOT_ASKED - {Disposition.ELIGIBLE})


def test_all_channels_and_surveys_at_once_ask_a_person_once(organization):
    people = [contact() for _ in range(6)]
    surveys = [survey() for _ in range(3)]

    def worker(seed: int) -> Callable[[Actor], None]:
        tries = [(who, one, channel) for who in people for one in surveys for channel in ("email", "web")]
        random.Random(seed).shuffle(tries)

        def deed(by: Actor) -> None:
            for number, (who, one, channel) in enumerate(tries):
                services.ask_contact(
                    by=by,
                    survey_id=one.id,
                    contact_id=who.id,
                    channel=channel,
                    occasion=f"{seed}-{number}",
                    now=NOW + timedelta(seconds=number),
                )

        return deed

    at_once(organization, [worker(seed) for seed in range(WORKERS)])
    assert sorted(asked_rows().values_list("contact_id", flat=True)) == [one.id for one in people]


def test_a_visitor_in_many_tabs_is_shown_one_survey(organization):
    surveys = [survey() for _ in range(4)]

    def deed_for(one) -> Callable[[Actor], object]:
        return lambda by: services.ask_visitor(
            by=by, survey_id=one.id, device="one-device", channel="web", now=NOW
        )

    at_once(organization, [deed_for(one) for one in surveys])
    assert asked_rows().count() == 1


def test_merging_while_asking_asks_one_person_once(organization):
    one = survey()
    pairs = [(contact(), contact()) for _ in range(5)]

    def asking(index: int) -> Callable[[Actor], None]:
        def deed(by: Actor) -> None:
            for pair in pairs:
                services.ask_contact(
                    by=by,
                    survey_id=one.id,
                    contact_id=pair[index].id,
                    channel="email",
                    occasion=f"side {index}",
                    now=NOW,
                )

        return deed

    def merging(by: Actor) -> None:
        for kept, gone in pairs:
            merge_contacts(kept.uid, gone.uid, by=by)

    # Those merged first are asked under both names by two workers; those asked first are not asked again.
    at_once(organization, [merging, asking(0), asking(1)])
    for kept, gone in pairs:
        both = asked_rows().filter(contact_id__in=[kept.id, gone.id])
        before_the_merge = both.count() - 1
        # Two people until they were one: each may have been asked before, never after.
        assert 0 <= before_the_merge <= 1
        late = services.ask_contact(
            by=Actor.system(organization.pk),
            survey_id=one.id,
            contact_id=gone.id,
            channel="web",
            occasion="late",
            now=NOW + timedelta(hours=2),
        )
        assert late.disposition is Disposition.BLOCKED


def test_daily_limits_are_exact_for_several_workers(organization):
    fieldwork.rules(daily_cap=7, needs_consent=[])
    one = survey()
    people = [contact() for _ in range(20)]

    def deed_for(some) -> Callable[[Actor], None]:
        def deed(by: Actor) -> None:
            for who in some:
                services.ask_contact(
                    by=by, survey_id=one.id, contact_id=who.id, channel="email", occasion="x", now=NOW
                )

        return deed

    at_once(organization, [deed_for(people[number::WORKERS]) for number in range(WORKERS)])
    assert asked_rows().count() == 7
    assert AskTally.objects.get(scope="").n == 7


def test_two_workers_decide_what_is_due_once(organization):
    fieldwork.rules(opens_at="13:00", closes_at="20:00", needs_consent=[])
    one = survey()
    for _ in range(8):
        services.ask_contact(
            by=Actor.system(organization.pk),
            survey_id=one.id,
            contact_id=contact(time_zone="UTC").id,
            channel="email",
            occasion="x",
            now=NOW,
        )
    later = NOW + timedelta(hours=2)
    ids = [ask_id for _, ask_id in queries.due_asks(later, 100)]
    assert len(ids) == 8
    at_once(organization, [lambda by: services.work_off(ids, by=by, now=later)] * 3)
    assert asked_rows().count() == 8
    assert AskTally.objects.get(scope="").n == 8


def test_two_workers_start_a_plan_once(organization):
    plan = fieldwork.plan(survey())
    started: list[bool] = []
    now = datetime.now(UTC)
    deed = lambda by: started.append(services.start_due_plan(plan.uid, by=by, now=now))  # noqa: E731
    at_once(organization, [deed] * WORKERS)
    assert sorted(started) == [False] * (WORKERS - 1) + [True]
