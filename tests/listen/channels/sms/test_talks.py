"""Talks by SMS through real HTTP: what the gateway is handed, what comes back, what is stored."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from tests.make import asking, surveys
from tests.make.gateway import Gateway
from twilio.request_validator import RequestValidator

from heedful.listen.audiences import queries as audience_queries
from heedful.listen.audiences.services import ensure_contacts, record_consent
from heedful.listen.audiences.types import NewContact
from heedful.listen.channels.models import SmsTalk
from heedful.listen.fieldwork.services import ask_contact
from heedful.listen.responses import queries as responses
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.platform.core.types import Actor
from heedful.platform.messaging.configuration import sms_hook_url
from heedful.platform.messaging.models import Sms

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER, TOKEN = "+4915112345678", "twilio-auth-token"
_sids = iter(range(1, 10_000))


@pytest.fixture
def gateway(settings):
    """A server that stands for Twilio's API."""
    settings.BASE_URL = "https://ask.alder.example"
    with Gateway([(201, {"sid": "SM1", "status": "queued"})]) as running:
        settings.SMS = {
            "gateway": "twilio",
            "options": {"account_sid": "AC1", "auth_token": TOKEN, "api_url": running.url},
            "sender": "+4930123456",
            "prices": {"+49": "0.075"},
            "currency": "EUR",
        }
        yield running


@pytest.fixture
def survey(organization):
    nps = surveys.question("nps", text="How likely are you to recommend us?")
    why = surveys.question("why", "long_text", "What is the main reason?")
    return surveys.survey(nps, why, name="Stay")


@pytest.fixture
def eve(organization, alice):
    (contact_id,) = ensure_contacts(
        [NewContact((("phone", NUMBER), ("email", "eve@example.org")), name="Eve", language="en")], by=alice
    )
    return audience_queries.contact_facts([contact_id], by=alice)[contact_id]


def texts(gateway) -> list[str]:
    return [call.form["Body"] for call in gateway.calls]


def reply(text: str, number: str = NUMBER, *, sid: str = "", token: str = TOKEN) -> int:
    """What Twilio posts when somebody writes, signed by Twilio's own library."""
    url = sms_hook_url()
    fields = {
        "MessageSid": sid or f"SM{next(_sids):032d}", "SmsSid": "x", "AccountSid": "AC1", "From": number,
        "To": "+4930123456", "Body": text, "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received",
        "ApiVersion": "2010-04-01", "FromCountry": "DE",
    }  # fmt: skip
    return call(url, fields, token)


def call(url: str, fields: dict[str, str], token: str = TOKEN) -> int:
    signature = RequestValidator(token).compute_signature(url, fields)
    path = url.removeprefix("https://ask.alder.example")
    response = Client().post(path, fields, headers={"X-Twilio-Signature": signature})
    asking.work()
    process_inbox(100)
    asking.work()
    return response.status_code


def stored(by):
    (found,) = responses.responses(by=by).items
    return found


def test_the_invitation_is_the_question(survey, eve, gateway):
    asking.ask(survey, eve, "sms")
    asking.work()
    (sent,) = gateway.calls
    assert sent.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert (sent.form["To"], sent.form["From"]) == (NUMBER, "+4930123456")
    assert sent.form["Body"] == (
        "Alder & Sons: How likely are you to recommend us? Reply with a number from 0 to 10. STOP to opt out."
    )
    assert sent.form["StatusCallback"] == sms_hook_url()
    row = Sms.objects.get()
    assert (row.state, row.segments, float(row.price), row.text) == ("sent", 1, 0.075, "")


def test_score_then_why_then_thanks(survey, eve, gateway, alice):
    ask = asking.ask(survey, eve, "sms")
    asking.work()
    assert reply("9") == 200
    assert texts(gateway)[1:] == ["What is the main reason?"]
    found = stored(alice)
    assert (found.status, found.score_answer.score, found.channel) == ("partial", 9, "sms")
    reply("Breakfast was lovely")
    assert "Thank you" in texts(gateway)[2]
    found = stored(alice)
    assert (found.status, found.comments[0].text) == ("completed", "Breakfast was lovely")
    assert found.contact_id == eve.id
    assert SmsTalk.objects.get().closed_at is not None
    reply("bye!")
    assert len(gateway.calls) == 3
    assert asking.known(ask.uid).answer_key


def test_why_in_the_same_breath_is_not_asked_again(survey, eve, gateway, alice):
    asking.ask(survey, eve, "sms")
    asking.work()
    reply("9 great service")
    found = stored(alice)
    assert (found.status, found.score_answer.score, found.comments[0].text) == (
        "completed",
        9,
        "great service",
    )
    assert len(gateway.calls) == 2


def test_what_is_not_understood_is_asked_again_twice_and_not_for_ever(survey, eve, gateway, alice):
    asking.ask(survey, eve, "sms")
    asking.work()
    for _ in range(4):
        reply("what is this")
    assert len(gateway.calls) == 3
    assert texts(gateway)[1].startswith("Sorry, we did not understand.")
    assert responses.responses(by=alice).items == ()
    reply("eight")
    assert stored(alice).score_answer.score == 8


def test_a_german_is_asked_in_german(eve, gateway, alice, organization):
    from heedful.listen.audiences.services import change_contact

    change_contact(eve.uid, by=alice, language="de")
    question = replace(surveys.question("nps"), text={"en": "How likely?", "de": "Wie wahrscheinlich?"})
    asking.ask(surveys.survey(question, name="Stay"), eve, "sms")
    asking.work()
    reply("neun")
    assert texts(gateway)[0].endswith(
        "Wie wahrscheinlich? Antworten Sie mit einer Zahl von 0 bis 10. STOP zum Abmelden."
    )
    assert stored(alice).score_answer.score == 9


@pytest.mark.parametrize("word", ["STOP", "Abmelden", "arrêt", "please stop texting me"])
def test_stop_is_heard_by_every_channel_at_once(survey, eve, gateway, organization, alice, word):
    record_consent(by=alice, contact_id=eve.id, channel="sms", source="till")
    ask = asking.ask(survey, eve, "sms")
    asking.work()
    reply(word)
    assert asking.known(ask.uid).disposition == "opted_out"
    assert "not be asked any more" in texts(gateway)[-1]
    another = surveys.survey(name="Another")
    for channel in ("sms", "email", "web", "mobile"):
        found = ask_contact(
            by=Actor.system(organization.pk), survey_id=another.id, contact_id=eve.id,
            channel=channel, occasion="next", now=timezone.now(),
        )  # fmt: skip
        assert (found.disposition, found.gate) == ("blocked", "opted_out")
    reply("9")
    assert responses.responses(by=alice).items == ()


def test_start_comes_back_with_consent(survey, eve, gateway):
    reply("STOP")
    reply("START")
    allowed = audience_queries.contact_permissions([eve.id])[eve.id]
    assert allowed.opted_out == frozenset()
    assert allowed.consents == {"sms"}


def test_stop_of_a_number_nobody_has_is_kept_for_whoever_gets_it(organization, gateway, alice):
    reply("STOP", "+4915199999999")
    assert audience_queries.is_forbidden("phone", "+4915199999999") == "STOP by SMS"
    reply("START", "+4915199999999")
    assert audience_queries.is_forbidden("phone", "+4915199999999") == ""


def test_unknown_numbers_are_noted_and_not_answered(organization, gateway, alice):
    reply("Who is this?", "+4915199999999")
    assert gateway.calls == []
    row = Sms.objects.get()
    assert (row.is_incoming, row.text, row.error) == (True, "Who is this?", "nobody waited for it")
    reply("HELP", "+4915199999999")
    assert "asks for opinions by SMS" in texts(gateway)[0]


def test_a_message_told_twice_is_heard_once(survey, eve, gateway, alice):
    asking.ask(survey, eve, "sms")
    asking.work()
    for _ in range(2):
        reply("9", sid="SM-same")
    assert texts(gateway)[1:] == ["What is the main reason?"]


def test_only_the_gateway_may_tell(survey, eve, gateway, alice):
    asking.ask(survey, eve, "sms")
    asking.work()
    assert reply("9", token="somebody-elses") == 403
    path = sms_hook_url().removeprefix("https://ask.alder.example")
    assert Client().post(path, {"From": NUMBER, "Body": "9"}).status_code == 403
    assert Client().post("/hooks/sms/1.forged/", {"From": NUMBER, "Body": "9"}).status_code == 403
    assert Sms.objects.filter(is_incoming=True).count() == 0


@pytest.mark.parametrize(
    ("status", "code", "state", "disposition"),
    [("delivered", "", "delivered", "invited"), ("undelivered", "30003", "failed", "bounced"),
     ("sent", "", "sent", "invited")],
)  # fmt: skip
def test_delivery_reports(survey, eve, gateway, status, code, state, disposition):
    ask = asking.ask(survey, eve, "sms")
    asking.work()
    fields = {
        "MessageSid": "SM1",
        "MessageStatus": status,
        "To": NUMBER,
        "From": "+4930123456",
        "ErrorCode": code,
    }
    assert call(sms_hook_url(), fields) == 200
    assert Sms.objects.get().state == state
    assert asking.known(ask.uid).disposition == disposition


def test_a_number_the_gateway_refuses(survey, eve, gateway):
    gateway.answers[:] = [(400, {"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400})]
    ask = asking.ask(survey, eve, "sms")
    asking.work()
    assert Sms.objects.get().state == "failed"
    found = asking.known(ask.uid)
    assert (found.disposition, found.reason) == ("bounced", "21211: Invalid 'To' Phone Number")


def test_a_gateway_that_is_away_is_tried_again(survey, eve, gateway):
    from heedful.platform.core import outbox
    from heedful.platform.core.models import OutboxMessage

    gateway.answers[:] = [(503, {}), (201, {"sid": "SM1"})]
    asking.ask(survey, eve, "sms")
    for _ in range(3):
        outbox.deliver_due()
    assert Sms.objects.get().state == "queued"
    OutboxMessage.objects.update(error="")
    asking.make_due()
    asking.work()
    assert Sms.objects.get().state == "sent"


def test_a_survey_that_cannot_be_typed_is_a_link(organization, eve, gateway):
    grid = surveys.question("grid", "matrix", options=("food", "room"), scale=surveys.scale(1, 5))
    asking.ask(surveys.survey(grid, name="Grid"), eve, "sms")
    asking.work()
    assert re.search(r"https://ask\.alder\.example/s/p/[\w.-]+ STOP", texts(gateway)[0])
    reply("5")
    assert Sms.objects.get(is_incoming=True).error == "nobody waited for it"


def test_another_survey_ends_the_talk_before(survey, eve, gateway, alice):
    asking.ask(survey, eve, "sms")
    csat = surveys.question("csat", "csat", "How was it?")
    asking.work()
    visit = surveys.survey(csat, name="Visit")
    asking.ask(visit, eve, "sms")
    asking.work()
    reply("4")
    assert (stored(alice).survey_uid, stored(alice).score_answer.score) == (visit.uid, 4)


def test_who_was_promised_anonymity_answers_on_a_page(survey, eve, gateway):
    asking.ask(survey, eve, "sms", is_anonymous=True, answer_key="anon_1")
    asking.work()
    assert "/s/p/" in texts(gateway)[0]
    assert "Reply" not in texts(gateway)[0]
    assert Sms.objects.get().number == ""
    assert not SmsTalk.objects.exists()


def test_without_a_gateway_sms_lie_in_the_outbox(survey, eve, settings, alice_client):
    settings.SMS = settings.SMS | {"gateway": ""}
    asking.ask(survey, eve, "sms")
    asking.work()
    page = alice_client.get("/settings/outbox/sms/").content.decode()
    assert "How likely are you to recommend us?" in page
    assert "No SMS gateway is configured" in page


def test_any_gateway_that_speaks_http(survey, eve, settings, alice):
    settings.BASE_URL = "https://ask.alder.example"
    with Gateway([(200, {"messages": [{"id": "abc"}]})]) as running:
        settings.SMS = {
            "gateway": "http",
            "options": {
                "url": running.url + "/send?to={to}", "headers": {"Authorization": "App key"},
                "body": '{"from": "{from}", "text": "{text}", "ref": "{uid}"}', "id": "messages.0.id",
                "incoming": {"from": "msisdn", "text": "message"}, "report": {"id": "id", "state": "status"},
            },
            "sender": "ALDER", "prices": {}, "currency": "EUR",
        }  # fmt: skip
        said = surveys.question("nps", text='Say "yes" \\ {to} {uid}?')
        ask = asking.ask(surveys.survey(said, name="Quotes"), eve, "sms")
        asking.work()
        (sent,) = running.calls
        assert sent.path == "/send?to=%2B4915112345678"
        assert sent.headers["authorization"] == "App key"
        assert 'Say "yes" \\' in sent.json["text"]
        assert sent.json["from"] == "ALDER"
        path = sms_hook_url().removeprefix("https://ask.alder.example")
        report = {"id": "abc", "status": "DELIVERED"}
        Client().post(path, json.dumps(report), content_type="application/json")
        assert Sms.objects.get().state == "delivered"
        Client().get(path, {"msisdn": NUMBER, "message": "7"})
        asking.work()
        process_inbox(100)
        assert stored(alice).score_answer.score == 7
        assert asking.known(ask.uid).channel == "sms"
