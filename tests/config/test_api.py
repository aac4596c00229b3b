from __future__ import annotations

import json

import pytest
from django.test import Client
from django.test.utils import override_script_prefix
from tests.make import accounts

from heedful.config.api import api
from heedful.platform.core.types import Permission


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def key(cast):
    return bearer(accounts.key(cast.organization))


def problem(response) -> dict:
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == response.status_code
    assert {"type", "title", "status", "detail", "instance"} <= told.keys()
    return told


def test_a_key_speaks_for_its_organisation(client, cast, key):
    told = client.get("/api/v1/me", headers=key).json()
    assert told["kind"] == "key"
    assert told["organization"]["name"] == cast.organization.name
    assert told["unit_ids"] is None


def test_a_key_has_the_permissions_it_was_made_with(client, cast):
    key = bearer(accounts.key(cast.organization, Permission.READ_SCORES))
    assert client.get("/api/v1/me", headers=key).json()["permissions"] == ["scores.read"]
    response = client.get("/api/v1/members", headers=key)
    assert problem(response)["type"] == "urn:heedful:problem:not-permitted"
    assert response.status_code == 403


@pytest.mark.parametrize("header", ["Bearer hk_wrong", "Bearer", "Basic aGs6aGs=", "hk_", ""])
def test_without_a_good_key_nobody_gets_in(client, cast, header):
    response = client.get("/api/v1/me", headers={"Authorization": header})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    problem(response)


def test_a_wrong_key_is_not_saved_by_a_session(alice_client):
    assert alice_client.get("/api/v1/me").status_code == 200
    assert alice_client.get("/api/v1/me", headers=bearer("hk_wrong")).status_code == 401


def test_a_revoked_key_ends_at_once(client, cast, key, alice_client):
    assert client.get("/api/v1/me", headers=key).status_code == 200
    uid = client.get("/api/v1/keys", headers=key).json()["items"][0]["uid"]
    assert client.delete(f"/api/v1/keys/{uid}", headers=key).status_code == 204
    # The test's transaction never commits, so what hears of commits is told by hand.
    from heedful.platform.accounts.queries.keys import forget_keyholders

    forget_keyholders()
    assert client.get("/api/v1/me", headers=key).status_code == 401


def test_a_session_needs_the_token_to_change_something(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice.user)
    body = json.dumps({"name": "Till", "scopes": ["scores.read"]})
    refused = client.post("/api/v1/keys", body, content_type="application/json")
    assert refused.status_code == 403
    assert "CSRF" in problem(refused)["detail"]
    client.get("/settings/keys/")
    token = client.cookies["csrftoken"].value
    made = client.post("/api/v1/keys", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert made.status_code == 201


def test_a_key_needs_no_token(cast, key):
    client = Client(enforce_csrf_checks=True)
    body = json.dumps({"email": "eve@example.org", "role": "viewer"})
    made = client.post("/api/v1/invitations", body, content_type="application/json", headers=key)
    assert made.status_code == 201
    assert made.json()["url"].startswith("http")


def test_bad_input_names_field_and_reason(client, key):
    body = json.dumps({"name": "Till", "scopes": ["scores.read", "the.moon"]})
    response = client.post("/api/v1/keys", body, content_type="application/json", headers=key)
    assert response.status_code == 422
    (error,) = problem(response)["errors"]
    assert error["field"] == "scopes.1"
    assert error["row"] == 2
    assert "scores.read" in error["reason"]


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"name": NaN}', b"[" * 100_000])
def test_malformed_json_is_a_problem(client, key, body):
    response = client.post("/api/v1/keys", body, content_type="application/json", headers=key)
    assert response.status_code == 400
    problem(response)


def test_unknown_addresses_and_methods(client, key):
    assert problem(client.get("/api/v1/none", headers=key))["type"] == "urn:heedful:problem:not-found"
    response = client.put("/api/v1/me", headers=key)
    assert problem(response)["status"] == 405
    assert "GET" in response["Allow"]


def test_a_fault_of_ours_tells_no_insides(client, key, monkeypatch, caplog):
    def break_down(**_):
        raise ZeroDivisionError("secret insides")

    monkeypatch.setattr("heedful.platform.accounts.queries.members.members", break_down)
    client.raise_request_exception = False
    response = client.get("/api/v1/members", headers=key)
    assert response.status_code == 500
    assert "insides" not in response.content.decode()
    problem(response)
    assert "secret insides" in caplog.text


def test_too_many_requests_of_a_key(client, cast, settings):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"api_rate": 2})
    key = bearer(accounts.key(cast.organization))
    statuses = [client.get("/api/v1/me", headers=key).status_code for _ in range(6)]
    assert statuses[:4] == [200] * 4
    response = client.get("/api/v1/me", headers=key)
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert problem(response)["type"] == "urn:heedful:problem:rate-limited"


def test_the_audit_log_pages_by_cursor(client, cast, key):
    for number in range(5):
        body = json.dumps({"name": f"Key {number}", "scopes": ["scores.read"]})
        client.post("/api/v1/keys", body, content_type="application/json", headers=key)
    first = client.get("/api/v1/audit?limit=3&action=key.", headers=key).json()
    assert [entry["detail"]["name"] for entry in first["items"]] == ["Key 4", "Key 3", "Key 2"]
    rest = client.get(f"/api/v1/audit?limit=3&action=key.&cursor={first['next_cursor']}", headers=key).json()
    assert [entry["detail"]["name"] for entry in rest["items"]] == ["Key 1", "Key 0"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    "query", ["cursor=nonsense", "cursor=WzEsMl0", "cursor=W251bGxd", "limit=0", "limit=501"]
)
def test_bad_pages_are_refused(client, key, query):
    response = client.get(f"/api/v1/audit?{query}", headers=key)
    assert response.status_code == 422
    assert problem(response)["errors"][0]["field"] == query.split("=")[0]


def test_openapi_is_3_1_and_says_how_to_sign_in(client, db):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {"Key", "Session"} == set(document["components"]["securitySchemes"])


def test_the_description_is_kept_for_each_prefix():
    usual = api.get_openapi_schema()
    below = api.get_openapi_schema(path_prefix="house/api/v1/")
    assert "/api/v1/members" in usual["paths"]
    assert "/house/api/v1/members" in below["paths"]
    assert api.get_openapi_schema() == usual
    assert api.get_openapi_schema(path_prefix="/api/v1/") == usual


def test_a_house_below_a_path_describes_its_own_addresses():
    api.get_openapi_schema()
    with override_script_prefix("/house/"):
        paths = api.get_openapi_schema()["paths"]
    assert all(path.startswith("/house/api/v1/") for path in paths)


def test_the_reference_page_needs_no_script_of_others(alice_client):
    page = alice_client.get("/api/v1/docs").content.decode()
    assert "/api/v1/members" in page
    assert "cdn" not in page.lower()


def test_a_nul_character_is_refused_on_every_record_store(client, cast):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}
    body = b'{"name": "a", "business_question": "b", "stakeholders": ["c\\u0000d"]}'
    answer = client.post("/api/v1/programs", body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    fine = body.replace(b"\\u0000", b"\\\\u0000")  # a backslash and five letters are text
    answer = client.post("/api/v1/programs", fine, content_type="application/json", headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/v1/surveys?cursor=a%00b", "cursor"),
        ("/api/v1/surveys?a%00b=1", "ab"),
    ],
)
def test_a_nul_character_in_an_address_is_refused_too(client, key, address, field):
    response = client.get(address, headers=key)
    assert response.status_code == 422
    assert problem(response)["errors"] == [
        {"field": field, "reason": "holds a NUL character, which no text here may", "row": None}
    ]


def test_nothing_is_at_an_address_with_a_nul_character(client, key):
    assert problem(client.get("/api/v1/surveys/a%00b", headers=key))["status"] == 404


def test_a_nul_character_in_a_form_is_refused_by_its_field(alice_client):
    response = alice_client.post("/surveys/new/", {"name": "Visit\x00"})
    assert response.status_code == 422
    assert "name" in response.text
    assert "NUL" in response.text
