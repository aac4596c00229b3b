from __future__ import annotations

import pytest
from tests.make import accounts

DEFINITION = {
    "name": "Visit",
    "questions": [
        {"key": "nps", "kind": "nps", "text": "How likely?"},
        {
            "key": "dish",
            "kind": "single_choice",
            "text": {"en": "Dish?", "de": "Gericht?"},
            "options": [{"key": "soup"}],
        },
    ],
}


@pytest.fixture
def send(client, cast):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}

    def call(method, path, body=None):
        return client.generic(
            method, f"/api/v1{path}", data=__import__("json").dumps(body) if body is not None else b"",
            content_type="application/json", headers=headers,
        )  # fmt: skip

    return call


def test_a_survey_is_made_read_and_published_again(send):
    made = send("POST", "/surveys", DEFINITION)
    assert made.status_code == 201
    uid = made.json()["uid"]
    more = DEFINITION | {
        "questions": [*DEFINITION["questions"], {"key": "why", "kind": "long_text", "text": "Why?"}]
    }
    published = send("POST", f"/surveys/{uid}/versions", more).json()
    assert published["version"] == 2
    assert send("POST", f"/surveys/{uid}/versions", more).json()["version"] == 2
    assert [one["number"] for one in send("GET", f"/surveys/{uid}/versions").json()["items"]] == [2, 1]
    assert send("GET", f"/surveys/{uid}/versions/1").json()["definition"]["questions"][1]["key"] == "dish"
    assert b"kind: long_text" in send("GET", f"/surveys/{uid}/file").content
    assert [one["uid"] for one in send("GET", "/surveys").json()["items"]] == [uid]


def test_an_archived_survey_leaves_the_list(send):
    uid = send("POST", "/surveys", DEFINITION).json()["uid"]
    assert send("POST", f"/surveys/{uid}/archive").json()["is_archived"]
    assert send("GET", "/surveys").json()["items"] == []
    assert len(send("GET", "/surveys?include_archived=true").json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": " "}, "name"),
        ({"questions": []}, "questions"),
        ({"questions": [{"key": "a b", "kind": "nps", "text": "?"}]}, "questions[0].key"),
        ({"questions": [{"key": "a", "kind": "npx", "text": "?"}]}, "questions[0].kind"),
        ({"questions": [{"key": "a", "kind": "nps", "text": ""}]}, "questions[0].text"),
        ({"questions": [{"key": "a", "kind": "nps", "text": "?"}] * 2}, "questions"),
        (
            {"questions": [{"key": "a", "kind": "csat", "text": "?", "scale": {"low": 0, "high": 9}}]},
            "questions[0].scale",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_place(send, change, place):
    response = send("POST", "/surveys", DEFINITION | change)
    assert response.status_code == 422
    assert place in [error["field"] for error in response.json()["errors"]]


def test_charlie_sees_nothing(send, cast, client):
    uid = send("POST", "/surveys", DEFINITION).json()["uid"]
    other = {"Authorization": f"Bearer {accounts.key(cast.other)}"}
    assert client.get(f"/api/v1/surveys/{uid}", headers=other).status_code == 404
    assert client.get("/api/v1/surveys", headers=other).json()["items"] == []
