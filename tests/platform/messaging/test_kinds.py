"""What every way out of the house keeps to: the files of the folder are found and tried."""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string
from tests.make.gateway import Gateway

from heedful.platform.messaging.kind import (
    GatewayAway,
    HookRefused,
    MailWay,
    MessageRefused,
    mail_kind,
    mail_kinds,
    sms_kind,
    sms_kinds,
)
from heedful.platform.messaging.types import Hook, OutgoingSms

MESSAGE = OutgoingSms("sms_1", "+4915112345678", "+4930123456", 'Say "yes" & {to}', "https://x.example/hook")
OPTIONS = {
    "twilio": lambda url: {"account_sid": "AC1", "auth_token": "token", "api_url": url},
    "http": lambda url: {"url": f"{url}/send", "body": '{"to": "{to}", "text": "{text}"}', "id": "id"},
}
sends_sms = pytest.mark.parametrize(
    "kind", [each for each in sms_kinds().values() if each.sends], ids=lambda one: one.key
)
every_mail = pytest.mark.parametrize("kind", mail_kinds().values(), ids=lambda one: one.key)
WAYS = {
    "smtp": MailWay("smtp://u%40x:p%3A@host:587?tls=1"),
    "provider": MailWay("", "postmark", {"server_token": "t"}),
    "outbox": MailWay(),
}


def test_one_way_keeps_mails_and_one_keeps_sms():
    assert [kind.key for kind in mail_kinds().values() if not kind.sends] == ["outbox"]
    assert [kind.key for kind in sms_kinds().values() if not kind.sends] == ["kept"]


@every_mail
def test_a_way_of_mails_is_chosen_by_its_settings_alone(kind):
    way = WAYS[kind.key]
    assert mail_kind(way) is kind
    assert [other.key for other in mail_kinds().values() if other.is_chosen(way)] == [kind.key]
    assert import_string(kind.mailer(way)["BACKEND"])
    assert "p:" not in kind.says(way)  # no password


def test_smtp_reads_its_address():
    options = mail_kinds()["smtp"].mailer(WAYS["smtp"])["OPTIONS"]
    assert (options["host"], options["port"], options["use_tls"]) == ("host", 587, True)
    assert (options["username"], options["password"]) == ("u@x", "p:")


def test_a_provider_wins_over_smtp():
    assert mail_kind(MailWay("smtp://host", "postmark")).key == "provider"


@pytest.mark.parametrize("name", ["nobody", "os.path", "../x"])
def test_a_provider_nobody_knows_is_named(name):
    with pytest.raises(RuntimeError, match="HEEDFUL_MAIL_PROVIDER"):
        mail_kinds()["provider"].mailer(MailWay("", name))


def test_a_gateway_nobody_knows_is_named():
    with pytest.raises(RuntimeError, match="HEEDFUL_SMS_GATEWAY='pigeon'"):
        sms_kind("pigeon")


@sends_sms
def test_a_gateway_names_what_it_lacks(kind):
    assert kind.problems({})
    assert kind.problems(OPTIONS[kind.key]("https://x.example")) == ()


@sends_sms
def test_a_gateway_hands_over_number_and_text_and_returns_the_id(kind):
    with Gateway([(201, {"sid": "abc", "id": "abc"})]) as gateway:
        assert kind.send(MESSAGE, OPTIONS[kind.key](gateway.url)) == "abc"
    (call,) = gateway.calls
    told = call.form if kind.key == "twilio" else call.json
    assert {"+4915112345678", 'Say "yes" & {to}'} <= set(told.values())


@sends_sms
@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_work_later_is_told_from_what_never_will(kind, status):
    with Gateway([(status, {})]) as gateway, pytest.raises(GatewayAway):
        kind.send(MESSAGE, OPTIONS[kind.key](gateway.url))


@sends_sms
@pytest.mark.parametrize("status", [302, 400, 403, 404])
def test_a_refusal_is_final(kind, status):
    with Gateway([(status, {"code": 7, "message": "no"})]) as gateway, pytest.raises(MessageRefused):
        kind.send(MESSAGE, OPTIONS[kind.key](gateway.url))


@sends_sms
def test_nobody_there_is_later(kind):
    with Gateway() as gateway:
        url = gateway.url
    with pytest.raises(GatewayAway):
        kind.send(MESSAGE, OPTIONS[kind.key](url))


@sends_sms
def test_an_answer_that_is_no_json_has_no_id(kind):
    assert kind.answer()[0] in {"text/xml", "application/json"}


@pytest.mark.parametrize("key", sms_kinds())
def test_a_call_that_says_nothing_tells_nothing(key):
    kind = sms_kinds()[key]
    try:
        told = kind.read(Hook("https://x.example/hook", {}), {"auth_token": "token"})
    except HookRefused:
        return
    assert told == ()
