from __future__ import annotations

import json

import pytest
from tests.make import accounts

from heedful.platform.core.types import Permission

pytestmark = pytest.mark.django_db
TILES = [{"kind": "trend", "width": "full"}]


@pytest.fixture
def call(client, cast):
    key = accounts.key(cast.organization)

    def call(method: str, address: str, body=None):
        return client.generic(
            method,
            f"/api/v1/{address}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {key}"},
        )

    return call


def test_a_board_is_made_changed_read_and_deleted(stay, call):
    made = call("POST", "boards", {"name": "Weekly", "audience": "everyone", "tiles": TILES})
    assert made.status_code == 201, made.content
    uid = made.json()["uid"]
    changed = call("PUT", f"boards/{uid}", {"name": "Daily", "tiles": TILES * 2})
    assert (changed.json()["name"], len(changed.json()["tiles"])) == ("Daily", 2)
    assert [board["uid"] for board in call("GET", "boards").json()] == [uid]
    assert call("DELETE", f"boards/{uid}").status_code == 204
    assert call("GET", f"boards/{uid}").status_code == 404


def test_what_the_home_shows_comes_as_json(stay, call):
    shown = call("GET", "boards/home/data?f=channel:email").json()
    assert (shown["score"], shown["n"], shown["finding"]) == (0.0, 40, "real change")
    assert "f=channel:email" in shown["query"]
    trend = shown["tiles"][0]
    assert trend["table"]["header"][-1] == "n"
    assert trend["chart"]["data"]["values"]


def test_no_answers_are_null_and_not_zero(stay, call):
    shown = call("GET", "boards/home/data?from=2001-01-01&to=2001-01-31").json()
    assert (shown["score"], shown["low"], shown["n"]) == (None, None, 0)


def test_faults_name_the_tile(stay, call):
    refused = call(
        "POST",
        "boards",
        {"name": "Pies", "audience": "everyone", "tiles": [{"kind": "pie", "width": "full"}]},
    )
    assert refused.status_code == 422
    assert "tiles.0.kind" in refused.content.decode()


def test_segments_and_annotations_over_http(stay, call):
    segment = call("POST", "segments", {"name": "By mail", "query": "f=channel:email"}).json()
    assert [each["name"] for each in call("GET", "segments").json()] == ["By mail"]
    assert call("DELETE", f"segments/{segment['uid']}").status_code == 204
    noted = call(
        "POST", "annotations", {"on": "2026-03-01", "text": "New menu", "survey_uid": stay.uid}
    ).json()
    assert call("GET", f"annotations?survey={stay.uid}&since=2026-01-01").json() == [noted]
    assert call("DELETE", f"annotations/{noted['uid']}").status_code == 204


def test_a_key_plans_no_mail(stay, call):
    refused = call("POST", "boards/home/mails", {"recipients": ["eve@example.org"], "hour": 8})
    assert refused.status_code == 409


def test_a_key_without_the_scope_changes_nothing(stay, client, cast):
    key = accounts.key(cast.organization, Permission.READ_SCORES)
    refused = client.post(
        "/api/v1/annotations",
        {"on": "2026-03-01", "text": "x"},
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )
    assert refused.status_code == 403
