from __future__ import annotations

import json

import pytest
from tests.make import accounts

from heedful.platform.core.types import Permission


@pytest.fixture
def send(client, cast):
    strong = accounts.key(cast.organization)

    def call(method, path, body=None, *, key=None):
        return client.generic(
            method, f"/api/v1{path}", json.dumps(body) if body is not None else b"",
            content_type="application/json", headers={"Authorization": f"Bearer {key or strong}"},
        )  # fmt: skip

    return call


def contact(email: str, **fields) -> dict:
    return {"identities": [{"kind": "email", "value": email}], **fields}


def save(send, *contacts: dict) -> list[dict]:
    reply = send("POST", "/contacts", {"contacts": list(contacts)})
    assert reply.status_code == 200, reply.json()
    return reply.json()["items"]


def test_contacts_are_made_found_changed_and_merged(send):
    ann, bo, again = save(
        send,
        contact("ann@example.org", name="Ann"),
        contact("bo@example.org"),
        contact("ANN@example.org", attributes={"plan": "pro"}),
    )
    assert ann["uid"] == again["uid"] != bo["uid"]
    assert [one["uid"] for one in send("GET", "/contacts?search=ann").json()["items"]] == [ann["uid"]]
    changed = send(
        "PATCH", f"/contacts/{ann['uid']}", {"language": "de", "attributes": {"plan": None, "seats": 3}}
    )
    assert (changed.json()["language"], changed.json()["attributes"]) == ("de", {"seats": 3})
    merged = send("POST", f"/contacts/{ann['uid']}/merge", {"gone": bo["uid"]}).json()
    assert len(merged["identities"]) == 2
    assert send("GET", f"/contacts/{bo['uid']}").json()["uid"] == ann["uid"]


def test_a_list_of_contacts_goes_on_where_it_stopped(send):
    save(send, *(contact(f"c{n}@example.org") for n in range(5)))
    first = send("GET", "/contacts?limit=3").json()
    rest = send("GET", f"/contacts?limit=3&cursor={first['next_cursor']}").json()
    assert len({one["uid"] for one in first["items"] + rest["items"]}) == 5
    assert rest["next_cursor"] is None


def test_a_person_is_exported_and_erased(send):
    (ann,) = save(send, contact("ann@example.org", name="Ann"))
    document = send("GET", f"/contacts/{ann['uid']}/export").json()
    assert document["audiences"]["data"]["name"] == "Ann"
    assert send("POST", f"/contacts/{ann['uid']}/erase", {}).status_code == 204
    assert send("GET", f"/contacts/{ann['uid']}").json()["identities"] == []
    assert send("GET", "/contacts").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"contacts": [contact("nobody")]}, "email"),
        (
            {"contacts": [contact("a@b.cd"), contact("b@b.cd", attributes={"x" * 81: 1})]},
            f"contact.attributes.{'x' * 80}",
        ),
        ({"contacts": []}, "contacts"),
        ({"contacts": [{"identities": []}]}, "contacts.0.identities"),
    ],
)
def test_wrong_contacts_are_refused_by_field(send, body, field):
    reply = send("POST", "/contacts", body)
    assert reply.status_code == 422
    assert any(field in error["field"] for error in reply.json()["errors"]), reply.json()


def test_units_are_saved_moved_and_closed(send):
    body = {"units": [{"key": "s", "parent_key": "r"}, {"key": "r", "level": "region", "group": "own"}]}
    assert send("POST", "/units", body).json() == {"saved": 2}
    by_key = {one["key"]: one for one in send("GET", "/units").json()["items"]}
    site, region = by_key["s"], by_key["r"]
    assert (site["parent_uid"], site["depth"]) == (region["uid"], 1)
    assert [one["key"] for one in send("GET", "/units?group=own").json()["items"]] == ["r"]
    assert send("PATCH", f"/units/{site['uid']}", {"name": "Harbour"}).json()["name"] == "Harbour"
    assert send("POST", f"/units/{region['uid']}/move", {"parent": site["uid"]}).status_code == 409
    assert send("POST", f"/units/{site['uid']}/move", {"parent": None}).json()["depth"] == 0
    assert (
        send("POST", f"/units/{site['uid']}/close", {"closed_on": "2026-01-31"}).json()["closed_on"]
        == "2026-01-31"
    )


def test_units_come_a_page_at_a_time(send, cast):
    send("POST", "/units", {"units": [{"key": f"s{n}", "parent_key": "north-1"} for n in range(5)]})
    address, keys = "/units?limit=3", []
    while address:
        page = send("GET", address).json()
        keys += [one["key"] for one in page["items"]]
        address = page["next_cursor"] and f"/units?limit=3&cursor={page['next_cursor']}"
    assert keys == ["north", "north-1", "north-2", "s0", "s1", "s2", "s3", "s4"]
    assert send("GET", "/units?cursor=nonsense").status_code == 422
    assert send("GET", "/units?limit=501").status_code == 422


def test_attributes_are_made_and_marked(send):
    assert send("POST", "/attributes", {"key": "plan", "kind": "text"}).json()["label"] == "plan"
    changed = send("PATCH", "/attributes/plan", {"label": "Plan", "is_personal": True}).json()
    assert (changed["label"], changed["is_personal"]) == ("Plan", True)
    assert send("PATCH", "/attributes/none", {"label": "x"}).status_code == 404
    assert len(send("GET", "/attributes").json()["items"]) == 1


def test_charlie_and_weak_keys_get_nothing(send, cast):
    (ann,) = save(send, contact("ann@example.org"))
    other = accounts.key(cast.other)
    weak = accounts.key(cast.organization, Permission.READ_SCORES)
    for method, path, body in (
        ("GET", "", None), ("PATCH", "", {"name": "x"}), ("GET", "/export", None), ("POST", "/erase", {}),
    ):  # fmt: skip
        assert send(method, f"/contacts/{ann['uid']}{path}", body, key=other).status_code == 404
        assert send(method, f"/contacts/{ann['uid']}{path}", body, key=weak).status_code == 403
    assert send("PATCH", f"/units/{cast.branch.uid}", {"name": "x"}, key=other).status_code == 404
