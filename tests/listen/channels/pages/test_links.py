"""Tokens, public links that close, what an address may say, and the pages of members."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.listen.channels.pages.test_answering import path
from tests.make import audiences, responses as make, surveys

from heedful.listen.channels.links import ask_of, ask_token, public_url, sealed, signed, unsealed, unsigned
from heedful.listen.channels.pages import queries, services
from heedful.listen.channels.pages.limits import Buckets
from heedful.listen.channels.pages.openings import NAMING
from heedful.listen.channels.pages.views.links import test_url as url_of_test
from heedful.listen.channels.pages.visits import visit_of
from heedful.listen.responses import queries as responses
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.platform.core.errors import InvalidInput, NotFound, RateLimited


def test_a_token_is_good_for_one_thing_and_purpose(organization):
    token = signed("delete", "rsp_1")
    assert unsigned("delete", token) == (organization.pk, "rsp_1")
    other = "y" if token.endswith("x") else "x"
    for bad in (token[:-1] + other, token.replace("rsp_1", "rsp_2"), f"2{token}", "", "a.b.c", token + "\n"):
        with pytest.raises(NotFound):
            unsigned("delete", bad)
    with pytest.raises(NotFound):
        unsigned("ask", token)


def test_personal_links_are_short(organization):
    token = ask_token("ask_01k5aaaaaaaaaaaaaaaaaaaaaa")
    assert ask_of(token) == (organization.pk, "ask_01k5aaaaaaaaaaaaaaaaaaaaaa")
    assert len(token) <= 48  # the number of the organisation in it grows with the tests before


def test_old_secrets_still_open_links(organization, settings):
    token = signed("ask", "x")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert unsigned("ask", token) == (organization.pk, "x")


def test_sealed_content_cannot_be_changed(organization):
    token = sealed("visit", {"a": [1]})
    assert unsealed("visit", token) == (organization.pk, {"a": [1]})
    with pytest.raises(NotFound):
        unsealed("visit", signed("visit", "bm90anNvbg"))


@pytest.fixture
def survey(organization):
    return surveys.survey()


def test_a_link_closes_by_hand_in_time_and_when_full(survey, alice):
    url = path(public_url(survey.uid))
    assert Client().get(url).status_code == 302
    services.set_public_link(
        by=alice, survey_uid=survey.uid, is_open=False, closed_text={"en": "We are done."}
    )
    closed = Client().get(url)
    assert closed.status_code == 410
    assert "We are done." in closed.content.decode()
    services.set_public_link(
        by=alice, survey_uid=survey.uid, is_open=True, closes_at=timezone.now() - timedelta(seconds=1)
    )
    assert Client().get(url).status_code == 410
    services.set_public_link(by=alice, survey_uid=survey.uid, is_open=True, max_answers=1)
    assert Client().get(url).status_code == 302
    make.response(survey)
    assert Client().get(url).status_code == 410
    assert Client().get(f"{url}/kiosk").status_code == 410


def visit_at(url):
    reply = Client().get(url)
    return visit_of(reply["Location"].split("/s/c/")[1].partition("?")[0])[1]


def test_an_address_says_what_is_known_and_no_more(survey, alice, cast):
    from heedful.listen.audiences.services import ensure_attributes

    ensure_attributes({"plan": "text", "seats": "number"}, by=alice)
    url = path(public_url(survey.uid))
    visit = visit_at(
        f"{url}?a.plan=pro&a.seats=many&a.unknown=1&touchpoint=till&unit={cast.branch.key}&via=qr"
    )
    assert (visit.attributes, visit.touchpoint, visit.unit_key) == ({"plan": "pro"}, "till", cast.branch.key)
    assert visit.channel == "qr"
    assert visit_at(f"{url}?unit=nowhere&via=import").channel == "link"
    assert visit_at(f"{url}?email=eve@example.org").contact == {}
    permit = signed(NAMING, survey.uid)
    named = visit_at(f"{url}?email=Eve@example.org&name=Eve&permit={permit}")
    assert named.contact == {"email": "eve@example.org", "name": "Eve"}
    assert named.attributes == {"identity": "claimed"}
    audiences.contact("eve@example.org", name="Eve Adams")
    assert visit_at(f"{url}?email=eve@example.org&name=Mallory&permit={permit}").contact == {
        "email": "eve@example.org"
    }
    assert visit_at(f"{url}?email=*%7CEMAIL%7C*&permit={permit}").contact == {}
    assert visit_at(f"{url}?email=eve@example.org&permit={signed('test', survey.uid)}").contact == {}


def test_a_test_link_marks_answers(survey, alice):
    client = Client()
    page = client.get(path(url_of_test(survey.uid)), follow=True)
    assert "This is a test" in page.content.decode()
    client.post(page.redirect_chain[-1][0], {"at": "nps", "shown": "nps", "q.nps": "9"})
    process_inbox()
    (found,) = responses.responses(by=alice).items
    assert found.is_test
    assert not visit_at(f"{path(public_url(survey.uid))}?test={signed('test', 'svy_other')}").is_test


def test_only_addresses_of_sites_may_frame(survey, alice):
    for bad in ("javascript:alert(1)", "https://a.example; script-src *", "shop.example", "https://a/b"):
        with pytest.raises(InvalidInput):
            services.set_public_link(by=alice, survey_uid=survey.uid, is_open=True, frame_origins=[bad])
    services.set_public_link(
        by=alice, survey_uid=survey.uid, is_open=True, frame_origins=["https://Shop.example/", "*"]
    )
    assert queries.public_link(survey.id).frame_origins == ("https://shop.example", "*")


def test_members_see_links_codes_and_votes(survey, alice_client):
    page = alice_client.get(f"/surveys/{survey.uid}/links/?touchpoint=till").content.decode()
    assert "touchpoint=till" in page
    assert "<svg" in page
    assert alice_client.get(f"/surveys/{survey.uid}/links/qr.png").content.startswith(b"\x89PNG")
    assert b"<svg" in alice_client.get(f"/surveys/{survey.uid}/links/qr.svg").content
    said = {"is_open": "on", "kiosk_seconds": "30", "frame_origins": "nonsense", "max_answers": "0"}
    wrong = alice_client.post(f"/surveys/{survey.uid}/links/", said).content.decode()
    assert "greater than or equal to 1" in wrong
    said |= {"frame_origins": "https://shop.example", "max_answers": "5", "closed_text": "Over."}
    assert alice_client.post(f"/surveys/{survey.uid}/links/", said).status_code == 302
    found = alice_client.get(f"/api/v1/surveys/{survey.uid}/public-link").json()
    assert (found["max_answers"], found["frame_origins"]) == (5, ["https://shop.example"])
    assert found["closed_text"] == {"en": "Over."}
    assert survey.name in alice_client.get("/links/").content.decode()


def test_floods_are_slowed_down():
    buckets = Buckets(rate=1, capacity=2)
    buckets.take("a", now=0)
    buckets.take("a", now=0)
    with pytest.raises(RateLimited) as slowed:
        buckets.take("a", now=0.25)
    assert slowed.value.retry_after == pytest.approx(0.75)
    buckets.take("b", now=0.25)
    buckets.take("a", now=1)
