"""What the widget says to the server, and what is true afterwards."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.make import audiences, experiments, fieldwork as fieldwork_made, surveys, widget

from heedful.design.surveys.services import publish_survey
from heedful.listen.audiences.services import ensure_attributes
from heedful.listen.channels.widget import services
from heedful.listen.channels.widget.identity import signed_identity
from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.experiments.services import stop_experiment
from heedful.listen.fieldwork.models import Ask, TrackedEvent
from heedful.listen.fieldwork.services import end_plan
from heedful.listen.fieldwork.types import Disposition
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.listen.responses.models import Response
from heedful.platform.core.organizations import change_organization
from heedful.platform.core.outbox import deliver_due


@pytest.fixture
def survey(organization):
    return surveys.survey(
        surveys.question("nps", "nps", "How likely?", required=True),
        surveys.question("why", "long_text", "Why?"),
    )


@pytest.fixture
def site(organization):
    return widget.site()[0]


@pytest.fixture
def shop(survey, site):
    """A site that shows the survey to everybody."""
    widget.placed(survey)
    return site


def asked(site, survey, **more):
    status, told = widget.said(site, "ask", {"survey": survey.uid, "device": widget.device(), **more})
    assert status == 200, told
    return told


def settle():
    process_inbox()
    while deliver_due():
        pass


@pytest.mark.django_db(transaction=True)
def test_an_eligibility_request_reads_each_thing_once(shop, survey):
    asked(shop, survey)
    with CaptureQueriesContext(connection) as queries:
        asked(shop, survey)
    assert len(queries) <= (20 if connection.vendor == "sqlite" else 21)  # there the lock is a query
    read = [one["sql"].partition(" WHERE ")[0] for one in queries if one["sql"].startswith("SELECT")]
    # Once before the transaction, which may have waited for another one, and once inside.
    assert max(Counter(read).values()) <= 2


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_back_to_the_same_decision_writes_nothing(shop, survey):
    fieldwork_made.rules(daily_cap=0)
    device = widget.device()
    assert not asked(shop, survey, device=device)["show"]
    with CaptureQueriesContext(connection) as queries:
        assert not asked(shop, survey, device=device)["show"]
    assert [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    (row,) = Ask.objects.filter(device=device)
    assert (row.disposition, row.gate) == ("postponed", "daily_cap")


class TestAnEditHoldsAtTheNextRequest:
    @pytest.fixture(autouse=True)
    def _asked_before(self, shop, survey):
        """Whatever is kept by the process is kept now."""
        assert asked(shop, survey)["show"]

    def test_of_the_rules(self, shop, survey):
        fieldwork_made.rules(daily_cap=1)
        assert not asked(shop, survey)["show"]
        fieldwork_made.rules(daily_cap=None)
        assert asked(shop, survey)["show"]

    def test_of_the_placement(self, shop, survey):
        widget.placed(survey, share=0.000001)
        assert not asked(shop, survey)["show"]
        widget.placed(survey, is_on=False)
        assert widget.said(shop, "ask", {"survey": survey.uid, "device": widget.device()})[0] == 404

    def test_of_the_site(self, shop, survey, alice):
        services.change_site(
            shop.uid,
            by=alice,
            name=shop.name,
            origins=["https://shop.example"],
            takes_unsigned=False,
            untracked=shop.untracked,
        )
        body = {"survey": survey.uid, "device": widget.device()}
        assert widget.said(shop, "ask", body, Origin="https://else.example")[0] == 403
        services.remove_site(shop.uid, by=alice)
        assert widget.said(shop, "ask", body)[0] == 404

    def test_of_the_survey(self, shop, survey, alice):
        definition = surveys.definition(surveys.question("nps", "nps", "Will you stay?"), name=survey.name)
        publish_survey(by=alice, survey_uid=survey.uid, definition=definition)
        (question,) = asked(shop, survey)["survey"]["questions"]
        assert question["text"] == "Will you stay?"

    def test_of_a_plan(self, shop, survey, alice):
        audience = {"kind": "segment", "conditions": [{"field": "attribute.plan", "values": ["pro"]}]}
        plan = fieldwork_made.plan(survey, channel="web", trigger={"kind": "always"}, audience=audience)
        assert not asked(shop, survey)["show"]
        end_plan(plan.uid, by=alice)
        assert asked(shop, survey)["show"]

    def test_of_an_experiment(self, shop, survey, alice):
        experiment = experiments.running(survey)
        assert fieldwork.ask(asked(shop, survey)["ask"]).variant
        stop_experiment(experiment.uid, by=alice)
        assert not fieldwork.ask(asked(shop, survey)["ask"]).variant

    def test_of_the_organisation(self, shop, survey, alice):
        definition = surveys.definition(
            surveys.question("nps", "nps", "Like {organization}?"), name=survey.name
        )
        publish_survey(by=alice, survey_uid=survey.uid, definition=definition)
        assert "Harbour" not in asked(shop, survey)["survey"]["questions"][0]["text"]
        change_organization(by=alice, name="Harbour", time_zone="Asia/Tokyo", language="en")
        assert asked(shop, survey)["survey"]["questions"][0]["text"] == "Like Harbour?"


def test_config_says_what_is_shown_and_is_not_sent_twice(shop, survey):
    first = Client().get(f"/w/{shop.key}/config")
    (placement,) = first.json()["surveys"]
    assert (placement["survey"], placement["shape"]) == (survey.uid, "bar")
    assert "share" not in placement
    again = Client().get(f"/w/{shop.key}/config", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first["Cache-Control"]


def test_nothing_is_shown_before_somebody_says_so(site, survey):
    assert Client().get(f"/w/{site.key}/config").json()["surveys"] == []
    assert widget.said(site, "ask", {"survey": survey.uid, "device": widget.device()})[0] == 404


def test_the_first_request_connects_a_site(site, alice):
    assert not site.is_connected
    Client().get(f"/w/{site.key}/config", headers={"Origin": "https://shop.example"})
    known = services.queries.site(site.uid, by=alice)
    assert known.is_connected
    assert known.last_origin == "https://shop.example"


def test_a_visitor_is_asked_answers_and_counts_once(shop, survey):
    told = asked(shop, survey, language="en-GB")
    assert told["show"]
    assert [question["key"] for question in told["survey"]["questions"]] == ["nps", "why"]
    assert told["words"]["send"] == "Send"
    ask = told["ask"]
    assert fieldwork.ask(ask).disposition is Disposition.ELIGIBLE
    assert widget.said(shop, "exposures", {"ask": ask})[1] == {"disposition": "shown"}
    partial = {"ask": ask, "answers": {"nps": 9}, "status": "partial", "page": "/pricing"}
    assert widget.said(shop, "answers", partial)[0] == 201
    whole = {"ask": ask, "answers": {"nps": 9, "why": "Kind"}, "page": "/pricing"}
    for _ in range(3):
        assert widget.said(shop, "answers", whole)[0] == 201
    settle()
    (response,) = Response.objects.all()
    assert (response.channel, response.status) == ("web", "completed")
    assert response.attributes["page"] == "/pricing"
    assert fieldwork.ask(ask).disposition is Disposition.ANSWERED


def test_who_was_asked_is_not_asked_again(shop, survey):
    device = widget.device()
    first = asked(shop, survey, device=device)
    widget.said(shop, "exposures", {"ask": first["ask"]})
    again = asked(shop, survey, device=device, debug=True)
    assert not again["show"]
    assert datetime.fromisoformat(again["until"]) > timezone.now() + timedelta(days=5)


def test_a_decline_is_kept_and_rests(shop, survey):
    device = widget.device()
    ask = asked(shop, survey, device=device)["ask"]
    widget.said(shop, "exposures", {"ask": ask})
    assert widget.said(shop, "declines", {"ask": ask})[1] == {"disposition": "declined"}
    assert not asked(shop, survey, device=device)["show"]


def test_a_late_exposure_takes_nothing_back(shop, survey):
    ask = asked(shop, survey)["ask"]
    widget.said(shop, "declines", {"ask": ask})
    assert widget.said(shop, "exposures", {"ask": ask})[1] == {"disposition": "declined"}


def test_the_share_of_the_placement_is_drawn(survey, site):
    widget.placed(survey, share=0.2)
    shown = sum(asked(site, survey)["show"] for _ in range(120))
    assert 8 <= shown <= 44
    assert Ask.objects.filter(disposition=Disposition.SAMPLED_OUT).count() == 120 - shown


def test_who_was_not_drawn_hears_when_to_come_again(survey, site):
    widget.placed(survey, share=0.0001)
    told = asked(site, survey, debug=True)
    assert not told["show"]
    closed = [one for one in told["verdicts"] if not one["passed"]]
    assert [one["gate"] for one in closed] == ["sample"]
    assert datetime.fromisoformat(told["until"]) > timezone.now()


def test_a_test_is_shown_each_time_and_marked(survey, site):
    widget.placed(survey, share=0.0001)
    device = widget.device()
    for _ in range(2):
        told = asked(site, survey, device=device, is_test=True)
        assert told["show"]
        widget.said(site, "answers", {"ask": told["ask"], "answers": {"nps": 0}})
    settle()
    assert [one.is_test for one in Response.objects.all()] == [True, True]


def test_the_button_at_the_side_is_for_whoever_wants_to_say_something(survey, site):
    widget.placed(survey, shape="side", share=0.0001)
    device = widget.device()
    for _ in range(2):
        told = asked(site, survey, device=device, is_wished=True)
        assert told["show"]
        widget.said(site, "exposures", {"ask": told["ask"]})
    assert not asked(site, survey, device=device)["show"]


def test_a_bar_cannot_be_wished_past_the_rules(survey, site):
    widget.placed(survey, share=0.0001)
    assert not asked(site, survey, is_wished=True)["show"]


def test_a_signed_identity_is_a_contact(organization, survey, alice):
    site, secret = widget.site()
    widget.placed(survey)
    claims = {"sub": "42", "email": "Ann@Example.org", "name": "Ann", "attributes": {"plan": "pro"}}
    told = asked(site, survey, identity=signed_identity(claims, secret))
    ask = fieldwork.ask(told["ask"])
    contact = audiences.queries.contact_facts([ask.contact_id], by=alice)[ask.contact_id]
    assert set(contact.identities) == {("external_id", "42"), ("email", "ann@example.org")}
    widget.said(site, "answers", {"ask": ask.uid, "answers": {"nps": 3}})
    settle()
    (response,) = Response.objects.all()
    assert response.contact_id == ask.contact_id
    assert response.attributes["plan"] == "pro"


def test_an_identity_that_is_not_believed_leaves_the_visitor_anonymous(shop, survey):
    forged = signed_identity({"sub": "42"}, "hs_wrong")
    told = asked(shop, survey, identity=forged, debug=True)
    assert told["show"]
    assert "does not fit" in told["verdicts"][0]["reason"]
    assert fieldwork.ask(told["ask"]).contact_id is None


def test_unsigned_names_need_the_sites_word(shop, survey, alice, django_capture_on_commit_callbacks):
    person = {"sub": "7", "email": "bea@example.org"}
    told = asked(shop, survey, person=person, debug=True)
    assert fieldwork.ask(told["ask"]).contact_id is None
    assert "signed identities only" in told["verdicts"][0]["reason"]
    with django_capture_on_commit_callbacks(execute=True):
        services.change_site(
            shop.uid, by=alice, name=shop.name, origins=(), takes_unsigned=True, untracked=shop.untracked
        )
    told = asked(shop, survey, person=person, debug=True)
    assert fieldwork.ask(told["ask"]).contact_id is not None
    # Whoever names somebody else hears which gate is closed, not why.
    again = asked(shop, survey, person=person, debug=True)
    assert {one["reason"] for one in again["verdicts"]} <= {
        "The identity is not signed, so the reason is not told."
    }


def test_strangers_make_no_attributes(shop, survey, alice):
    ensure_attributes({"plan": "text"}, by=alice)
    told = asked(shop, survey)
    attributes = {"plan": "pro", "made_up": "x"}
    widget.said(shop, "answers", {"ask": told["ask"], "answers": {"nps": 9}, "attributes": attributes})
    settle()
    (response,) = Response.objects.all()
    assert response.attributes == {"plan": "pro"}


def test_events_belong_to_who_is_known(organization, survey):
    site, secret = widget.site()
    token = signed_identity({"sub": "42"}, secret)
    event = {"identity": token, "name": "order_placed", "properties": {"total": 5}, "key": "k1"}
    for _ in range(2):
        assert widget.said(site, "events", event) == (202, {"recorded": True})
    (tracked,) = TrackedEvent.objects.all()
    assert (tracked.name, tracked.properties) == ("order_placed", {"total": 5})
    assert widget.said(site, "events", {"device": widget.device(), "name": "x"})[1]["recorded"] is False


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"nps": 11}, "answers.nps"), ({"nobody": 1}, "answers.nobody"), (None, "answers"), ([], "answers")],
)
def test_bad_answers_are_named(shop, survey, answers, field):
    ask = asked(shop, survey)["ask"]
    status, told = widget.said(shop, "answers", {"ask": ask, "answers": answers})
    assert status == 422
    assert field in [one["field"] for one in told["errors"]]


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"nonsense", b"1"])
def test_bad_bodies_are_refused(shop, body):
    response = Client().post(f"/w/{shop.key}/ask", body, content_type="text/plain")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("said", [{}, {"survey": 5, "device": []}, {"survey": "svy_x", "identity": {"a": 1}}])
def test_odd_requests_find_nothing(shop, said):
    assert widget.said(shop, "ask", said)[0] == 404


def test_other_asks_are_not_for_the_widget(shop):
    assert widget.said(shop, "declines", {"ask": "ask_00000000000000000000000000"})[0] == 404


def test_a_site_reaches_its_own_organisation_only(cast, shop, survey):
    from heedful.platform.core.scope import organization_scope

    ask = asked(shop, survey)["ask"]
    with organization_scope(cast.other.pk):
        theirs, _secret = widget.site()
    assert widget.said(theirs, "ask", {"survey": survey.uid, "device": widget.device()})[0] == 404
    assert widget.said(theirs, "declines", {"ask": ask})[0] == 404
    assert widget.said(theirs, "answers", {"ask": ask, "answers": {"nps": 1}})[0] == 404


class TestOrigins:
    @pytest.fixture
    def guarded(self, organization, survey):
        site, _secret = widget.site(origins=["https://Shop.example/", "http://localhost:3000"])
        widget.placed(survey)
        return site

    @pytest.mark.parametrize("origin", ["https://shop.example", "http://localhost:3000"])
    def test_allowed_ones_may_read(self, guarded, origin):
        response = Client().get(f"/w/{guarded.key}/config", headers={"Origin": origin})
        assert response["Access-Control-Allow-Origin"] == origin
        assert response["Vary"].startswith("Origin")
        assert "Access-Control-Allow-Credentials" not in response

    @pytest.mark.parametrize(
        "origin", ["https://evil.example", "https://shop.example.evil.example", "null", "http://shop.example"]
    )
    def test_others_may_not(self, guarded, survey, origin):
        headers = {"Origin": origin}
        response = Client().get(f"/w/{guarded.key}/config", headers=headers)
        assert response.status_code == 403
        assert "Access-Control-Allow-Origin" not in response
        assert (
            widget.said(guarded, "ask", {"survey": survey.uid, "device": widget.device()}, **headers)[0]
            == 403
        )

    def test_apps_send_none(self, guarded, survey):
        assert asked(guarded, survey, channel="mobile")["show"]

    def test_browsers_may_ask_first(self, guarded):
        response = Client().options(f"/w/{guarded.key}/ask", headers={"Origin": "https://shop.example"})
        assert response.status_code == 204
        assert response["Access-Control-Allow-Headers"] == "Content-Type"


def test_keys_rotate_without_a_break(shop, survey, alice):
    new = services.rotate_key(shop.uid, by=alice)
    assert new.key != shop.key
    assert asked(shop, survey)["show"]
    assert asked(new, survey)["show"]
    from heedful.listen.channels.models import WidgetSite

    WidgetSite.objects.update(former_key_until=timezone.now() - timedelta(seconds=1))
    assert widget.said(shop, "ask", {"survey": survey.uid})[0] == 404


def test_secrets_rotate_without_a_break(organization, survey, alice):
    site, old = widget.site()
    _facts, new = services.rotate_secret(site.uid, by=alice)
    now = datetime.now(UTC)
    assert services.queries.secrets_of(site.id, now=now) == (new, old)
    assert services.queries.secrets_of(site.id, now=now + timedelta(days=15)) == (new,)


def test_a_removed_site_shows_nothing(shop, alice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_site(shop.uid, by=alice)
    assert Client().get(f"/w/{shop.key}/config").status_code == 404
    assert widget.site(shop.name)[0].uid != shop.uid


def test_too_many_calls_from_one_address_wait(shop, monkeypatch):
    from heedful.listen.channels.pages.limits import Buckets
    from heedful.listen.channels.widget import public

    monkeypatch.setattr(public, "calls", Buckets(0.1, 2))
    statuses = [Client().get(f"/w/{shop.key}/config") for _ in range(3)]
    assert [one.status_code for one in statuses] == [200, 200, 429]
    assert int(statuses[-1]["Retry-After"]) >= 1
    assert json.loads(statuses[-1].content)["status"] == 429
