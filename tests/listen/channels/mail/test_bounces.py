"""What providers report, in the shapes their documentation gives, and what becomes of the ask."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

import pytest
from django.test import Client
from tests.make import asking, audiences, surveys
from tests.make.gateway import Gateway

from heedful.listen.audiences import queries as audience_queries
from heedful.platform.messaging.models import Mail

SECRET = "mail:a-long-secret"
BASIC = {"authorization": "Basic " + base64.b64encode(SECRET.encode()).decode()}
MESSAGE_ID = "883953f4-6105-42a2-a16a-77a8eac79483"

# https://postmarkapp.com/developer/webhooks/bounce-webhook and its neighbours
POSTMARK_BOUNCE = {
    "RecordType": "Bounce",
    "ID": 4323372036854775807,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "Tag": "surveys",
    "MessageID": MESSAGE_ID,
    "ServerID": 23,
    "MessageStream": "outbound",
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": "eve@example.org",
    "From": "ask@alder.example",
    "BouncedAt": "2026-11-05T16:33:54.9070259Z",
    "DumpAvailable": True,
    "Inactive": True,
    "CanActivate": True,
    "Subject": "Alder would like to hear from you",
}
POSTMARK_SOFT = POSTMARK_BOUNCE | {
    "Type": "SoftBounce",
    "TypeCode": 4096,
    "Name": "Soft bounce/Undeliverable",
    "Inactive": False,
    "Description": "Unable to temporarily deliver message (ex: mailbox full).",
    "Details": "smtp;452 4.2.2 mailbox full",
}
POSTMARK_SPAM = POSTMARK_BOUNCE | {
    "RecordType": "SpamComplaint",
    "Type": "SpamComplaint",
    "TypeCode": 512,
    "Name": "Spam complaint",
    "Details": "",
    "Description": "The subscriber explicitly marked this message as spam.",
}
POSTMARK_DELIVERY = {
    "RecordType": "Delivery",
    "MessageID": MESSAGE_ID,
    "Recipient": "eve@example.org",
    "ServerID": 23,
    "DeliveredAt": "2026-11-05T16:33:54.9070259Z",
    "Details": "250 2.0.0 OK",
    "Tag": "surveys",
    "MessageStream": "outbound",
    "Metadata": {},
}
POSTMARK_UNSUBSCRIBED = {
    "RecordType": "SubscriptionChange",
    "MessageID": MESSAGE_ID,
    "ServerID": 23,
    "MessageStream": "broadcast",
    "ChangedAt": "2026-11-05T16:33:54Z",
    "Recipient": "eve@example.org",
    "Origin": "Recipient",
    "SuppressSending": True,
    "SuppressionReason": "ManualSuppression",
    "Tag": "surveys",
    "Metadata": {},
}


@pytest.fixture
def postmark(settings):
    """A server that stands for Postmark's API; Heedful sends by it."""
    accepted = {
        "To": "eve@example.org",
        "SubmittedAt": "2026-11-05T16:33:50Z",
        "MessageID": MESSAGE_ID,
        "ErrorCode": 0,
        "Message": "OK",
    }
    with Gateway([(200, accepted)]) as running:
        settings.MAIL_IS_CONFIGURED = True
        settings.MAIL_PROVIDER = "postmark"
        settings.MAIL_STREAMS = {"surveys": "broadcast"}
        settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend"}}
        settings.ANYMAIL = {
            "WEBHOOK_SECRET": SECRET,
            "POSTMARK_SERVER_TOKEN": "token",
            "POSTMARK_API_URL": running.url,
        }
        yield running


@dataclass(frozen=True)
class Sent:
    ask_uid: str
    contact_id: int

    @property
    def disposition(self):
        return asking.known(self.ask_uid).disposition

    @property
    def opted_out(self):
        return audience_queries.contact_permissions([self.contact_id])[self.contact_id].opted_out


@pytest.fixture
def sent(organization, postmark):
    """A letter that the provider took."""
    eve = audiences.contact("eve@example.org", name="Eve")
    ask = asking.ask(surveys.survey(name="Stay"), eve)
    asking.work()
    return Sent(ask.uid, eve.id)


def report(payload, **headers):
    response = Client().post(
        "/hooks/mail/", json.dumps(payload), content_type="application/json", headers=BASIC | headers
    )
    asking.work()
    return response


def test_the_letter_goes_by_the_providers_api_with_its_headers(sent, postmark):
    (call,) = postmark.calls
    assert call.path == "/email"
    assert call.json["To"] == "eve@example.org"
    assert call.json["Tag"] == "surveys"
    assert call.json["MessageStream"] == "broadcast"
    names = {each["Name"] for each in call.json["Headers"]}
    assert {"List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted"} <= names
    mail = Mail.objects.get()
    assert (mail.state, mail.provider_id) == ("sent", MESSAGE_ID)
    assert call.json["Metadata"] == {"mail": mail.uid}


def test_a_hard_bounce_ends_the_ask_and_the_address(sent):
    assert report(POSTMARK_BOUNCE).status_code == 200
    assert sent.disposition == "bounced"
    assert Mail.objects.get().state == "bounced"
    assert audience_queries.is_forbidden("email", "eve@example.org")


def test_a_soft_bounce_ends_the_ask_only(sent):
    report(POSTMARK_SOFT)
    assert sent.disposition == "bounced"
    assert audience_queries.is_forbidden("email", "eve@example.org") == ""


@pytest.mark.parametrize("payload", [POSTMARK_SPAM, POSTMARK_UNSUBSCRIBED], ids=["complaint", "unsubscribed"])
def test_whoever_complains_is_left_alone_everywhere(sent, payload):
    report(payload)
    assert sent.disposition == "opted_out"
    assert sent.opted_out == {("", "")}


def test_a_delivery_is_noted_and_a_later_bounce_wins(sent):
    report(POSTMARK_DELIVERY)
    assert (Mail.objects.get().state, sent.disposition) == ("delivered", "invited")
    report(POSTMARK_BOUNCE)
    report(POSTMARK_DELIVERY)
    assert (Mail.objects.get().state, sent.disposition) == ("bounced", "bounced")


def test_reports_on_mails_of_others_are_taken_and_change_nothing(sent):
    assert report(POSTMARK_BOUNCE | {"MessageID": "somebody-elses"}).status_code == 200
    assert sent.disposition == "invited"


@pytest.mark.parametrize("wrong", ["Basic bWFpbDp3cm9uZw==", "", "Bearer x"])
def test_a_call_without_the_secret_is_refused(sent, wrong):
    assert report(POSTMARK_BOUNCE, authorization=wrong).status_code == 400
    assert sent.disposition == "invited"


def test_without_a_secret_nobody_may_report(sent, settings):
    settings.ANYMAIL = settings.ANYMAIL | {"WEBHOOK_SECRET": ""}
    assert report(POSTMARK_BOUNCE).status_code == 404


def test_a_provider_that_refuses_the_address_at_once(organization, postmark):
    postmark.answers[:] = [
        (
            422,
            {
                "ErrorCode": 406,
                "Message": "You tried to send to a recipient that has been marked as inactive.\n"
                "Found inactive addresses: eve@example.org.\n"
                "Inactive recipients are ones that have generated a hard "
                "bounce, a spam complaint, or a manual suppression.",
            },
        )
    ]
    ask = asking.ask(surveys.survey(), audiences.contact("eve@example.org"))
    asking.work()
    assert asking.known(ask.uid).disposition == "bounced"


def test_mailgun_signs_and_tells_temporary_from_permanent(organization, settings, sent):
    settings.MAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    uid = Mail.objects.get().uid
    # https://documentation.mailgun.com/docs/mailgun/user-manual/events
    data = {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "timestamp": 1762360434.9,
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "recipient": "eve@example.org",
        "message": {"headers": {"message-id": f"{sent.ask_uid}@alder.example", "to": "eve@example.org"}},
        "delivery-status": {"code": 550, "message": "5.1.1 no such user", "description": ""},
        "user-variables": {"mail": uid},
        "tags": ["surveys"],
        "flags": {},
    }
    token, stamp = "c0ffee" * 8, "1762360435"
    signature = hmac.new(b"key", f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    signed = {"signature": {"timestamp": stamp, "token": token, "signature": signature}}
    assert (
        report({"signature": signed["signature"] | {"signature": "0" * 64}, "event-data": data}).status_code
        == 400
    )
    assert report(signed | {"event-data": data | {"severity": "temporary"}}).status_code == 200
    assert sent.disposition == "invited"
    report(signed | {"event-data": data})
    assert sent.disposition == "bounced"
    assert audience_queries.is_forbidden("email", "eve@example.org")


@pytest.mark.parametrize(
    ("event", "disposition", "forbidden"),
    [
        ("hard_bounce", "bounced", True),
        ("soft_bounce", "bounced", False),
        ("spam", "opted_out", False),
        ("unsubscribe", "opted_out", False),
        ("delivered", "invited", False),
        ("unique_opened", "invited", False),
        ("deferred", "invited", False),
        ("error", "failed", False),
    ],
)
def test_brevo(organization, settings, sent, event, disposition, forbidden):
    settings.MAIL_PROVIDER = "brevo"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "BREVO_API_KEY": "key"}
    # https://developers.brevo.com/docs/transactional-webhooks
    report(
        {
            "event": event,
            "email": "eve@example.org",
            "id": 26224,
            "date": "2026-11-05 17:33:54",
            "ts": 1762360434,
            "message-id": "<202611051633.123@relay.example>",
            "ts_event": 1762360434,
            "subject": "Alder",
            "tag": "surveys",
            "ts_epoch": 1762360434000,
            "X-Mailin-custom": json.dumps({"mail": Mail.objects.get().uid}),
            "tags": ["surveys"],
            "reason": "said so",
        }
    )
    assert sent.disposition == disposition
    assert bool(audience_queries.is_forbidden("email", "eve@example.org")) is forbidden
