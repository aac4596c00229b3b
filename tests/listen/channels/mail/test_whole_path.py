"""From an ask to the ledger through a real SMTP server: what arrives, where it leads, what comes of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.make import asking, audiences, surveys
from tests.make.mailbox import html_of, text_of

from heedful.listen.audiences import queries as audience_queries
from heedful.listen.audiences.services import ensure_contacts, opt_out
from heedful.listen.audiences.types import NewContact
from heedful.listen.channels.answers import save
from heedful.listen.channels.links import ask_of
from heedful.listen.channels.mail.services import change_sender
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.types import Disposition
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.platform.core import outbox
from heedful.platform.core.models import OutboxMessage
from heedful.platform.core.types import Actor
from heedful.platform.messaging.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def survey(organization):
    return surveys.survey(
        surveys.question("nps", text="How likely are you to recommend us?"),
        surveys.question("why", "long_text"),
        name="Stay",
    )


@pytest.fixture
def eve(organization):
    return audiences.contact("eve@example.org", name="Eve Moneypenny", language="en")


def test_an_ask_arrives_with_everything_a_mail_program_wants(survey, eve, alice, mailbox):
    change_sender(by=alice, name="Alder Hotels", address="ask@alder.example", reply_to="desk@alder.example")
    ask = asking.ask(survey, eve)
    asking.work()
    (message,) = mailbox.received
    assert message["To"] == "eve@example.org"
    assert message["From"] == "Alder Hotels <ask@alder.example>"
    assert message["Reply-To"] == "desk@alder.example"
    assert message["Subject"] == "Alder & Sons would like to hear from you"
    assert message["Message-ID"] == f"<{ask.uid}@alder.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/u/[\w.-]+/>", message["List-Unsubscribe"].strip())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Hello Eve," in text_of(message)
    assert "How likely are you to recommend us?" in html_of(message)
    assert Mail.objects.get().text == ""


def test_score_links_are_personal_and_carry_the_score(survey, eve, mailbox):
    ask = asking.ask(survey, eve)
    asking.work()
    links = mailbox.links(mailbox.received[0])
    scores = [re.search(r"/s/p/([\w.-]+)\?q=nps&v=(\d+)$", link) for link in links[:11]]
    assert [int(each[2]) for each in scores] == list(range(11))
    assert {ask_of(each[1])[1] for each in scores} == {ask.uid}
    assert len(links) == 13  # and the two ways out


def test_who_answers_from_the_mail_is_not_reminded(survey, eve, mailbox, organization):
    ask = asking.ask(survey, eve)
    asking.work()
    nine = next(link for link in mailbox.links(mailbox.received[0]) if link.endswith("v=9"))
    person = Client()
    page = person.get(nine.replace("http://127.0.0.1:8000", ""), follow=True)
    assert page.status_code == 200
    assert asking.known(ask.uid).disposition != Disposition.ANSWERED
    _answer(person, page, {"nps": "9", "why": "Breakfast"})
    asking.due(ask.id, reminder=1)
    process_inbox(100)
    asking.work()
    assert asking.known(ask.uid).disposition == Disposition.ANSWERED
    assert len(mailbox.received) == 1


def _answer(person: Client, page, said: dict[str, str]) -> None:
    """Go through the pages as a browser without JavaScript does."""
    for key, value in said.items():
        form = re.search(r'<form method="post" action="([^"]+)"', page.content.decode())
        assert form is not None, page.content.decode()
        fields = {"at": key, "shown": key, f"q.{key}": value, "go": "next"}
        page = person.post(form[1].replace("&amp;", "&"), fields, follow=True)
    assert "Thank you" in page.content.decode()


def test_an_answer_that_still_waits_in_the_inbox_stops_the_reminder(survey, eve, mailbox):
    ask = asking.ask(survey, eve)
    asking.work()
    save(survey.uid, ask.uid, {"nps": 9}, completed=True, channel="email", ask_uid=ask.uid)
    asking.due(ask.id, reminder=1)
    asking.work()
    assert len(mailbox.received) == 1


def test_a_reminder_is_another_letter_in_the_same_thread(survey, eve, mailbox):
    ask = asking.ask(survey, eve)
    asking.work()
    asking.due(ask.id, reminder=1)
    asking.work()
    first, second = mailbox.received
    assert second["In-Reply-To"] == first["Message-ID"]
    assert second["Message-ID"] != first["Message-ID"]
    assert second["Subject"] == "Alder & Sons would still like to hear from you"


@pytest.mark.parametrize("reached", ["answered", "declined", "opted_out", "bounced"])
def test_whoever_is_done_is_not_reminded(survey, eve, mailbox, reached):
    ask = asking.ask(survey, eve)
    asking.work()
    Ask.objects.filter(pk=ask.id).update(disposition=reached)
    asking.due(ask.id, reminder=1)
    asking.work()
    assert len(mailbox.received) == 1


def test_a_letter_that_waits_is_looked_at_again_before_it_goes(survey, eve, mailbox, organization):
    """Opting out between queueing and sending stops the mail that is already written."""
    mailbox.refuses["eve@example.org"] = "451 try later"
    asking.ask(survey, eve)
    outbox.deliver_due()
    outbox.deliver_due()
    assert Mail.objects.get().state == "waiting"
    mailbox.refuses.clear()
    opt_out(
        by=Actor.system(organization.pk),
        contact_id=eve.id,
        source="phone",
    )
    OutboxMessage.objects.update(error="")
    asking.make_due()
    asking.work()
    assert mailbox.received == []
    assert Mail.objects.get().state == "withdrawn"
    assert Mail.objects.get().text == ""


def test_the_same_event_twice_sends_one_letter(survey, eve, mailbox):
    ask = asking.ask(survey, eve)
    asking.due(ask.id)
    asking.work()
    assert len(mailbox.received) == 1


def test_a_refused_address_bounces_and_is_left_alone(survey, eve, mailbox):
    mailbox.refuses["eve@example.org"] = "550 5.1.1 no such user"
    ask = asking.ask(survey, eve)
    asking.work()
    found = asking.known(ask.uid)
    assert found.disposition == Disposition.BOUNCED
    assert "550" in found.reason
    assert Mail.objects.get().state == "bounced"
    assert audience_queries.is_forbidden("email", "eve@example.org") == "Mails to it come back."


def test_without_an_address_the_ledger_says_so(survey, organization, mailbox):
    by = Actor.system(organization.pk)
    (contact_id,) = ensure_contacts([NewContact((("phone", "+4915112345678"),))], by=by)
    ask = asking.ask(survey, audience_queries.contact_facts([contact_id], by=by)[contact_id])
    asking.work()
    found = asking.known(ask.uid)
    assert (found.disposition, found.reason) == ("failed", "The contact has no e-mail address.")


def test_without_a_mail_server_the_letter_lies_in_the_outbox(survey, eve, settings, alice_client):
    settings.MAIL_IS_CONFIGURED = False
    asking.ask(survey, eve)
    asking.work()
    mail = Mail.objects.get()
    assert mail.state == "kept"
    page = alice_client.get(f"/settings/outbox/{mail.uid}/").content.decode()
    assert f"/settings/outbox/{mail.uid}/letter/" in page
    letter = alice_client.get(f"/settings/outbox/{mail.uid}/letter/")
    assert "v=9" in letter.content.decode()
    assert "sandbox" in letter["Content-Security-Policy"]
    assert letter["X-Frame-Options"] == "SAMEORIGIN"


def test_of_an_anonymous_ask_no_address_is_kept(survey, eve, mailbox):
    """Else the row of the mail would tell who answered."""
    asking.ask(survey, eve, is_anonymous=True, answer_key="anon_3")
    asking.work()
    assert mailbox.received[0]["To"] == "eve@example.org"
    mail = Mail.objects.get()
    assert (mail.state, mail.to) == ("sent", [])
