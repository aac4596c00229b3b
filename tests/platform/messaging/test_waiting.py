from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.models import OutboxMessage
from heedful.platform.messaging import queries
from heedful.platform.messaging.models import Mail, Sms
from heedful.platform.messaging.services import forget_old_messages, send_mail, send_sms, send_what_waits
from heedful.platform.messaging.types import Sender


@pytest.fixture
def queued(organization, alice, settings):
    """A mail and an SMS whose carriers are away."""
    settings.MAIL_IS_CONFIGURED = True
    settings.SMS = settings.SMS | {"gateway": "twilio", "options": {"account_sid": "A", "auth_token": "t"}}
    send_mail(by=alice, to=["eve@example.org"], subject="S", text="words", reference="ask_1")
    send_sms(by=alice, to="+4915112345678", text="words", reference="ask_2")
    OutboxMessage.objects.all().delete()  # as after the last try


def waiting() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("event", flat=True))


def test_what_waits_is_tried_again_after_an_hour(queued):
    assert send_what_waits(timezone.now() + timedelta(minutes=30)) == 0
    assert send_what_waits(timezone.now() + timedelta(hours=2)) == 2
    assert waiting() == ["mail.queued", "sms.queued"]


def test_after_two_days_it_is_given_up_and_told(queued):
    send_what_waits(timezone.now() + timedelta(days=3))
    assert waiting() == ["mail.settled", "sms.settled"]
    assert (Mail.objects.get().state, Mail.objects.get().text) == ("failed", "")
    assert (Sms.objects.get().state, Sms.objects.get().text) == ("failed", "")


def test_costs_are_summed_and_never_guessed(organization, alice, settings):
    gateway = {"gateway": "twilio", "options": {"account_sid": "A", "auth_token": "t"}}
    settings.SMS = settings.SMS | gateway | {"prices": {"+49": "0.075"}, "currency": "EUR"}
    send_sms(by=alice, to="+4915112345678", text="a" * 161)
    send_sms(by=alice, to="+4915112345678", text="a")
    send_sms(by=alice, to="+12025550123", text="a")
    (cost,) = queries.sms_costs(by=alice)
    assert (cost.messages, cost.segments, float(cost.total), cost.without_price) == (3, 4, 0.225, 1)


@pytest.mark.parametrize("text", ["", "  ", "a" * 1531])
def test_texts_without_end_or_words_are_refused(organization, alice, text):
    with pytest.raises(InvalidInput):
        send_sms(by=alice, to="+4915112345678", text=text)


@pytest.mark.parametrize("to", ["", "0151 12345678", "nobody"])
def test_a_number_needs_its_country(organization, alice, to):
    with pytest.raises(InvalidInput):
        send_sms(by=alice, to=to, text="a")


def test_a_sender_must_be_an_address(organization, alice):
    with pytest.raises(InvalidInput):
        send_mail(
            by=alice, to=["e@example.org"], subject="", text="", sender=Sender(address="no\r\nBcc: x@y.z")
        )


def test_a_header_stays_on_its_line(organization, alice, settings):
    settings.MAIL_IS_CONFIGURED = False
    given = {"X-Kind": "a\r\nBcc: x@example.org"}
    send_mail(by=alice, to=["e@example.org"], subject="", text="", headers=given)
    assert Mail.objects.get().headers == {"X-Kind": "a Bcc: x@example.org"}


def test_messages_have_an_end(queued, organization):
    Mail.objects.create(to=["a@example.org"], subject="sent", text="", state="sent")
    Sms.objects.create(number="+4915112345678", state="received", is_incoming=True)
    assert forget_old_messages(timezone.now() + timedelta(days=179)) == 0
    assert forget_old_messages(timezone.now() + timedelta(days=181)) == 2
    assert [row.state for row in (*Mail.objects.all(), *Sms.objects.all())] == ["waiting", "queued"]
