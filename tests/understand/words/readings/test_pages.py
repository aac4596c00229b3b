"""The model page, and the same over HTTP."""

from __future__ import annotations

import json

import pytest
from tests.make import responses

from heedful.platform.core.queue import run_due
from heedful.understand.words.readings.queries import current_edition
from heedful.understand.words.readings.queries.state import status
from heedful.understand.words.readings.services import start_edition


@pytest.fixture
def told(say, read_all):
    made = say("The staff was lovely!", "Cold soup <b>again</b>.", "12345 🙂", "ok")
    read_all()
    while run_due():
        pass
    return made


def test_the_page_says_what_was_read_and_what_was_not(told, alice_client):
    page = alice_client.get("/reading/").content.decode()
    assert "Everything is read." in page
    assert "4 written answers" in page
    assert "no words" in page
    assert "sentiment-en" in page or "Sentiment" in page


def test_it_says_that_models_are_missing(say, alice_client, settings, tmp_path):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"models": str(tmp_path)})
    say("The staff was lovely!")
    page = alice_client.get("/reading/").content.decode()
    assert "heedful models fetch" in page
    assert "not installed" in page


def test_what_was_skipped_is_listed_with_its_answers(told, alice_client):
    uid = current_edition().uid
    page = alice_client.get(
        f"/reading/editions/{uid}/skipped/", {"reader": "sentiment", "reason": "no words"}
    ).content.decode()
    assert "12345" in page
    assert "lovely" not in page


def test_a_made_up_reader_is_no_page(told, alice_client):
    uid = current_edition().uid
    query = {"reader": "sentiment__document", "reason": "no words"}
    assert alice_client.get(f"/reading/editions/{uid}/skipped/", query).content.count(b"12345") == 0
    assert alice_client.get(f"/reading/editions/{uid}/skipped/", {"reader": "x'--"}).status_code == 404


def test_the_history_is_read_anew_from_the_page(told, alice, alice_client):
    assert alice_client.post("/reading/editions/", {"then_current": "on"}).status_code == 302
    before = current_edition()
    while run_due():
        pass
    after = current_edition()
    assert after.uid != before.uid
    assert "counted before" in alice_client.get("/reading/").content.decode()
    alice_client.post(f"/reading/editions/{before.uid}/current/")
    assert current_edition().uid == before.uid
    alice_client.post(f"/reading/editions/{after.uid}/delete/")
    while run_due():
        pass
    assert "counted before" not in alice_client.get("/reading/").content.decode()


def test_the_page_offers_to_read_more_exactly(told, alice_client):
    alice_client.post("/reading/editions/", {"tier": "quality", "then_current": "on"})
    while run_due():
        pass
    assert current_edition().tier == "quality"
    page = alice_client.get("/reading/").content.decode()
    assert '<option value="quality" selected>' in page
    assert "more exact" in page
    assert alice_client.post("/reading/editions/", {"tier": "best"}).status_code == 422


def test_what_may_not_be_is_said(told, alice_client):
    uid = current_edition().uid
    page = alice_client.post(f"/reading/editions/{uid}/delete/", follow=True).content.decode()
    assert "cannot be deleted" in page


def test_the_api_tells_the_same(told, alice_client):
    found = alice_client.get("/api/v1/reading").json()
    assert (found["state"], found["read"]) == ("up_to_date", 4)
    uid = found["edition"]["uid"]
    counts = alice_client.get(f"/api/v1/reading/editions/{uid}/counts").json()
    assert counts["sentiment"]["n"] == 4
    assert {"reader": "sentiment", "reason": "no words", "n": 1} in counts["skipped"]
    (reading,) = alice_client.get(f"/api/v1/responses/{told[0].uid}/reading").json()
    assert (reading["language"], reading["sentiment"]) == ("en", 1)
    readers = {one["key"] for one in alice_client.get("/api/v1/reading/readers").json()}
    assert {"language", "sentiment"} <= readers


def test_an_edition_over_the_api(told, alice_client):
    made = alice_client.post(
        "/api/v1/reading/editions", json.dumps({"then_current": False}), content_type="application/json"
    )
    assert made.status_code == 202
    uid = made.json()["uid"]
    refused = alice_client.post(f"/api/v1/reading/editions/{uid}/current")
    assert refused.status_code == 409
    while run_due():
        pass
    assert alice_client.post(f"/api/v1/reading/editions/{uid}/current").json()["state"] == "current"


def test_status_says_what_has_changed_since(told, alice):
    from heedful.understand.words.models import Edition

    row = Edition.objects.get(state="current")
    Edition.objects.filter(pk=row.pk).update(versions={**row.versions, "sentiment": "before"})
    now = status(by=alice)
    assert now.state == "outdated"
    assert now.changed["sentiment"] == ("before", row.versions["sentiment"])


def test_a_manager_sees_only_skipped_answers_of_the_own_branch(cast, survey, read_all, dora_client):
    responses.response(survey, {"why": "111"}, unit_key=cast.branch.key)
    responses.response(survey, {"why": "222"}, unit_key=cast.next_branch.key)
    read_all()
    uid = current_edition().uid
    page = dora_client.get(
        f"/reading/editions/{uid}/skipped/", {"reader": "sentiment", "reason": "no words"}
    ).content.decode()
    assert "111" in page
    assert "222" not in page


def test_how_long_it_takes_is_estimated_while_it_reads(told, alice, say, worker):
    begun = start_edition(by=alice)
    now = status(by=alice)
    assert now.state == "reading"
    assert now.job.uid == begun.job_uid
