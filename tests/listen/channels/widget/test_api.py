"""Sites and placements over HTTP."""

from __future__ import annotations

import pytest
from tests.make import surveys, widget

from heedful.listen.channels.widget import queries

SITES = "/api/v1/widget/sites"


@pytest.fixture
def survey(organization):
    return surveys.survey(surveys.question("nps", "nps", "How likely?"))


def sent(client, method: str, path: str, body: object = None):
    return getattr(client, method)(path, body, content_type="application/json")


def test_a_site_is_made_changed_and_removed(organization, alice_client):
    body = {"name": "Shop", "origins": ["https://SHOP.example/"], "untracked": "nothing"}
    made = sent(alice_client, "post", SITES, body)
    assert made.status_code == 201
    site = made.json()
    assert site["secret"].startswith("hs_")
    assert (site["origins"], site["untracked"]) == (["https://shop.example"], "nothing")
    assert not site["is_connected"]
    path = f"{SITES}/{site['uid']}"
    changed = sent(alice_client, "put", path, {"name": "Store"}).json()
    assert (changed["name"], changed["origins"], changed["untracked"]) == ("Store", [], "anonymous")
    shown = alice_client.get(path).json()
    assert shown == changed
    assert "secret" not in shown
    assert alice_client.get(SITES).json() == [shown]
    assert alice_client.delete(path).status_code == 204
    assert alice_client.get(path).status_code == 404


def test_key_and_secret_are_given_anew(organization, alice_client):
    site, old = widget.site()
    path = f"{SITES}/{site.uid}"
    assert alice_client.post(f"{path}/key").json()["key"] != site.key
    assert queries.site_by_key(site.key).uid == site.uid
    assert alice_client.post(f"{path}/secret").json()["secret"] != old


def test_a_survey_is_placed_and_asked_there(survey, alice_client):
    site, _secret = widget.site()
    path = f"/api/v1/surveys/{survey.uid}/placement"
    assert alice_client.get(path).json()["is_on"] is False
    body = {"is_on": True, "site": site.uid, "shape": "modal", "share": 1.0, "pages": ["/pricing*"]}
    placed = sent(alice_client, "put", path, body)
    assert placed.status_code == 200, placed.content
    assert placed.json() == alice_client.get(path).json()
    assert placed.json()["pages"] == ["/pricing*"]
    status, told = widget.said(site, "ask", {"survey": survey.uid, "device": widget.device()})
    assert (status, told["show"]) == (200, True)
    assert sent(alice_client, "put", path, {}).json()["pages"] == []
    assert widget.said(site, "ask", {"survey": survey.uid, "device": widget.device()})[0] == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Shop", "origins": ["shop"]}, "origins"),
        ({"name": " "}, "name"),
    ],
)
def test_what_is_wrong_with_a_site_is_named(organization, alice_client, body, field):
    refused = sent(alice_client, "post", SITES, body)
    assert refused.status_code == 422
    assert field in {one["field"] for one in refused.json()["errors"]}


def test_what_is_wrong_with_a_placement_is_named(survey, alice_client):
    path = f"/api/v1/surveys/{survey.uid}/placement"
    refused = sent(alice_client, "put", path, {"shape": "inline", "language": "xx"})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["errors"]} == {"selector", "language"}
    assert sent(alice_client, "put", path, {"site": "sit_none"}).status_code == 404


def test_only_who_manages_keys_makes_sites(organization, dora_client):
    assert sent(dora_client, "post", SITES, {"name": "Shop"}).status_code == 403


def test_another_organisation_sees_none(survey, charlie_client):
    site, _secret = widget.site()
    assert charlie_client.get(SITES).json() == []
    assert charlie_client.get(f"{SITES}/{site.uid}").status_code == 404
    assert charlie_client.get(f"/api/v1/surveys/{survey.uid}/placement").status_code == 404
