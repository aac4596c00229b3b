"""The pages of labelling."""

from __future__ import annotations

import pytest
from tests.make import responses, surveys, words

from heedful.understand.words.models import LabelTask, ThemeLabel


@pytest.fixture
def drawn(organization):
    """A comment to label, read as praise of staff."""
    survey = surveys.survey(surveys.question("nps", "nps"), surveys.question("why", "long_text"))
    taxonomy = words.taxonomy("service", "service/staff", "price")
    made = responses.response(survey, {"nps": 9, "why": "<script>hurt()</script> kind waiter"})
    words.reading(made, "+staff", by=words.edition(taxonomy))
    question = next(one.question_id for one in made.comments)
    return LabelTask.objects.create(
        taxonomy=taxonomy, response_id=made.id, question_id=question, reason="random"
    )


def test_without_themes_the_page_says_so(organization, alice_client):
    assert "There are no themes yet" in alice_client.get("/labelling/").content.decode()
    assert "There are no themes yet" in alice_client.get("/labelling/quality/").content.decode()


def test_a_comment_is_shown_as_text_and_labelled(drawn, alice_client):
    page = alice_client.get("/labelling/").content.decode()
    assert "&lt;script&gt;hurt()" in page
    assert "<legend>Service</legend>" in page
    refused = alice_client.post(f"/labelling/tasks/{drawn.uid}/", {})
    assert refused.status_code == 422
    done = alice_client.post(f"/labelling/tasks/{drawn.uid}/", {"themes": ["staff"]}, follow=True)
    assert "All done" in done.content.decode()
    assert ThemeLabel.objects.get().theme == "staff"
    quality = alice_client.get("/labelling/quality/").content.decode()
    assert "On 1 comment drawn at random: 100 of 100 themes that are shown belong there" in quality


def test_none_of_these_is_one_click(drawn, alice_client):
    alice_client.post(f"/labelling/tasks/{drawn.uid}/", {"none": "1"})
    assert ThemeLabel.objects.get().theme == ""


def test_over_http(drawn, alice_client):
    taxonomy = drawn.taxonomy.uid
    got = alice_client.get(f"/api/v1/taxonomies/{taxonomy}/labelling/next")
    assert got.status_code == 200, got.content
    task = got.json()
    assert task["uid"] == drawn.uid
    told = alice_client.put(
        f"/api/v1/labelling/{drawn.uid}", {"themes": ["staff"]}, content_type="application/json"
    )
    assert told.status_code == 204, told.content
    assert alice_client.get(f"/api/v1/taxonomies/{taxonomy}/labelling/next").status_code == 204
    quality = alice_client.get(f"/api/v1/taxonomies/{taxonomy}/quality").json()
    assert (quality["n"], quality["overall"]["precision"]["value"]) == (1, 1.0)
    label = {
        "response": task["response_uid"],
        "question_id": task["question_id"],
        "theme": "price",
        "is_present": True,
    }
    given = alice_client.post("/api/v1/labels", label, content_type="application/json")
    assert given.status_code == 201
    assert len(alice_client.get(f"/api/v1/labels?taxonomy={taxonomy}").json()["items"]) == 2
    assert alice_client.delete(f"/api/v1/labels/{given.json()['uid']}").status_code == 204


def test_of_few_labels_no_curve_is_measured(drawn, alice_client):
    page = alice_client.post(f"/labelling/{drawn.taxonomy.uid}/curve/", follow=True).content.decode()
    assert "0 comments are labelled; 20 are needed" in page
    assert "Nobody has measured yet how much more labels would help." in page
