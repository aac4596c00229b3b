"""One person on one page, and the same over the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.make import accounts
from tests.make.audiences import contact, new_contact
from tests.make.responses import new_response
from tests.make.surveys import question, survey

from heedful.listen.audiences import services as audiences
from heedful.listen.fieldwork.services import record_asks, record_events
from heedful.listen.fieldwork.types import Channel, Disposition, NewAsk, NewEvent
from heedful.listen.responses.people.queries import profile
from heedful.listen.responses.services import exclude_response, store_responses

pytestmark = pytest.mark.usefixtures("organization")
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def visit():
    return survey(question("nps", "nps"), question("why", "long_text"), name="Visit")


@pytest.fixture
def ann(visit, alice):
    """Ann: three scores, a plan that changed, an ask that came to something and one that did not."""
    ann = contact("ann@example.org", name="Ann", attributes={"plan": "free"})
    answers = [
        new_response(
            visit, {"nps": score, "why": f"Because {score}"},
            contact=new_contact("ann@example.org"), answered_at=DAY + timedelta(days=30 * month),
        )
        for month, score in enumerate([3, 8, 10])
    ]  # fmt: skip
    store_responses(answers, by=alice)
    audiences.change_contact(ann.uid, by=alice, attributes={"plan": "pro"})
    asks = [
        NewAsk("a1", visit.id, DAY, Disposition.ANSWERED, Channel.EMAIL, contact_id=ann.id),
        NewAsk("a2", visit.id, DAY, Disposition.BLOCKED, Channel.SMS, contact_id=ann.id, reason="too soon"),
    ]
    record_asks(asks, by=alice)
    audiences.opt_out(by=alice, contact_id=ann.id, channel="sms", source="STOP by SMS")
    audiences.record_consent(by=alice, contact_id=ann.id, channel="email", source="form", text="Yes, ask me")
    return ann


def test_the_page_has_all_of_it(ann, alice_client):
    page = alice_client.get(f"/contacts/{ann.uid}/").content.decode()
    for part in (
        "ann@example.org", "Because 10", "free → pro", "too soon", "not asked: a rule forbids it", "Visit",
        "Opted out of sms", "STOP by SMS", "Consented to email", "Yes, ask me", "data-chart",
        f"/contacts/{ann.uid}/why/",
    ):  # fmt: skip
        assert part in page, part


def test_the_line_leaves_out_what_numbers_leave_out(ann, alice):
    (line,) = profile(ann.uid, by=alice).lines
    assert [(point.score, point.css_class) for point in line.points] == [
        (3, "detractor"), (8, "passive"), (10, "promoter"),
    ]  # fmt: skip
    assert [point.at for point in line.points] == sorted(point.at for point in line.points)
    exclude_response(line.points[0].response_uid, "test", by=alice)
    (line,) = profile(ann.uid, by=alice).lines
    assert [point.score for point in line.points] == [8, 10]


def test_events_are_told(ann, alice, alice_client):
    happened = NewEvent(
        name="order.shipped",
        contact=new_contact("ann@example.org"),
        occurred_at=DAY,
        properties={"order": "A-7"},
    )
    record_events([happened], by=alice)
    page = alice_client.get(f"/contacts/{ann.uid}/").content.decode()
    assert "order.shipped" in page
    assert "A-7" in page


def test_the_api_tells_the_same(ann, alice_client, cast):
    told = alice_client.get(f"/api/v1/contacts/{ann.uid}/profile").json()
    (plan,) = told["attributes"]
    assert (plan["value"], [(one["before"], one["after"]) for one in plan["changes"]]) == (
        "pro",
        [("free", "pro")],
    )
    assert [one["score"] for one in told["scores"][0]["points"]] == [3, 8, 10]
    assert {(one["disposition"], one["reason"]) for one in told["asks"]} == {
        ("answered", ""),
        ("blocked", "too soon"),
    }
    assert told["opted_out_of"][0]["channel"] == "sms"
    assert told["consents"][0]["given"] is True
    assert [one["score"] for one in told["answers"]] == [10, 8, 3]


def test_a_manager_who_never_met_them_finds_nobody(ann, dora_client):
    assert dora_client.get(f"/contacts/{ann.uid}/").status_code == 404
    assert dora_client.get(f"/api/v1/contacts/{ann.uid}/profile").status_code == 404


def test_who_may_not_read_answers_sees_the_person_without_them(ann, cast, alice):
    from dataclasses import replace

    from heedful.platform.core.types import Permission

    bounded = replace(accounts.actor(cast.alice), permissions=frozenset({Permission.READ_CONTACTS}))
    found = profile(ann.uid, by=bounded)
    assert found.answers == ()
    assert found.lines == ()
    assert found.asks
