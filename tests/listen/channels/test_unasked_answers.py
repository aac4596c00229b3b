"""Who answered though nobody had asked is left alone as if we had."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make import fieldwork
from tests.make.audiences import contact
from tests.make.responses import response
from tests.make.surveys import question, survey

from heedful.listen.audiences.services import merge_contacts
from heedful.listen.fieldwork import queries
from heedful.listen.fieldwork.models import AnswerUnasked, Ask
from heedful.listen.fieldwork.services import ask_contact
from heedful.listen.fieldwork.types import AskFacts, Disposition, Gate
from heedful.platform.core import personal_data
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.types import Actor


@pytest.fixture
def asked(organization):
    fieldwork.rules(needs_consent=[])
    return survey(question("nps", "nps"), name="Stay")


@pytest.fixture
def eve(organization):
    return contact("eve@example.org")


def answered(asked, who, *, days_ago: float = 1, **fields):
    made = response(
        asked,
        {"nps": 9},
        contact_id=who.id,
        answered_at=timezone.now() - timedelta(days=days_ago),
        **fields,
    )
    while deliver_due():
        pass
    return made


def decided(asked, who, organization) -> AskFacts:
    return ask_contact(
        by=Actor.system(organization.pk),
        survey_id=asked.id,
        contact_id=who.id,
        channel="email",
        occasion="now",
        now=timezone.now(),
    )


def closed(ask: AskFacts) -> set[Gate]:
    return {verdict.gate for verdict in ask.verdicts if not verdict.passed}


def test_an_answer_starts_both_clocks(asked, eve, organization):
    answered(asked, eve)
    ask = decided(asked, eve, organization)
    assert closed(ask) == {Gate.THIS_SURVEY, Gate.ANY_SURVEY}
    assert ask.disposition is Disposition.BLOCKED


def test_another_survey_waits_for_the_clock_of_all(asked, eve, organization):
    answered(asked, eve)
    assert closed(decided(survey(name="Another"), eve, organization)) == {Gate.ANY_SURVEY}


def test_what_was_said_long_ago_closes_nothing(asked, eve, organization):
    answered(asked, eve, days_ago=91)
    assert decided(asked, eve, organization).disposition is Disposition.INVITED


def test_it_is_no_ask_and_counts_in_no_rate(asked, eve):
    answered(asked, eve)
    assert not Ask.objects.exists()
    assert AnswerUnasked.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"is_test": True}, {"channel": "review"}], ids=["a test", "said elsewhere"]
)
def test_what_is_no_answer_to_us_starts_no_clock(asked, eve, organization, fields):
    answered(asked, eve, **fields)
    assert decided(asked, eve, organization).disposition is Disposition.INVITED


def test_the_answer_to_an_ask_is_noted_once(asked, eve, organization):
    ask = decided(asked, eve, organization)
    answered(asked, eve, days_ago=0, idempotency_key=ask.uid)
    assert not AnswerUnasked.objects.exists()
    assert queries.ask(ask.uid).disposition is Disposition.ANSWERED


def test_merged_people_have_one_clock_and_the_forgotten_none(asked, eve, organization, alice):
    twin = contact("twin@example.org")
    answered(asked, twin)
    merge_contacts(by=alice, kept_uid=eve.uid, gone_uid=twin.uid)
    while deliver_due():
        pass
    assert closed(decided(asked, eve, organization)) == {Gate.THIS_SURVEY, Gate.ANY_SURVEY}
    (told,) = personal_data.export(eve.uid, by=alice)["fieldwork"]["data"]["answers_without_an_ask"]
    assert told["answered_at"]
    personal_data.erase(personal_data.Erasure(eve.uid), by=alice)
    assert not AnswerUnasked.objects.exists()
