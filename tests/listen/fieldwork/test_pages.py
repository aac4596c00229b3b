from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.make import fieldwork
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.audiences import queries as audiences
from heedful.listen.fieldwork import jobs, queries, services
from heedful.listen.fieldwork.types import Disposition, PlanState
from heedful.platform.core import queue


@pytest.fixture
def asked(organization):
    fieldwork.rules()
    return survey(name="Stay")


@pytest.fixture
def bob_client(cast):
    client = Client()
    client.force_login(cast.bob.user)
    return client


FORM = {
    "name": "After a stay",
    "channel": "email",
    "kind": "event",
    "event": "checked out",
    "event_conditions": "nights at least 2\nhotel is Berlin, Rome",
    "audience": "segment",
    "audience_conditions": "plan is not trial",
    "delay": "2",
    "delay_unit": "hours",
    "spread_days": "",
    "sample": "random",
    "share": "50",
    "reminders": "3, 7",
    "priority": "70",
}


def test_a_plan_is_written_started_and_ended_on_pages(asked, alice, alice_client):
    page = alice_client.get(f"/surveys/{asked.uid}/asking/")
    assert "Nobody is asked by a plan yet" in page.text
    assert "90 days after an answer" in page.text
    made = alice_client.post(f"/surveys/{asked.uid}/asking/new/", FORM, follow=True)
    plan = queries.plans(by=alice)[0]
    assert made.redirect_chain[-1][0] == f"/asking/{plan.uid}/"
    assert "When “checked out” happens (nights at least 2; hotel is Berlin, Rome)" in made.text
    assert "2 hours later, drawn at random: 50 % of them" in made.text
    edit = alice_client.get(f"/asking/{plan.uid}/edit/")
    for shown in ("hotel is Berlin, Rome", "plan is not trial", 'value="3, 7"', 'value="50.0"'):
        assert shown in edit.text
    for deed, state in (("start", "running"), ("pause", "paused"), ("start", "running"), ("end", "ended")):
        alice_client.post(f"/asking/{plan.uid}/state/", {"deed": deed})
        assert queries.plan(plan.uid, by=alice).state == PlanState(state)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"event": ""}, "name the event that is waited for"),
        ({"event_conditions": "whenever"}, "line 1 is no condition"),
        ({"reminders": "soon"}, "write days as numbers"),
        ({"sample": "stratified"}, "is needed for this method"),
        ({"channel": "web"}, "the trigger is always"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(asked, alice_client, change, says):
    page = alice_client.post(f"/surveys/{asked.uid}/asking/new/", FORM | change)
    assert page.status_code == 200
    assert says in page.text
    assert "Nothing was saved" in page.text
    assert 'value="After a stay"' in page.text or "name" in change


def test_a_list_is_filled_and_the_silent_are_reminded(asked, alice, alice_client, monkeypatch):
    plan = fieldwork.plan(asked, start=False, name="Guests", audience={"kind": "list"})
    lines = "email,name\nanna@example.org,Anna\nben@example.org;Ben\n\n"
    page = alice_client.post(f"/asking/{plan.uid}/", {"addresses": lines}, follow=True)
    assert "2 people are new on the list" in page.text
    assert "holds no address" in alice_client.post(f"/asking/{plan.uid}/", {"addresses": "nobody"}).text
    alice_client.post(f"/asking/{plan.uid}/state/", {"deed": "start"})
    jobs.start_due_plans()
    while queue.run_due():
        pass
    page = alice_client.get(f"/asking/{plan.uid}/")
    assert "Anna" in page.text
    assert "Remind them now" in page.text
    page = alice_client.post(f"/asking/{plan.uid}/remind/", follow=True)
    assert "Nobody is reminded" in page.text
    assert queries.plan_counts([plan.id])[plan.id] == {Disposition.INVITED: 2}


def test_bob_changes_a_surveys_rules_and_not_the_organisations(asked, bob_client, alice_client):
    page = bob_client.get(f"/surveys/{asked.uid}/contact-rules/")
    assert "Save the rules" in page.text
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in given.items() if value is not None and value is not False}
    given |= {"any_survey_days": "7", "sample_known": "12.5", "weekdays": ["0", "1"]}
    changed = bob_client.post(f"/surveys/{asked.uid}/contact-rules/", given, follow=True)
    assert "The rules are changed" in changed.text, changed.context["form"].errors
    rules = queries.contact_rules(asked.id)
    assert (rules.any_survey_days, rules.sample_known, rules.weekdays) == (7, 0.125, frozenset({0, 1}))
    assert "between any two surveys lie at least 7 days" in changed.text
    assert "12.50 %" in changed.text
    assert "Save the rules" not in bob_client.get("/settings/contact-rules/").text
    assert "Save the rules" in alice_client.get("/settings/contact-rules/").text


def test_rules_are_said_in_german(asked, cast, alice_client):
    alice_client.cookies["django_language"] = "de"
    page = alice_client.get("/settings/contact-rules/")
    assert page.status_code == 200


def test_rules_of_countries_are_seen_and_set(asked, alice_client):
    assert "UWG § 7(2)" in alice_client.get("/settings/country-rules/").text
    alice_client.post(
        "/settings/country-rules/",
        {"country": "fi", "channel": "sms", "needs_consent": "on", "source": "SVTSL"},
    )
    assert "SVTSL" in alice_client.get("/settings/country-rules/").text
    alice_client.post("/settings/country-rules/FI/sms/reset/")
    assert "SVTSL" not in alice_client.get("/settings/country-rules/").text


def test_the_ledger_says_why_and_filters(asked, alice, alice_client):
    asked_one, refused = contact(name="Anna"), contact(name="Ben", attributes={"country": "DE"})
    now = timezone.now()
    for who in (asked_one, refused):
        services.ask_contact(
            by=alice, survey_id=asked.id, contact_id=who.id, channel="email", occasion="x", now=now
        )
    services.ask_visitor(by=alice, survey_id=asked.id, device="a-device", channel="web", now=now)
    page = alice_client.get("/ledger/")
    for shown in ("Anna", "Ben", "a visitor", "DE asks for consent to email", "UWG"):
        assert shown in page.text
    only = alice_client.get("/ledger/?gate=country")
    assert "Ben" in only.text
    assert "Anna" not in only.text
    assert "No decision fits" in alice_client.get("/ledger/?disposition=answered").text
    assert alice_client.get("/ledger/?disposition=nonsense&channel=x&gate=y").status_code == 200


def test_pages_take_few_queries(asked, alice, alice_client, django_assert_max_num_queries):
    plan = fieldwork.plan(asked)
    for number in range(12):
        who = contact(name=f"Person {number}")
        services.record_event(by=alice, name="visit", contact_id=who.id)
    jobs.start_due_plans()
    while queue.run_due():
        pass
    for address, most in (
        ("/ledger/", 26),
        ("/asking/", 24),
        (f"/asking/{plan.uid}/", 26),
        (f"/surveys/{asked.uid}/asking/", 26),
        ("/settings/contact-rules/", 18),
        ("/events/", 18),
        ("/contacts/do-not-contact/", 16),
    ):
        with django_assert_max_num_queries(most):
            assert alice_client.get(address).status_code == 200


def test_the_do_not_contact_list_takes_lines_and_files(asked, alice, alice_client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = "/contacts/do-not-contact/"
    alice_client.post(address, {"kind": "email", "value": "Angry@Example.org", "reason": "asked us"})
    content = b"kind,value,reason\n,rival.example,competitor\nphone,+49 30 901820,\n,other@example.org,\n"
    file = SimpleUploadedFile("list.csv", content)
    assert "3 lines are new" in alice_client.post(address, {"file": file}, follow=True).text
    kinds = {line.kind: line.value for line in audiences.suppressions(by=alice).items}
    assert kinds == {"email": "angry@example.org", "domain": "rival.example", "phone": "+4930901820"} | {
        "email": kinds["email"]
    }
    bad = SimpleUploadedFile("list.csv", b"value\nfine@example.org\nnot an address@\n")
    page = alice_client.post(address, {"file": bad})
    assert "line" in page.text or "is not" in page.text
    assert audiences.suppression_count(by=alice) == 4
    found = alice_client.get(f"{address}?q=rival")
    assert "competitor" in found.text
    line = audiences.suppressions(by=alice, search="rival").items[0]
    alice_client.post(f"{address}{line.uid}/remove/")
    assert audiences.suppression_count(by=alice) == 3


def test_events_are_listed_by_name(asked, alice, alice_client):
    services.record_event(
        by=alice, name="purchase", contact_id=contact(name="Anna").id, properties={"total": 3}
    )
    services.record_event(by=alice, name="visit", contact_id=contact(name="Ben").id)
    page = alice_client.get("/events/?name=purchase")
    assert "Anna" in page.text
    assert "Ben" not in page.text


def test_everything_is_escaped(asked, alice, alice_client):
    evil = "<script>alert(1)</script>{{ 7|add:7 }}"
    who = contact(name=evil)
    services.record_event(by=alice, name=evil, contact_id=who.id, properties={evil[:80]: evil})
    plan = fieldwork.plan(asked, name=evil, trigger={"kind": "event", "event": evil})
    services.ask_contact(
        by=alice, survey_id=asked.id, contact_id=who.id, channel="email", occasion=evil, now=timezone.now()
    )
    for address in ("/events/", "/ledger/", "/asking/", f"/asking/{plan.uid}/", f"/asking/{plan.uid}/edit/"):
        page = alice_client.get(address)
        assert "<script>alert(1)" not in page.text
        assert "14" not in page.text.split("alert(1)")[1][:40]
