from __future__ import annotations

import json

import pytest
from tests.make import accounts, fieldwork
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.fieldwork.models import Ask, TrackedEvent

PERSON = {"identities": [{"kind": "email", "value": "anna@example.org"}], "name": "Anna"}


@pytest.fixture
def asked(organization):
    fieldwork.rules()
    return survey()


@pytest.fixture
def call(asked, cast, client):
    headers = {"Authorization": f"Bearer {accounts.key(cast.organization)}"}

    def ask(method: str, path: str, body=None):
        content = b"" if body is None else json.dumps(body).encode()
        return client.generic(
            method, f"/api/v1{path}", content, content_type="application/json", headers=headers
        )

    return ask


def test_events_one_or_many_once_each(call):
    one = {"name": "purchase", "contact": PERSON, "properties": {"total": 12.5}, "idempotency_key": "p-1"}
    assert call("POST", "/events", one).json() == {"received": 1, "keys": ["p-1"]}
    many = {"events": [one, {"name": "visit", "contact": PERSON, "occurred_at": "2026-03-02T12:00:00Z"}]}
    for _ in range(2):
        assert call("POST", "/events", many).json()["received"] == 2
    assert TrackedEvent.objects.count() == 2
    found = call("GET", "/events?name=purchase").json()["items"]
    assert [one["properties"] for one in found] == [{"total": 12.5}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"occurred_at": "2036-03-02T12:00:00Z"}, "occurred_at"),
        ({"properties": {"x" * 90: 1}}, "properties"),
        ({"name": "\t"}, "name"),
    ],
)
def test_what_is_no_event_is_refused_with_its_field(call, change, field):
    refused = call("POST", "/events", {"name": "purchase", **change})
    assert refused.status_code == 422
    assert field in refused.text
    assert TrackedEvent.objects.count() == 0


def test_a_plan_over_http(call, asked):
    plan = {
        "name": "After a purchase",
        "trigger": {"kind": "event", "event": "purchase"},
        "sample": {"method": "random", "share": 0.5},
        "reminders": [3],
    }
    made = call("POST", f"/surveys/{asked.uid}/plans", plan)
    assert made.status_code == 201
    uid = made.json()["uid"]
    assert "When “purchase” happens" in made.json()["says"]
    assert call("POST", f"/plans/{uid}/start").json()["state"] == "running"
    assert call("PUT", f"/plans/{uid}", plan).status_code == 409
    assert call("POST", f"/plans/{uid}/pause").json()["state"] == "paused"
    changed = call("PUT", f"/plans/{uid}", plan | {"name": "Other"}).json()
    assert changed["plan"]["name"] == "Other"
    assert call("POST", f"/plans/{uid}/contacts", {"contacts": [PERSON]}).status_code == 409
    assert call("GET", f"/plans/{uid}/silent").json()["items"] == []
    assert [one["uid"] for one in call("GET", f"/plans?survey={asked.uid}").json()["items"]] == [uid]
    assert call("POST", f"/plans/{uid}/end").json()["state"] == "ended"
    wrong = call("POST", f"/surveys/{asked.uid}/plans", plan | {"sample": {"method": "random"}})
    assert wrong.status_code == 422
    assert "sample.share" in wrong.text


def test_asking_one_person_says_what_was_decided(call, asked):
    body = {"contact": PERSON, "channel": "email", "occasion": "ticket 17"}
    first = call("POST", f"/surveys/{asked.uid}/ask", body).json()
    assert first["disposition"] == "invited"
    assert len(first["verdicts"]) == 18
    assert call("POST", f"/surveys/{asked.uid}/ask", body).json()["uid"] == first["uid"]
    again = call("POST", f"/surveys/{asked.uid}/ask", body | {"occasion": "ticket 18"}).json()
    assert (again["disposition"], again["gate"]) == ("blocked", "this_survey")
    assert call("GET", f"/asks/{again['uid']}").json()["verdicts"][7]["passed"] is False
    assert [one["uid"] for one in call("GET", "/asks?gate=this_survey").json()["items"]] == [again["uid"]]
    assert Ask.objects.count() == 2


def test_rules_over_http(call, asked):
    assert call("GET", "/contact-rules").json()["rules"]["again_after_answer_days"] == 90
    changed = call("PUT", "/contact-rules", {"changes": {"any_survey_days": 7, "opens_at": "09:00"}}).json()
    assert changed["changes"] == {"any_survey_days": 7, "opens_at": "09:00"}
    assert "at least 7 days" in " ".join(changed["says"])
    own = call("PUT", f"/surveys/{asked.uid}/contact-rules", {"changes": {"priority": 80}}).json()
    assert (own["changes"], own["rules"]["any_survey_days"]) == ({"priority": 80}, 7)
    wrong = call("PUT", "/contact-rules", {"changes": {"any_survey_days": "soon"}})
    assert (wrong.status_code, "any_survey_days" in wrong.text) == (422, True)
    rule = {"needs_consent": False, "source": "counsel, 2026"}
    assert call("PUT", "/country-rules/DE/email", rule).json()["is_own"] is True
    assert call("DELETE", "/country-rules/DE/email").status_code == 204
    listed = call("GET", "/country-rules").json()["items"]
    assert {"country": "DE", "channel": "email"}.items() <= next(
        one for one in listed if one["country"] == "DE"
    ).items()


def test_permissions_of_a_contact_over_http(call):
    who = contact("anna@example.org")
    said = {"channel": "sms", "source": "checkout", "text": "Yes, text me."}
    assert call("POST", f"/contacts/{who.uid}/consents", said).json()["consents"][0]["is_given"] is True
    taken = call("POST", f"/contacts/{who.uid}/consents", said | {"is_given": False}).json()
    assert [one["is_given"] for one in taken["consents"]] == [False, True]
    out = call("POST", f"/contacts/{who.uid}/opt-outs", {"source": "phone call"}).json()
    assert [(one["channel"], one["topic"]) for one in out["opt_outs"]] == [("", "")]
    assert call("POST", f"/contacts/{who.uid}/opt-ins", {"source": "phone call"}).json()["opt_outs"] == []
    listed = {"suppressions": [{"kind": "domain", "value": "Example.org", "reason": "ours"}]}
    assert call("POST", "/suppressions", listed).json() == {"received": 1, "new": 1}
    assert call("POST", "/suppressions", listed).json() == {"received": 1, "new": 0}
    assert call("GET", f"/contacts/{who.uid}/permissions").json()["forbidden"] == "ours"
    (line,) = call("GET", "/suppressions").json()["items"]
    assert call("DELETE", f"/suppressions/{line['uid']}").status_code == 204
    assert call("GET", f"/contacts/{who.uid}/permissions").json()["forbidden"] == ""
    wrong = call("POST", "/suppressions", {"suppressions": [{"kind": "phone", "value": "none"}]})
    assert wrong.status_code == 422
