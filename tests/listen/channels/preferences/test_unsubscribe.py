"""One click in a mail program, without a session: everybody hears it at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.make import asking, audiences, surveys

from heedful.listen.audiences import queries as audience_queries
from heedful.listen.audiences.services import ensure_contacts, record_consent
from heedful.listen.audiences.types import NewContact
from heedful.listen.channels.preferences.addresses import preferences_path, unsubscribe_url
from heedful.listen.channels.preferences.person import link_uid
from heedful.listen.channels.preferences.queries import erasure_requests
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.services import ask_contact
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor

CHANNELS = ("email", "sms", "web", "mobile")


@pytest.fixture
def survey(organization):
    return surveys.survey(name="Stay")


@pytest.fixture
def eve(organization, alice):
    made = audiences.contact("eve@example.org", name="Eve", language="en")
    both = NewContact((("email", "eve@example.org"), ("phone", "+4915112345678")))
    ensure_contacts([both], by=alice)
    record_consent(by=alice, contact_id=made.id, channel="sms", source="till")
    return made


@pytest.fixture
def ask(survey, eve):
    return asking.ask(survey, eve)


def path(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


def blocked_by(survey, contact, channel, organization):
    by = Actor.system(organization.pk)
    found = ask_contact(
        by=by,
        survey_id=survey.id,
        contact_id=contact.id,
        channel=channel,
        occasion=f"visit {channel}",
        now=timezone.now(),
    )
    closed = [verdict.gate for verdict in found.verdicts if not verdict.passed]
    return found.disposition, closed


def test_one_click_needs_no_session_no_cookie_and_no_token(ask, eve, settings):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(path(unsubscribe_url(ask.uid)), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not response.cookies
    assert audience_queries.contact_permissions([eve.id])[eve.id].opted_out == {("", "")}
    found = asking.known(ask.uid)
    assert (found.disposition, found.reason) == ("opted_out", "one-click unsubscribe")


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_hears_it_at_once(channel, ask, eve, organization):
    other = surveys.survey(name="Another")
    assert "opted_out" not in blocked_by(other, eve, channel, organization)[1]
    Client().post(path(unsubscribe_url(ask.uid)), {"List-Unsubscribe": "One-Click"})
    third = surveys.survey(name="A third")
    disposition, closed = blocked_by(third, eve, channel, organization)
    assert disposition == "blocked"
    assert "opted_out" in closed


def test_opening_the_link_changes_nothing(ask, eve):
    for method in ("get", "head"):
        response = getattr(Client(), method)(path(unsubscribe_url(ask.uid)))
        assert response.status_code == 200
    assert audience_queries.contact_permissions([eve.id])[eve.id].opted_out == frozenset()
    assert "Unsubscribe?" in Client().get(path(unsubscribe_url(ask.uid))).content.decode()


def test_a_second_click_is_no_error(ask, alice):
    for _ in range(2):
        assert Client().post(path(unsubscribe_url(ask.uid))).status_code == 200


@pytest.mark.parametrize("token", ["x", "1.ask.AAAAAAAAAAAAAAAA", "%00", "a" * 300])
def test_other_texts_are_not_found(db, token):
    assert Client().post(f"/u/{token}/").status_code == 404


def test_a_token_for_one_purpose_opens_nothing_else(ask):
    token = path(unsubscribe_url(ask.uid)).split("/")[2]
    assert Client().get(f"/preferences/{token}/").status_code == 404
    assert Client().get(f"/s/p/{token}").status_code == 404


def test_channels_topics_and_language_are_chosen(ask, eve):
    page = preferences_path(ask.uid)
    shown = Client().get(page).content.decode()
    assert shown.count("checked") == len(CHANNELS)
    Client().post(page, {"deed": "save", "channel": ["web", "mobile"]})
    allowed = audience_queries.contact_permissions([eve.id])[eve.id]
    assert allowed.opted_out == {("email", ""), ("sms", "")}
    assert Client().get(page).content.decode().count("checked") == 2
    Client().post(page, {"deed": "save", "channel": list(CHANNELS)})
    assert audience_queries.contact_permissions([eve.id])[eve.id].opted_out == frozenset()


def test_coming_back_after_having_left(ask, eve):
    Client().post(path(unsubscribe_url(ask.uid)))
    page = preferences_path(ask.uid)
    assert "nothing at all" in Client().get(page).content.decode()
    Client().post(page, {"deed": "save", "channel": ["email"]})
    allowed = audience_queries.contact_permissions([eve.id])[eve.id]
    assert allowed.opted_out == {("sms", ""), ("web", ""), ("mobile", "")}


def test_the_wish_to_be_forgotten_is_carried_out_by_a_member(ask, eve, alice, alice_client, bob):
    Client().post(preferences_path(ask.uid), {"deed": "forget"})
    (wish,) = erasure_requests(by=bob)
    assert audience_queries.contact_permissions([eve.id])[eve.id].opted_out == {("", "")}
    assert eve.uid in alice_client.get("/settings/erasure/").content.decode()
    alice_client.post("/settings/erasure/", {"request": wish.uid})
    assert audience_queries.contact_facts([eve.id], by=alice)[eve.id].identities == ()
    assert audience_queries.is_forbidden("email", "eve@example.org")
    assert erasure_requests(by=bob)[0].done_by == "Alice"
    assert "belongs to nobody" in Client().get(preferences_path(ask.uid)).content.decode()


def test_another_organisation_sees_no_wishes(ask, charlie_client, cast):
    Client().post(preferences_path(ask.uid), {"deed": "forget"})
    with organization_scope(cast.other.pk):
        assert "con_" not in charlie_client.get("/settings/erasure/").content.decode()


def test_who_answered_anonymously_can_still_leave(survey, eve):
    """The ask lets its person go when the answer comes; the links of its letter keep working."""
    ask = asking.ask(survey, eve, is_anonymous=True, answer_key="anon_2")
    link = path(unsubscribe_url(link_uid(ask, eve)))
    Ask.objects.filter(uid=ask.uid).update(contact=None)
    assert Client().post(link).status_code == 200
    assert audience_queries.contact_permissions([eve.id])[eve.id].opted_out == {("", "")}
    page = preferences_path(link_uid(ask, eve))
    assert "nothing at all" in Client().get(page).content.decode()
