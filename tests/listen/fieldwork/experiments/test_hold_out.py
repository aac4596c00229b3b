"""Some are left unasked on purpose, always the same ones, and the ledger says so."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.make import experiments, fieldwork
from tests.make.audiences import contact
from tests.make.surveys import question, survey

from heedful.listen.fieldwork.experiments.assignment import is_held_out, variant_of
from heedful.listen.fieldwork.experiments.queries import experiment
from heedful.listen.fieldwork.experiments.services import define_experiment, stop_experiment
from heedful.listen.fieldwork.experiments.types import Arm, Experiment
from heedful.listen.fieldwork.services import ask_contact, ask_visitor
from heedful.listen.fieldwork.trace.queries import trace_contact
from heedful.listen.fieldwork.types import AskFacts, Disposition, Gate
from heedful.platform.core.errors import InvalidInput

PEOPLE = [f"con_{number}" for number in range(2_000)]


def pure(hold_out: float) -> Experiment:
    return Experiment(1, "exp_1", 1, "svy_1", "Words", (Arm("A"), Arm("B")), hold_out=hold_out)


def test_a_share_is_held_out_and_grows_by_adding():
    tenth = {key for key in PEOPLE if is_held_out(pure(0.1), key)}
    third = {key for key in PEOPLE if is_held_out(pure(0.3), key)}
    assert 160 <= len(tenth) <= 240
    assert 540 <= len(third) <= 660
    assert tenth < third
    assert not any(is_held_out(pure(0.0), key) for key in PEOPLE)


def test_the_arms_do_not_know_who_is_held_out():
    asked = [variant_of(pure(0.5), key) for key in PEOPLE if not is_held_out(pure(0.5), key)]
    assert 0.44 <= asked.count("A") / len(asked) <= 0.56


@pytest.fixture
def asked(organization):
    fieldwork.rules(needs_consent=[])
    return survey(question("nps", "nps"))


def decided(asked, who, by, occasion: str = "visit") -> AskFacts:
    return ask_contact(
        by=by,
        survey_id=asked.id,
        contact_id=who.id,
        channel="email",
        occasion=occasion,
        now=timezone.now(),
    )


def held_out(running: Experiment):
    people = [contact() for _ in range(12)]
    return next(one for one in people if is_held_out(running, one.uid))


def test_who_is_held_out_is_not_asked_and_hears_why(asked, alice):
    running = experiments.running(asked, name="What asking does", hold_out=0.5)
    who = held_out(running)
    ask = decided(asked, who, alice)
    assert (ask.disposition, ask.gate) == (Disposition.BLOCKED, Gate.EXPERIMENT)
    assert "“What asking does”" in ask.reason
    assert not ask.variant
    assert trace_contact(who.uid, asked.uid, by=alice, channel="email").decision.blocked_by is Gate.EXPERIMENT


def test_once_it_is_stopped_everybody_may_be_asked(asked, alice):
    running = experiments.running(asked, hold_out=0.5)
    who = held_out(running)
    assert decided(asked, who, alice).gate == Gate.EXPERIMENT
    stop_experiment(running.uid, by=alice)
    assert decided(asked, who, alice, "another visit").disposition is Disposition.INVITED


def test_another_survey_is_not_touched(asked, alice):
    who = held_out(experiments.running(asked, hold_out=0.5))
    assert decided(survey(), who, alice).disposition is Disposition.INVITED


def test_visitors_are_held_out_too(asked, alice):
    running = experiments.running(asked, hold_out=0.5)
    for number in range(12):
        device = f"device-{number:04d}"
        found = ask_visitor(by=alice, survey_id=asked.id, device=device, channel="web", now=timezone.now())
        wanted = Gate.EXPERIMENT if is_held_out(running, device) else ""
        assert found.gate == wanted


@pytest.mark.parametrize("share", [-0.1, 0.95, 1.0])
def test_shares_that_leave_nobody_are_refused(asked, alice, share):
    with pytest.raises(InvalidInput, match="hold_out"):
        define_experiment(
            by=alice,
            survey_uid=asked.uid,
            name="Words",
            arms=[Arm("A"), Arm("B", changes=experiments.SHORTER)],
            hold_out=share,
        )


def test_it_is_told_and_taken_over_http(asked, alice_client):
    arms = [{"key": "A"}, {"key": "B", "changes": {"title": {"en": "Please"}}}]
    body = {"survey": asked.uid, "name": "Words", "arms": arms, "hold_out": 0.2}
    made = alice_client.post("/api/v1/experiments", body, content_type="application/json")
    assert (made.status_code, made.json()["hold_out"]) == (201, 0.2)
    assert experiment(made.json()["uid"]).hold_out == pytest.approx(0.2)


def test_it_is_written_down_on_the_page(asked, alice_client):
    form = {"name": "Words", "outcome": "response", "share": 50, "title": "Please", "hold_out": 15}
    response = alice_client.post(reverse("fieldwork:new_experiment", args=[asked.uid]), form)
    assert response.status_code == 302
    uid = response["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert experiment(uid).hold_out == pytest.approx(0.15)
