from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.urls import reverse
from tests.make import accounts, responses
from tests.understand.words.search.conftest import Spoken, take_up

from heedful.platform.core.types import Permission


@pytest.fixture
def as_bob(client, spoken):
    client.force_login(spoken.cast.bob.user)
    return client


def test_the_page_marks_words_themes_and_sentiment(as_bob, spoken: Spoken) -> None:
    page = as_bob.get(reverse("words:comments"), {"q": "days", "mode": "words"}).content.decode()
    assert "<mark>days</mark>" in page
    assert "1 comment<" in page
    assert 'class="mention worse" title="Delivery, negative"' in page
    assert "▼" in page
    assert 'class="class-mark detractor"' in page
    assert "never arrived" not in page


def test_what_people_write_is_shown_as_text(as_bob, spoken: Spoken) -> None:
    responses.response(spoken.survey, {"nps": 1, "why": "<script>alert(1)</script> delivery & more"})
    take_up()
    page = as_bob.get(reverse("words:comments"), {"q": "alert", "mode": "words"}).content.decode()
    assert "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt; delivery &amp; more" in page
    page = as_bob.get(reverse("words:comments"), {"q": '"><b>'}).content.decode()
    assert "<b>" not in page.split('name="q"')[1].split(">")[0]


def test_filters_stand_in_the_address_and_can_be_taken_away(as_bob, spoken: Spoken) -> None:
    address = reverse("words:comments")
    page = as_bob.get(address, {"f": ["theme:delivery", "sentiment:negative"], "class": "detractor"})
    text = page.content.decode()
    assert "Theme: <b>Delivery</b>" in text
    assert "Remove the filter Sentiment" in text
    assert "Friendly staff" not in text
    assert text.count('class="drop"') == 3
    nothing = as_bob.get(address, {"f": "theme:nothing"}).content.decode()
    assert "No comment fits" in nothing
    assert as_bob.get(address, {"f": "colour:red"}).status_code == 422
    assert as_bob.get(address, {"mode": "loud"}).status_code == 422


def test_facets_come_behind_the_list_as_links(as_bob, spoken: Spoken) -> None:
    page = as_bob.get(reverse("words:comment_facets"), {"q": "delivery", "mode": "words"}).content.decode()
    assert "f=theme:staff" in page
    assert "q=delivery" in page
    assert "mode=words" in page


def test_pages_follow_by_cursor(as_bob, spoken: Spoken, monkeypatch) -> None:
    monkeypatch.setattr("heedful.understand.words.search.views.PER_PAGE", 3)
    first = as_bob.get(reverse("words:comments"))
    assert first.context["next_url"]
    second = as_bob.get(first.context["next_url"])
    assert [one.hit.response_uid for one in second.context["comments"]] == [spoken.said["late"].uid]
    assert second.context["first_url"]


def test_without_answers_the_page_says_what_will_be_here(client, scoped) -> None:
    client.force_login(scoped.bob.user)
    page = client.get(reverse("words:comments")).content.decode()
    assert "Comments will be searched here" in page


def test_similar_comments_say_that_nothing_was_read(as_bob, spoken: Spoken) -> None:
    one = spoken.said["late"]
    address = reverse("words:similar_comments", args=[one.uid, one.comments[0].question_uid])
    assert "has not been read yet" in as_bob.get(address).content.decode()
    part = as_bob.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_all_that_is_found_can_be_taken_along(client, spoken: Spoken) -> None:
    responses.response(spoken.survey, {"nps": 1, "why": "=HYPERLINK(delivery)"})
    take_up()
    client.force_login(spoken.cast.alice.user)
    answer = client.get(reverse("words:comment_export"), {"q": "delivery", "mode": "words"})
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert len(rows) == 4
    assert {row["comment"] for row in rows} >= {"'=HYPERLINK(delivery)"}
    (kind,) = [row for row in rows if row["score"] == "10"]
    assert (kind["themes"], kind["sentiment"], kind["unit"]) == ("Delivery; Staff", "1", "Unit north-1")


def test_dora_sees_her_branch_on_page_and_export(client, spoken: Spoken) -> None:
    client.force_login(spoken.cast.dora.user)
    page = client.get(reverse("words:comments")).content.decode()
    assert "two days late" in page
    assert "never arrived" not in page
    assert "2 comments" in page


def test_the_api_finds_filters_and_pages(client, spoken: Spoken) -> None:
    headers = {"Authorization": f"Bearer {accounts.key(spoken.cast.organization, Permission.READ_ANSWERS)}"}
    asked = {"q": "delivery", "mode": "words", "limit": 2}
    found = client.get("/api/v1/comments", asked, headers=headers).json()
    assert found["total"] == 3
    assert len(found["items"]) == 2
    rest = client.get("/api/v1/comments", asked | {"cursor": found["next_cursor"]}, headers=headers).json()
    assert len(rest["items"]) == 1
    assert rest["next_cursor"] is None
    item = found["items"][0]
    start, end = item["marks"][0]["start"], item["marks"][0]["end"]
    assert item["text"][start:end].lower() == "delivery"
    facets = client.get("/api/v1/comments/facets", {"f": "class:detractor"}, headers=headers).json()
    assert {one["field"] for one in facets} >= {"theme", "sentiment", "class", "survey"}
    wrong = client.get("/api/v1/comments", {"f": "colour:red"}, headers=headers)
    assert wrong.status_code == 422
    assert "colour" in wrong.content.decode()


def test_scores_alone_open_no_comment(client, spoken: Spoken) -> None:
    key = accounts.key(spoken.cast.organization, Permission.READ_SCORES)
    headers = {"Authorization": f"Bearer {key}"}
    for path in ("/api/v1/comments", "/api/v1/comments/facets"):
        assert client.get(path, headers=headers).status_code == 403
    assert client.get("/api/v1/comments/status", headers=headers).json()["comments"] == 4
