"""Why was she asked: every gate in words and JSON, now and before; looking writes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from tests.make import accounts
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.rules import GATES
from heedful.listen.fieldwork.services import (
    ask_contact,
    ask_visitor,
    define_plan,
    record_asks,
    start_plan,
)
from heedful.listen.fieldwork.trace import queries, wording
from heedful.listen.fieldwork.types import Channel, Disposition, Gate, NewAsk, Verdict
from heedful.platform.core.errors import InvalidInput, NotFound

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def asked(organization):
    return survey()


@pytest.fixture
def eve(organization):
    return contact("eve@example.org", name="Eve", attributes={"signed_up_on": "2025-01-01"})


def recorded(asked, eve, alice, **fields) -> None:
    new = NewAsk("k1", asked.id, NOW - timedelta(days=10), contact_id=eve.id, **fields)
    record_asks([new], by=alice)


def test_every_gate_is_told(asked, eve, alice):
    found = queries.trace_contact(eve.uid, asked.uid, by=alice, now=NOW)
    assert [verdict.gate for verdict in found.decision.verdicts] == [*GATES]
    assert found.who == "Eve"
    assert found.channel == Channel.EMAIL
    assert all(wording.reason(verdict) for verdict in found.decision.verdicts)


def test_what_closed_is_said_with_its_facts(asked, eve, alice):
    recorded(asked, eve, alice, disposition=Disposition.ANSWERED, channel=Channel.SMS)
    found = queries.trace_contact(eve.uid, asked.uid, by=alice, now=NOW)
    assert found.channel == Channel.SMS  # as last time
    assert not found.decision.may_ask
    closed = {verdict.gate: verdict for verdict in found.decision.verdicts if not verdict.passed}
    assert closed[Gate.THIS_SURVEY].until == NOW + timedelta(days=80)
    assert "90" in wording.reason(closed[Gate.THIS_SURVEY])
    assert [ask.disposition for ask in found.past] == [Disposition.ANSWERED]


def test_looking_writes_nothing(asked, eve, alice):
    before = list(Ask.objects.values())
    queries.trace_contact(eve.uid, asked.uid, by=alice, now=NOW)
    queries.trace_visitor("device-1", asked.uid, by=alice, now=NOW)
    assert list(Ask.objects.values()) == before


@pytest.mark.parametrize("channel", ["email", "sms", "web"])
@pytest.mark.parametrize("hour", [3, 12])
def test_the_trace_says_what_asking_then_does(asked, eve, alice, channel, hour):
    moment = NOW.replace(hour=hour)
    told = queries.trace_contact(eve.uid, asked.uid, by=alice, channel=channel, now=moment)
    done = ask_contact(
        by=alice, survey_id=asked.id, contact_id=eve.id, channel=channel, occasion="test", now=moment
    )
    if told.decision.may_ask:
        assert done.is_asked
    else:
        assert done.disposition == told.would_be
    after = queries.trace_contact(eve.uid, asked.uid, by=alice, channel=channel, now=moment)
    assert after.past[0].verdicts == done.verdicts
    assert {v.gate: v.passed for v in done.verdicts} == {v.gate: v.passed for v in told.decision.verdicts}


def test_a_visitor_is_traced_by_the_device(asked, alice, dora):
    ask_visitor(by=alice, survey_id=asked.id, device="device-1", channel="web", now=NOW)
    found = queries.trace_visitor("device-1", asked.uid, by=alice, now=NOW)
    assert found.device == "device-1"
    assert len(found.past) == 1
    assert queries.trace_visitor("device-2", asked.uid, by=alice, now=NOW).past == ()
    with pytest.raises(NotFound):
        queries.trace_visitor("device-1", asked.uid, by=dora, now=NOW)


def test_what_cannot_be_traced_is_refused(asked, eve, alice, charlie, cast):
    with pytest.raises(InvalidInput, match="channel"):
        queries.trace_contact(eve.uid, asked.uid, by=alice, channel="pigeon")
    with pytest.raises(NotFound):
        queries.trace_contact(eve.uid, "svy_none", by=alice)


def test_the_page_and_the_api_say_the_same(asked, eve, alice, alice_client):
    recorded(asked, eve, alice, disposition=Disposition.DECLINED, channel=Channel.EMAIL)
    page = alice_client.get(f"/contacts/{eve.uid}/why/").content.decode()
    told = alice_client.get(f"/api/v1/contacts/{eve.uid}/why?survey={asked.uid}").json()
    assert len(told["gates"]) == len(GATES)
    assert told["past"][0]["disposition"] == "declined"
    for gate in told["gates"]:
        assert str(wording.GATE_LABELS[Gate(gate["gate"])]) in page
    assert page.count('tag worse"') == sum(not gate["passed"] for gate in told["gates"])


def test_the_page_of_a_visitor_asks_for_the_device(asked, alice_client):
    assert 'name="device"' in alice_client.get("/visitors/why/").content.decode()
    page = alice_client.get(f"/visitors/why/?device=d-1&survey={asked.uid}").content.decode()
    assert "d-1" in page
    assert str(wording.GATE_LABELS[Gate.SAMPLE]) in page


def test_names_with_markup_are_only_shown(asked, alice_client):
    eve = contact("mallory@example.org", name="<script>alert(1)</script>{{ 7|add:7 }}")
    page = alice_client.get(f"/contacts/{eve.uid}/why/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_old_verdict_with_a_missing_fact_is_still_told():
    verdict = Verdict(Gate.SAMPLE, False, {}, "Not drawn for the sample of {percent} %; again {next}.")
    assert wording.reason(verdict) == "Not drawn for the sample of – %; again –."


def test_moments_from_the_ledger_are_shown_in_the_readers_way():
    facts = {"last": "2026-03-04T12:00:00+00:00", "needed": 90.0, "named": "2026-03-04"}
    with translation.override("de"):
        shown = wording.shown_facts(facts)
    assert shown["last"].startswith("04.03.2026")
    assert shown["needed"] == "90"
    assert shown["named"] == "2026-03-04"


def test_a_key_without_the_permission_is_told_nothing(asked, eve, client, cast):
    from heedful.platform.core.types import Permission

    secret = accounts.key(cast.organization, Permission.READ_SCORES)
    answer = client.get(
        f"/api/v1/contacts/{eve.uid}/why?survey={asked.uid}", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 403


def planned(asked, alice, **document) -> str:
    whole = {
        "name": "Gold only",
        "channel": "email",
        "trigger": {"kind": "schedule", "every": "month"},
        "sample": {"method": "everyone"},
    }
    made = define_plan(by=alice, survey_uid=asked.uid, document=whole | document)
    return start_plan(made.uid, by=alice, now=NOW).uid


def test_a_running_plan_has_its_say(asked, eve, alice):
    without = queries.trace_contact(eve.uid, asked.uid, by=alice, now=NOW)
    assert without.plan_uid is None
    gold = {
        "kind": "segment",
        "conditions": [{"field": "attribute.tier", "comparison": "is", "values": ["gold"]}],
    }
    uid = planned(asked, alice, audience=gold)
    found = queries.trace_contact(eve.uid, asked.uid, by=alice, now=NOW)
    assert (found.plan_uid, found.plan_name) == (uid, "Gold only")
    assert found.decision.blocked_by is Gate.AUDIENCE
    assert "gold" in wording.reason(found.decision.closing)
    by_sms = queries.trace_contact(eve.uid, asked.uid, by=alice, channel="sms", now=NOW)
    assert by_sms.plan_uid is None


def test_a_sample_of_the_whole_is_drawn_as_the_plan_will(asked, eve, alice):
    others = [contact(f"other{number}@example.org") for number in range(9)]
    few = {"method": "random", "size": 4}
    uid = planned(asked, alice, sample=few)
    drawn = [
        who.uid
        for who in (eve, *others)
        for found in [queries.trace_contact(who.uid, asked.uid, by=alice, plan=uid, now=NOW)]
        if next(v for v in found.decision.verdicts if v.gate is Gate.SAMPLE).passed
    ]
    assert len(drawn) == 4


def test_a_plan_of_another_survey_is_not_found(asked, eve, alice):
    other = survey()
    uid = planned(other, alice)
    with pytest.raises(NotFound, match="no plan"):
        queries.trace_contact(eve.uid, asked.uid, by=alice, plan=uid)
