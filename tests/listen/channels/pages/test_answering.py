"""Answering without JavaScript or cookies: by a public link, by a personal one, going back, later."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.make import surveys

from heedful.listen.channels.links import public_url
from heedful.listen.responses import queries as responses
from heedful.listen.responses.inbox_processing import process_inbox


@pytest.fixture
def stranger():
    """A browser that nobody knows."""
    return Client()


def path(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


def action(response) -> str:
    return re.search(r'<form method="post" action="([^"]+)"', response.content.decode())[1].replace(
        "&amp;", "&"
    )


def test_a_public_link_is_answered_step_by_step(organization, alice, stranger):
    survey = surveys.survey()
    first = stranger.get(path(public_url(survey.uid)), follow=True)
    assert first.status_code == 200
    assert "Question nps?" in first.content.decode()
    assert not first.cookies
    second = stranger.post(
        action(first), {"at": "nps", "shown": "nps", "q.nps": "9", "go": "next"}, follow=True
    )
    assert "Question why?" in second.content.decode()
    process_inbox()
    (stored,) = responses.responses(by=alice).items
    assert (stored.status, stored.score_answer.score) == ("partial", 9)
    last = stranger.post(
        action(second), {"at": "why", "shown": "why", "q.why": "Kind staff", "go": "next"}, follow=True
    )
    assert "Thank you" in last.content.decode()
    process_inbox()
    (stored,) = responses.responses(by=alice).items
    assert (stored.status, stored.comments[0].text) == ("completed", "Kind staff")
    assert stored.channel == "link"
