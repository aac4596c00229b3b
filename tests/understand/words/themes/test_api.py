from __future__ import annotations

import pytest
from tests.make import accounts, surveys

from heedful.platform.core.types import Permission
from heedful.understand.words.themes import queries, services
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

API = "/api/v1/taxonomies"
DOCUMENT = TaxonomyDocument(
    "Own", (Theme("food", "Food"), Theme("taste", "Taste", parent="food", phrases=("so bland",)))
)


@pytest.fixture
def own(organization, alice):
    return services.create_taxonomy("Own", by=alice, document=DOCUMENT, is_applied=True)


@pytest.fixture
def call(alice_client):
    def call(method, path, body=None, *, status=200):
        answer = alice_client.generic(
            method,
            path,
            data=b"" if body is None else body if isinstance(body, bytes) else _json(body),
            content_type="application/json",
        )
        assert answer.status_code == status, answer.content
        is_json = answer["Content-Type"].startswith(("application/json", "application/problem"))
        return answer.json() if is_json and answer.content else answer.content.decode()

    return call


def _json(value):
    import json

    return json.dumps(value).encode()


def test_industries_are_listed_and_chosen(call, organization):
    listed = call("GET", "/api/v1/industries")["items"]
    assert len(listed) == 11
    document = call("GET", "/api/v1/industries/bank")
    assert document["industry"] == "bank"
    made = call("POST", API, {"industry": "bank"}, status=201)
    assert (made["version"], made["is_default"], made["document"]["themes"]) == (1, True, document["themes"])
    assert [one["uid"] for one in call("GET", API)["items"]] == [made["uid"]]
    call("POST", API, {"industry": "mining"}, status=404)
    both = call("POST", API, {"industry": "bank", "document": document}, status=422)
    assert both["errors"][0]["field"] == "document"


def test_a_document_begins_a_draft(call, organization):
    given = {"document": {"name": "Mine", "themes": [{"name": "Parking"}]}}
    made = call("POST", API, given, status=201)
    assert (made["version"], made["has_draft"]) == (0, True)
    assert call("GET", f"{API}/{made['uid']}/draft")["document"]["themes"] == [
        {"key": "parking", "name": "Parking"}
    ]
    wrong = call("POST", API, {"document": {"name": "B", "themes": [{"key": "x"}]}}, status=422)
    assert wrong["errors"] == [{"field": "themes.x.name", "reason": "is needed", "row": None}]


def test_themes_are_drafted_and_applied(call, own):
    one = f"{API}/{own.uid}"
    added = call(
        "POST", f"{one}/themes", {"name": "Late", "parent": "food", "phrases": ["came late"]}, status=201
    )
    assert added["changes"] == [{"deed": "added", "theme": "late", "name": "Late"}]
    moved = call("PATCH", f"{one}/themes/taste", {"parent": None, "must": ["salty"]})
    assert [change["deed"] for change in moved["changes"]] == ["added", "edited", "moved"]
    assert queries.draft(own.uid).document.theme("taste").phrases == ("so bland",)
    call("POST", f"{one}/split", {"theme": "late", "parts": [{"name": "Food late"}, {"name": "Bill late"}]})
    call("POST", f"{one}/merge", {"themes": ["bill_late"], "into": "taste"})
    call("DELETE", f"{one}/themes/food_late")
    applied = call("POST", f"{one}/apply", {})
    assert applied["version"] == 2
    assert [theme["key"] for theme in applied["document"]["themes"]] == ["food", "taste"]
    numbers = [version["number"] for version in call("GET", f"{one}/versions")["items"]]
    assert numbers == [2, 1]
    assert call("GET", f"{one}/versions/1")["document"]["themes"][0]["themes"][0]["key"] == "taste"
    call("GET", f"{one}/draft", status=404)
    call("DELETE", f"{one}/draft", status=409)


def test_themes_go_in_and_out_as_yaml(call, own):
    text = call("GET", f"{API}/{own.uid}/file")
    assert "name: Taste" in text
    draft = call("PUT", f"{API}/{own.uid}/file", text.replace("Taste", "Flavour").encode())
    assert [one["deed"] for one in draft["changes"]] == ["renamed"]
    wrong = call("PUT", f"{API}/{own.uid}/file", b"name: A\nthemes: [1]", status=422)
    assert wrong["errors"][0]["field"] == "themes.1"


def test_a_preview_is_asked_for_and_waits(call, own, alice):
    call("GET", f"{API}/{own.uid}/preview", status=404)
    call("POST", f"{API}/{own.uid}/preview", status=409)
    services.remove_theme(own.uid, "taste", by=alice)
    assert call("POST", f"{API}/{own.uid}/preview", status=202)["state"] == "waiting"
    shown = call("GET", f"{API}/{own.uid}/preview")
    assert (shown["is_current"], shown["themes"]) == (True, [])


def test_the_whole_is_changed(call, own, alice):
    other = services.create_taxonomy("Other", by=alice, document=DOCUMENT, is_applied=True)
    changed = call("PATCH", f"{API}/{other.uid}", {"name": "Second", "is_default": True})
    assert (changed["name"], changed["is_default"]) == ("Second", True)
    assert call("PATCH", f"{API}/{own.uid}", {"is_default": False}, status=422)
    assert call("PATCH", f"{API}/{own.uid}", {"is_archived": True})["is_archived"]
    assert [one["uid"] for one in call("GET", API)["items"]] == [other.uid]
    assert not call("PATCH", f"{API}/{own.uid}", {"is_archived": False})["is_archived"]
    assert call("POST", f"{API}/{own.uid}/fit", status=202)["state"] == "waiting"


def test_a_survey_gets_its_own(call, own, alice):
    other = services.create_taxonomy("Other", by=alice, document=DOCUMENT, is_applied=True)
    address = f"/api/v1/surveys/{surveys.survey().uid}/taxonomy"
    assert call("GET", address) == {"taxonomy": own.uid, "version": 1}
    assert call("PUT", address, {"taxonomy": other.uid}) == {"taxonomy": other.uid, "version": 1}
    assert call("PUT", address, {"taxonomy": None})["taxonomy"] == own.uid


def test_keys_need_their_scopes(client, own, cast):
    key = accounts.key(cast.organization, Permission.READ_SURVEYS)
    headers = {"Authorization": f"Bearer {key}"}
    assert client.get(f"{API}/{own.uid}", headers=headers).status_code == 200
    for method, path in (("post", "/fit"), ("post", "/preview"), ("delete", "/draft")):
        answer = getattr(client, method)(f"{API}/{own.uid}{path}", headers=headers)
        assert answer.status_code == 403, path
    blind = {"Authorization": f"Bearer {accounts.key(cast.organization, Permission.READ_SCORES)}"}
    assert client.get(API, headers=blind).status_code == 403
