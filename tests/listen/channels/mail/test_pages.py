"""Writing letters, looking at them, trying them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from tests.make import accounts, asking, audiences, surveys
from tests.make.mailbox import html_of

from heedful.design.surveys import services as survey_services
from heedful.listen.channels.mail import queries, services
from heedful.listen.channels.mail.types import Occasion
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.experiments.services import define_experiment, start_experiment
from heedful.listen.fieldwork.experiments.types import Arm, Changes
from heedful.platform.core.errors import InvalidInput, NotPermitted
from heedful.platform.messaging.models import Mail

EVIL = '<script>alert(1)</script>{{ 7|add:7 }}"><img src=x onerror=alert(1)>'


@pytest.fixture
def survey(organization):
    return surveys.survey(name="Stay")


@pytest.fixture
def viewer_client(cast):
    client = Client()
    client.force_login(accounts.member("viewer", cast.organization, name="Vera").user)
    return client


def texts(survey, **parts):
    return {"subject": "", "preheader": "", "greeting": "", "body": "", "button": "", "footer": ""} | parts


def test_a_letter_is_written_part_by_part(survey, alice_client):
    page = f"/surveys/{survey.uid}/letter/"
    assert (
        alice_client.post(page, texts(survey, subject="A word, {contact.first_name|please}?")).status_code
        == 302
    )
    found = queries.letter_texts(survey.id, Occasion.INVITATION, "en")
    assert found.subject == "A word, {contact.first_name|please}?"
    assert found.greeting == "Hello {contact.first_name|there},"
    assert "A word, {contact.first_name|please}?" in alice_client.get(page).content.decode()
    reminder = queries.letter_texts(survey.id, Occasion.REMINDER, "en")
    assert "still" in reminder.subject
    alice_client.post(page, texts(survey))
    assert queries.own_texts(survey.id) == {"invitation": {}}


def test_what_is_as_usual_is_not_kept(survey, alice_client):
    alice_client.post(f"/surveys/{survey.uid}/letter/", texts(survey, button="Answer"))
    assert queries.own_texts(survey.id) == {"invitation": {}}


def test_the_preview_shows_what_is_typed_and_nothing_runs(survey, alice_client):
    page = f"/surveys/{survey.uid}/letter/preview/"
    shown = alice_client.post(page, texts(survey, body=EVIL, theme="dark"))
    html = shown.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html
    assert "#1c2327" in html
    policy = shown["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert queries.own_texts(survey.id) == {}


def test_who_may_only_look_changes_nothing(survey, viewer_client):
    page = f"/surveys/{survey.uid}/letter/"
    assert viewer_client.get(page).status_code == 200
    viewer_client.post(page, texts(survey, subject="Mine"))
    assert queries.own_texts(survey.id) == {}
    assert viewer_client.post(f"{page}test/").status_code == 403
    assert viewer_client.get("/settings/sender/").status_code == 403


def test_a_test_to_myself_is_a_test(survey, alice_client, mailbox, cast):
    assert alice_client.post(f"/surveys/{survey.uid}/letter/test/").status_code == 302
    asking.work()
    (message,) = mailbox.received
    assert message["To"] == cast.alice.user.email
    assert "This is a test." in html_of(message)
    (ask,) = fieldwork.asks(by=accounts.actor(cast.alice)).items
    assert ask.is_test
    assert ask.disposition == "invited"


def test_the_sender_is_checked(organization, alice, bob, alice_client):
    with pytest.raises(InvalidInput):
        services.change_sender(by=alice, address="nobody")
    with pytest.raises(InvalidInput):
        services.change_sender(by=alice, sms_sender="Müller & Söhne")
    with pytest.raises(NotPermitted):
        services.change_sender(by=bob, name="Bob")
    alice_client.post("/settings/sender/", {"name": "Alder  Hotels", "address": "ask@alder.example"})
    assert (queries.sender().name, queries.sender().address) == ("Alder Hotels", "ask@alder.example")
    services.change_sender(by=alice)
    assert queries.sender().name == "Alder & Sons"


def test_a_language_of_the_survey_has_its_own_words(organization, alice, alice_client):
    question = surveys.question("nps")
    both = {"en": "How likely?", "de": "Wie wahrscheinlich?"}
    definition = replace(surveys.definition(replace(question, text=both), name="Both"), languages=("de",))
    survey = survey_services.create_survey(by=alice, definition=definition)
    alice_client.post(f"/surveys/{survey.uid}/letter/?language=de", texts(survey, greeting="Moin,"))
    assert queries.letter_texts(survey.id, Occasion.INVITATION, "de-AT").greeting == "Moin,"
    assert queries.letter_texts(survey.id, Occasion.INVITATION, "en").greeting.startswith("Hello")


def test_an_experiment_may_change_the_subject(survey, alice, settings):
    settings.MAIL_IS_CONFIGURED = False
    arms = [Arm("plain"), Arm("short", changes=Changes(subject={"en": "Two minutes, {contact.first_name}?"}))]
    made = define_experiment(by=alice, survey_uid=survey.uid, name="Subject", arms=arms)
    start_experiment(made.uid, by=alice)
    eve = audiences.contact("eve@example.org", name="Eve Moneypenny", language="en")
    asking.ask(survey, eve, variant="short")
    asking.ask(survey, audiences.contact("bob@example.org"), variant="plain")
    asking.work()
    subjects = {row.to[0]: row.subject for row in Mail.objects.all()}
    assert subjects["eve@example.org"] == "Two minutes, Eve?"
    assert subjects["bob@example.org"] == "Alder & Sons would like to hear from you"


def test_every_published_survey_is_listed(survey, alice_client):
    page = alice_client.get("/messages/").content.decode()
    assert f"/surveys/{survey.uid}/letter/" in page
    assert f"/surveys/{survey.uid}/snippets/" in page


def test_the_sms_page_shows_talk_size_and_cost(survey, alice_client, settings):
    settings.SMS = settings.SMS | {"prices": {"+49": "0.075"}}
    page = f"/surveys/{survey.uid}/sms/"
    html = alice_client.get(page).content.decode()
    assert "Alder &amp; Sons: Question nps? Reply with a number from 0 to 10." in html
    assert "GSM-7" in html
    assert "0.075" in html
    alice_client.post(page, {"score": "{question} {low}-{high} 😀", "again": EVIL})
    html = alice_client.get(page).content.decode()
    assert "Question nps? 0-10 😀" in html
    assert "UCS-2" in html
    assert "<script>alert" not in html


def test_the_language_of_the_letter_is_not_that_of_the_page(organization, alice, alice_client, cast):
    """Alice reads German and writes the English letter."""
    both = {"en": "How likely?", "de": "Wie wahrscheinlich?"}
    definition = replace(surveys.definition(replace(surveys.question(), text=both)), languages=("de",))
    survey = survey_services.create_survey(by=alice, definition=definition)
    cast.alice.user.language = "de"
    cast.alice.user.save()
    for page in ("letter", "sms"):
        html = alice_client.get(f"/surveys/{survey.uid}/{page}/").content.decode()
        assert 'class="chip on" lang="en"' in html
        assert 'class="chip on" lang="de"' not in html
    html = alice_client.get(f"/surveys/{survey.uid}/snippets/").content.decode()
    assert '<option value="en" lang="en" selected>' in html
