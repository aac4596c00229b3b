"""Branches of a survey at the door and in the store: nothing hidden is missing, nothing answered is lost."""

from __future__ import annotations

import orjson
import pytest
from tests.make import audiences, responses
from tests.make.surveys import question, survey

from heedful.design.surveys.types import Condition
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.listen.responses.intake_door import Letter, receive
from heedful.listen.responses.models import Refusal, Response
from heedful.listen.responses.services import store_responses
from heedful.listen.responses.types import Status, StoreState
from heedful.platform.core.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def branching(alice):
    return survey(
        question(required=True),
        question("why", "long_text", required=True, show_if=(Condition("class.nps", values=("detractor",)),)),
        question("plan", "short_text", required=True, known_as="plan"),
        question("order", "ranking", options=("price", "place")),
        name="Branching",
        by=alice,
    )


def stored(made, answers, by, **fields):
    (outcome,) = store_responses([responses.new_response(made, answers, **fields)], by=by)
    return outcome.state, [problem.field for problem in outcome.problems]


def test_required_questions_behind_a_branch(branching, alice):
    known = {"attributes": {"plan": "pro"}}
    assert stored(branching, {"nps": 9}, alice, **known) == (StoreState.STORED, [])
    assert stored(branching, {"nps": 3}, alice, **known) == (StoreState.REFUSED, ["answers.why"])
    assert stored(branching, {"nps": 3, "why": "slow"}, alice, **known) == (StoreState.STORED, [])
    assert stored(branching, {"nps": 9}, alice) == (StoreState.REFUSED, ["answers.plan"])
    assert stored(branching, {"nps": 9, "plan": "pro"}, alice) == (StoreState.STORED, [])


def test_what_is_known_of_the_contact_is_not_missing(branching, alice):
    who = audiences.contact("ann@example.org", attributes={"plan": "pro"})
    assert stored(branching, {"nps": 9}, alice, contact_id=who.id) == (StoreState.STORED, [])


def test_a_branch_may_be_answered_in_parts(branching, alice):
    part = {"idempotency_key": "visit-1", "attributes": {"plan": "pro"}}
    assert stored(branching, {"nps": 2}, alice, status=Status.PARTIAL, **part)[0] is StoreState.STORED
    assert stored(branching, {}, alice, **part) == (StoreState.REFUSED, ["answers.why"])
    assert stored(branching, {"why": "cold"}, alice, **part)[0] is StoreState.UPDATED


def test_the_door_refuses_only_what_is_surely_missing(branching, alice):
    def send(answers, key):
        row = {"survey": "Branching", "answers": answers, "idempotency_key": key}
        receive(Letter(orjson.dumps(row)), by=alice)

    with pytest.raises(InvalidInput) as error:
        send({"nps": 3}, "a")
    assert [problem.field for problem in error.value.problems] == ["answers.why"]
    send({"nps": 9, "order": ["place", "price"]}, "b")  # whether the plan is known, the worker finds out
    process_inbox()
    assert Refusal.objects.get(idempotency_key="b").field == "answers.plan"
    send({"nps": 9, "order": ["place", "price"], "plan": "pro"}, "c")
    process_inbox()
    kept = Response.objects.get(idempotency_key="c").answers.get(question__key="order")
    assert kept.choices == ["place", "price"]
