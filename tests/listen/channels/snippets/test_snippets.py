"""Score buttons for other tools' mails: the tags survive, the links work, the reader is a claim."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from tests.make import surveys

from heedful.design.surveys import queries as survey_queries
from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.channels.snippets.kind import tools
from heedful.listen.channels.snippets.making import snippet
from heedful.listen.responses import queries as responses
from heedful.listen.responses.inbox_processing import process_inbox

EIGHT = {"mailchimp", "intercom", "marketo", "hubspot", "pardot", "persistiq", "zoho", "amity"}
every_tool = pytest.mark.parametrize("tool", tools().values(), ids=lambda tool: tool.key)


@pytest.fixture
def survey(organization):
    return surveys.survey(surveys.question("nps", text="How likely & why?"), name="Stay")


def made(survey, tool, **fields):
    definition = survey_queries.published(survey.uid).definition
    return snippet(survey.uid, definition, tool, language="en", **fields)


def links(html: str) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="([^"]*)"', html)]


def test_the_eight_named_tools_are_there():
    assert tools().keys() >= EIGHT


@every_tool
def test_a_tool_is_described_whole(tool):
    assert tool.label
    assert tool.where
    assert tool.source.startswith("https://")
    assert "KEY" in tool.attribute
    assert '"' not in tool.email + tool.name + tool.attribute  # it would end the address it stands in


@every_tool
def test_tags_stand_letter_by_letter_in_every_link(survey, tool):
    found = made(survey, tool, attributes=["plan"])
    raw = re.findall(r'href="([^"]*)"', found.html)
    assert len(raw) == 11
    for link in raw:
        assert f"email={tool.email}" in link
        assert f"name={tool.name}" in link
        assert f"a.plan={tool.tag('plan')}" in link
    assert [re.search(r"v=(\d+)", link)[1] for link in raw] == [str(step) for step in range(11)]


@every_tool
def test_filled_in_it_leads_to_the_survey_with_the_score_chosen(survey, tool, alice):
    ensure_attributes({"plan": "text"}, by=alice)
    nine = links(made(survey, tool, attributes=["plan"]).html)[9]
    values = {tool.email: "eve@example.org", tool.name: "Eve", tool.tag("plan"): "pro"}
    for tag, value in values.items():
        nine = nine.replace(tag, quote(value))
    person = Client()
    page = person.get(re.sub(r"^https?://[^/]+", "", nine), follow=True)
    assert page.status_code == 200
    assert process_inbox() == 0  # opening alone is no answer
    form = re.search(r'<form method="post" action="([^"]+)"', page.content.decode())
    said = {"at": "nps", "shown": "nps", "q.nps": "9", "go": "next"}
    person.post(unescape(form[1]), said, follow=True)
    process_inbox()
    (stored,) = responses.responses(by=alice).items
    assert (stored.score_answer.score, stored.channel) == (9, "email")
    assert stored.attributes["plan"] == "pro"
    assert stored.attributes["identity"] == "claimed"
    assert stored.contact_id is not None


def test_a_tool_that_fills_nothing_in_names_nobody(survey, alice):
    mailchimp = tools()["mailchimp"]
    page = Client().get(re.sub(r"^https?://[^/]+", "", links(made(survey, mailchimp).html)[3]), follow=True)
    form = re.search(r'<form method="post" action="([^"]+)"', page.content.decode())
    said = {"at": "nps", "shown": "nps", "q.nps": "3", "go": "next"}
    Client().post(unescape(form[1]), said)
    process_inbox()
    (stored,) = responses.responses(by=alice).items
    assert stored.contact_id is None
    assert "identity" not in stored.attributes


def test_texts_of_the_survey_stay_texts(organization):
    evil = surveys.survey(surveys.question("nps", text='"><script>alert(1)</script>'), name="Evil")
    assert "<script" not in made(evil, tools()["hubspot"]).html


def test_the_page_shows_what_is_copied(survey, alice_client):
    page = alice_client.get(f"/surveys/{survey.uid}/snippets/?tool=zoho").content.decode()
    assert "$[EMAIL]$" in page
    assert "Zoho Campaigns" in page
    shown = alice_client.get(f"/surveys/{survey.uid}/snippets/preview/?tool=zoho")
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "How likely &amp; why?" in shown.content.decode()
