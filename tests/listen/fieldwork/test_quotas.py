"""Quotas of plans that ask people as they come: closed when enough of a group have answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.make import fieldwork
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.fieldwork import services
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.services import Occasion
from heedful.listen.fieldwork.trace.queries import trace_contact
from heedful.listen.fieldwork.types import AskFacts, Disposition, Gate

SAMPLE = {"method": "quota", "by": "tier", "quotas": {"gold": 2, "blue": 1}, "days": 30}
EVENT = {"kind": "event", "event": "visit"}


@pytest.fixture
def asked(organization):
    fieldwork.rules()
    return survey()


def visits(alice, tier: str, *, days_ago: float = 0) -> Ask:
    """Let somebody new of a tier do what sets the plan off."""
    who = contact(attributes={"tier": tier})
    moment = timezone.now() - timedelta(days=days_ago)
    event = services.record_event(by=alice, name="visit", contact_id=who.id, occurred_at=moment)
    (ask,) = services.ask_upon_events([event.id], by=alice, now=moment)
    return Ask.objects.get(uid=ask.uid)


def answers(ask: Ask, alice) -> None:
    services.advance_ask(by=alice, ask_uid=ask.uid, disposition=Disposition.ANSWERED, at=ask.asked_at)


def test_a_full_quota_closes_its_group_only(asked, alice):
    fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE)
    for _ in range(2):
        answers(visits(alice, "gold"), alice)
    late, other = visits(alice, "gold"), visits(alice, "blue")
    assert (late.disposition, late.gate) == (Disposition.BLOCKED, Gate.QUOTA)
    assert late.reason == "Enough answers of “tier is gold” have come in."
    assert (other.disposition, other.stratum) == (Disposition.INVITED, "blue")


def test_asks_without_an_answer_fill_nothing(asked, alice):
    fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE)
    assert {visits(alice, "gold").disposition for _ in range(4)} == {Disposition.INVITED}


def test_who_counts_for_no_quota_is_not_drawn(asked, alice):
    fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE)
    nobody = visits(alice, "green")
    assert (nobody.disposition, nobody.gate) == (Disposition.SAMPLED_OUT, Gate.SAMPLE)


def test_a_quota_is_of_its_days(asked, alice):
    plan = fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE, now=timezone.now() - timedelta(days=60))
    answers(visits(alice, "blue", days_ago=31), alice)
    assert Ask.objects.get(plan_id=plan.id).disposition == Disposition.ANSWERED
    assert visits(alice, "blue").disposition == Disposition.INVITED


def test_another_plan_has_quotas_of_its_own(asked, alice):
    first = fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE)
    answers(visits(alice, "blue"), alice)
    services.end_plan(first.uid, by=alice)
    fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE, name="Another")
    assert visits(alice, "blue").disposition == Disposition.INVITED


def test_a_test_of_our_own_fills_nothing(asked, alice):
    plan = fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE)
    answers(visits(alice, "blue"), alice)
    Ask.objects.filter(plan_id=plan.id).update(is_test=True)
    assert visits(alice, "blue").disposition == Disposition.INVITED


class TestWhoeverComesAlong:
    @pytest.fixture(autouse=True)
    def _plan(self, asked):
        fieldwork.plan(asked, channel="web", trigger={"kind": "always"}, sample=SAMPLE)

    def shown(self, asked, alice, number: int, tier: str) -> AskFacts:
        return services.ask_visitor(
            by=alice,
            survey_id=asked.id,
            device=f"device-{number}",
            channel="web",
            now=timezone.now(),
            attributes={"tier": tier},
        )

    def test_visitors_fill_a_quota_too(self, asked, alice):
        first = self.shown(asked, alice, 1, "blue")
        assert first.disposition is Disposition.ELIGIBLE
        services.advance_ask(by=alice, ask_uid=first.uid, disposition=Disposition.PARTIAL, at=first.asked_at)
        second = self.shown(asked, alice, 2, "blue")
        assert (second.disposition, second.gate) == (Disposition.BLOCKED, Gate.QUOTA)
        assert self.shown(asked, alice, 3, "gold").disposition is Disposition.ELIGIBLE

    def test_contacts_and_visitors_fill_the_same(self, asked, alice):
        first = self.shown(asked, alice, 1, "blue")
        services.advance_ask(by=alice, ask_uid=first.uid, disposition=Disposition.ANSWERED, at=first.asked_at)
        known = contact(attributes={"tier": "blue"})
        occasion = Occasion(asked.id, "web", "widget", timezone.now())
        ask = services.ask_contacts([known.id], occasion, by=alice)[known.id]
        assert (ask.disposition, ask.gate) == (Disposition.BLOCKED, Gate.QUOTA)

    def test_the_page_says_why(self, asked, alice):
        first = self.shown(asked, alice, 1, "blue")
        services.advance_ask(by=alice, ask_uid=first.uid, disposition=Disposition.ANSWERED, at=first.asked_at)
        known = contact(attributes={"tier": "blue"})
        told = trace_contact(known.uid, asked.uid, by=alice, channel="web")
        assert told.decision.blocked_by is Gate.QUOTA


def test_whoever_is_forgotten_leaves_no_group_behind(asked, alice):
    fieldwork.plan(asked, trigger=EVENT, sample=SAMPLE)
    ask = visits(alice, "gold")
    services.forget_contact([ask.contact_id], by=alice)
    assert Ask.objects.get(uid=ask.uid).stratum == ""
