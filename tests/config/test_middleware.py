from __future__ import annotations

from heedful.platform.core.scope import scoped_organization_id


def test_without_a_key_the_api_answers_401_as_problem(client, db):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:heedful:problem:not-found"


def test_scope_is_left_after_a_request(alice_client):
    alice_client.get("/api/v1/openapi.json")
    assert scoped_organization_id() is None
