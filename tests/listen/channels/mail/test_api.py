from __future__ import annotations

import pytest
from django.test import Client
from tests.make import accounts, asking, surveys

from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.channels.snippets.kind import tools
from heedful.listen.fieldwork import queries as fieldwork
from heedful.platform.core.types import Permission


@pytest.fixture
def survey(organization):
    return surveys.survey(name="Stay")


@pytest.fixture
def api(cast):
    """A client with a key that may do everything."""
    return Client(headers={"authorization": f"Bearer {accounts.key(cast.organization)}"})


def put(api, path, body):
    return api.put(f"/api/v1{path}", body, content_type="application/json")


def post(api, path, body):
    return api.post(f"/api/v1{path}", body, content_type="application/json")


def test_a_letter_is_read_written_and_shown(survey, api):
    path = f"/surveys/{survey.uid}/letter"
    before = api.get(f"/api/v1{path}").json()
    assert (before["language"], before["own"]) == ("en", {})
    after = put(api, path, {"subject": "One word, {contact.first_name|please}"}).json()
    assert after["own"] == {"subject": "One word, {contact.first_name|please}"}
    assert after["texts"]["greeting"] == before["texts"]["greeting"]
    shown = api.get(f"/api/v1{path}/shown").json()
    assert shown["subject"] == "One word, please"
    assert "Question nps?" in shown["text"]
    assert api.get(f"/api/v1{path}?occasion=reminder").json()["own"] == {}


@pytest.mark.parametrize("body", [{"subject": "x" * 201}, {"colour": "red"}, {"body": 3}])
def test_what_does_not_fit_is_refused(survey, api, body):
    assert put(api, f"/surveys/{survey.uid}/letter", body).status_code == 422


def test_a_key_sends_tests(survey, api, alice, settings):
    settings.MAIL_IS_CONFIGURED = False
    sent = post(api, f"/surveys/{survey.uid}/letter/test", {"address": "bob@example.org"})
    assert sent.status_code == 202
    assert fieldwork.ask(sent.json()["ask"]).is_test
    refused = post(api, f"/surveys/{survey.uid}/letter/test", {"address": "nobody"})
    assert refused.status_code == 422
    sent = post(api, f"/surveys/{survey.uid}/sms/test", {"number": "+4915112345678"})
    assert fieldwork.ask(sent.json()["ask"]).channel == "sms"


def test_the_sender(api, organization):
    given = {"name": "Alder", "address": "ask@alder.example", "sms_sender": "+49 30 123456"}
    assert put(api, "/sender", given).json()["sms_sender"] == "+4930123456"
    assert api.get("/api/v1/sender").json()["name"] == "Alder"
    wrong = put(api, "/sender", {"reply_to": "nobody"})
    assert wrong.status_code == 422
    assert "reply_to" in wrong.content.decode()


def test_a_talk_by_sms_and_its_cost(survey, api, settings):
    settings.SMS = settings.SMS | {"prices": {"+49": "0.075"}, "currency": "EUR"}
    told = api.get(f"/api/v1/surveys/{survey.uid}/sms").json()
    assert [line["is_ours"] for line in told["talk"]] == [True, False, True, False, True]
    assert told["costs"] == [{"prefix": "+49", "question": 0.075, "talk": 0.225}]
    told = put(api, f"/surveys/{survey.uid}/sms", {"score": "{question} 0-10? " + "ж" * 70}).json()
    assert (told["talk"][0]["encoding"], told["talk"][0]["segments"]) == ("UCS-2", 2)


def test_snippets_of_all_tools_or_one(survey, api, alice):
    ensure_attributes({"plan": "text"}, by=alice)
    path = f"/api/v1/surveys/{survey.uid}/snippets"
    assert {each["tool"] for each in api.get(path).json()} == set(tools())
    (one,) = api.get(f"{path}?tool=hubspot&attribute=plan").json()
    assert "a.plan={{contact.plan|urlencode}}" in one["html"]
    assert api.get(f"{path}?tool=pigeon").status_code == 422
    assert api.get(f"{path}?attribute=nothing").status_code == 422


def test_the_outbox(survey, api, settings):
    settings.MAIL_IS_CONFIGURED = False
    post(api, f"/surveys/{survey.uid}/letter/test", {"address": "bob@example.org"})
    post(api, f"/surveys/{survey.uid}/sms/test", {"number": "+4915112345678"})
    asking.work()
    (mail,) = api.get("/api/v1/messages/mails").json()["items"]
    assert (mail["state"], mail["to"]) == ("kept", ["bob@example.org"])
    assert "Question nps?" in api.get(f"/api/v1/messages/mails/{mail['uid']}").json()["html"]
    (sms,) = api.get("/api/v1/messages/sms").json()["items"]
    assert (sms["state"], sms["segments"], sms["price"]) == ("kept", 1, None)


def test_a_key_needs_the_permission(survey, cast):
    key = accounts.key(cast.organization, Permission.READ_SURVEYS)
    weak = Client(headers={"authorization": f"Bearer {key}"})
    assert weak.get(f"/api/v1/surveys/{survey.uid}/letter").status_code == 200
    snippets = f"surveys/{survey.uid}/snippets"
    for path in ("sender", "messages/mails", "messages/sms", "erasure-requests", snippets):
        assert weak.get(f"/api/v1/{path}").status_code == 403
    assert put(weak, f"/surveys/{survey.uid}/letter", {}).status_code == 403
