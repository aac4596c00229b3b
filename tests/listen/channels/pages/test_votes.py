"""Scores that links carry: set aside when opened, counted when a person has confirmed them."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.listen.channels.pages.test_answering import action, path
from tests.make import audiences, surveys
from tests.make.responses import NOON

from heedful.listen.channels.links import personal_url
from heedful.listen.channels.models import Vote
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.models import Ask
from heedful.listen.responses import queries as responses
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.platform.core import personal_data
from heedful.platform.core.outbox import deliver_due
from heedful.platform.core.personal_data import Erasure

BROWSER = "A browser"


@pytest.fixture
def person():
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture
def survey(organization):
    return surveys.survey()


@pytest.fixture
def ask(survey):
    who = audiences.contact("eve@example.org")
    return Ask.objects.create(
        survey_id=survey.id, contact_id=who.id, channel="email", disposition="invited", asked_at=NOON,
        idempotency_key="one",
    )  # fmt: skip


def human_address(response) -> str:
    return response.content.decode().partition('data-human="')[2].partition('"')[0]


def tell(client, address, **facts):
    return client.post(address, json.dumps(facts), content_type="application/json")


def test_opening_a_link_counts_nothing(ask, alice, person):
    url = path(personal_url(ask.uid, score=("nps", 9)))
    page = person.get(url)
    person.head(url)
    person.get(url)
    assert 'value="9" checked' in page.content.decode()
    process_inbox()
    assert responses.count_responses(by=alice) == 0
    assert sorted(Vote.objects.values_list("method", "times", "confirmed_at")) == [
        ("GET", 2, None),
        ("HEAD", 1, None),
    ]


def test_a_sign_of_life_counts_it(ask, alice, person):
    page = person.get(path(personal_url(ask.uid, score=("nps", 9))))
    tell(person, human_address(page), kind="none", visible=True)
    process_inbox()
    assert responses.count_responses(by=alice) == 0
    told = tell(person, human_address(page), kind="touch", visible=True, vote="nps=9")
    assert told.status_code == 204
    assert fieldwork.ask(ask.uid).disposition == "opened"
    process_inbox()
    (found,) = responses.responses(by=alice).items
    assert (found.status, found.score_answer.score) == ("partial", 9)
    deliver_due()
    assert fieldwork.ask(ask.uid).disposition == "partial"
    assert Vote.objects.get().confirmed_at is not None


def test_a_machine_before_the_person_stays_set_aside(ask, person):
    url = path(personal_url(ask.uid, score=("nps", 9)))
    Client(headers={"User-Agent": "Scanner"}).get(url)
    page = person.get(url)
    tell(person, human_address(page), kind="key", visible=True, vote="nps=9")
    assert dict(Vote.objects.values_list("user_agent", "confirmed_at"))["Scanner"] is None


def test_the_button_counts_it(ask, alice, person):
    page = person.get(path(personal_url(ask.uid, score=("nps", 2))))
    person.post(action(page), {"at": "nps", "shown": "nps", "q.nps": "2", "go": "next"})
    process_inbox()
    (found,) = responses.responses(by=alice).items
    assert found.score_answer.score == 2
    assert found.contact_name or found.contact_uid
    assert Vote.objects.get().confirmed_at is not None


@pytest.mark.parametrize("query", ["q=nps&v=11", "q=why&v=9", "q=none&v=9", "q=nps&v=<script>"])
def test_a_score_that_is_none_is_no_vote(ask, person, query):
    page = person.get(path(personal_url(ask.uid)) + "?" + query)
    assert page.status_code == 200
    assert not Vote.objects.exists()


def test_votes_of_a_person_who_is_forgotten_go(ask, alice, person):
    person.get(path(personal_url(ask.uid, score=("nps", 9))))
    personal_data.erase(Erasure(audiences.contact("eve@example.org").uid), by=alice)
    assert not Vote.objects.exists()
