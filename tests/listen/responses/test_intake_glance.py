"""A glance passes what is right, and nothing that the rules would refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given, strategies as st

from heedful.design.surveys.rules import asked_by_key, complete
from heedful.design.surveys.types import Option, QuestionDefinition, Questionnaire, Scale, SurveyDefinition
from heedful.listen.audiences.types import MAX_ATTRIBUTES, AttributeKind
from heedful.listen.responses import intake
from heedful.listen.responses.intake_glance import Glance
from heedful.listen.responses.intake_request import parse

NOW = datetime.now(UTC).replace(tzinfo=None)
KINDS = {
    "plan": AttributeKind.TEXT,
    "tenure": AttributeKind.NUMBER,
    "vip": AttributeKind.BOOLEAN,
    "since": AttributeKind.DATE,
}


def questionnaire(*questions):
    definition = complete(SurveyDefinition("Stay", questions))
    ids = {question.key: (number, f"qst_{number}") for number, question in enumerate(questions)}
    asked = asked_by_key(definition, ids)
    has_required = any(one.definition.required for one in asked.values())
    return Questionnaire(3, "svy_1", 5, 2, "en", asked, has_required=has_required)


SURVEY = questionnaire(
    QuestionDefinition("nps", "nps", {"en": "How likely?"}, required=True),
    QuestionDefinition("why", "short_text", {"en": "Why?"}),
    QuestionDefinition(
        "room", "single_choice", {"en": "Room?"}, options=(Option("a", {"en": "A"}), Option("b", {"en": "B"}))
    ),
    QuestionDefinition("nights", "number", {"en": "Nights?"}, scale=Scale(0, 30)),
)
GLANCE = Glance(SURVEY, KINDS)


def passes(row, glance=GLANCE):
    (sent,) = parse(orjson.dumps(row)).rows
    return sent.row is not None and glance.passes(sent.row, now=NOW)


def is_right(row):
    return not intake.row_problems(row, SURVEY, KINDS) and not intake.missing_answers(row, SURVEY)


def row(answers=None, **fields):
    return {"survey": "Stay", "answers": {"nps": 9} | (answers or {}), **fields}


@pytest.mark.parametrize(
    "sent",
    [
        row(),
        row({"why": "Quiet", "room": "a", "nights": 2.5}),
        row({"nps": "9", "room": "B", "why": None}),
        row(answered_at="2026-03-29T12:30:00+02:00", language="de", channel="sms", weight=0.5, is_test=False),
        row(answered_at="2026-03-29"),
        row(answered_at=(datetime.now(UTC) + timedelta(hours=20)).isoformat()),
        row(answered_at=datetime.now(timezone(timedelta(hours=14))).isoformat()),
        row(attributes={"plan": "pro", "tenure": 3, "vip": True, "new": "x", "none": None}),
        row(attributes={"plan": 12, "tenure": 1.5}, unit="south", touchpoint="", duration=12),
        {"survey": "Stay", "answers": {}, "status": "partial"},
        row(idempotency_key="order 17", version=2),
        row(contact={"email": "a@example.org", "phone": "+49 30 1234567", "attributes": {"tenure": 3}}),
    ],
)
def test_what_nearly_everybody_sends_passes_and_is_right(sent):
    assert passes(sent)
    assert is_right(sent)


@pytest.mark.parametrize(
    "sent",
    [
        {"survey": "Stay"},
        {"survey": "Stay", "answers": {}},
        {"survey": "Stay", "answers": {"nps": None}},
        {"survey": "Stay", "answers": {"why": "Quiet"}},
        {"survey": "Stay", "answers": [9]},
        row({"nps": 11}),
        row({"nps": True}),
        row({"nps": 9.5}),
        row({"room": "c"}),
        row({"room": ["a", "b"]}),
        row({"why": "x" * 501}),
        row({"nights": 31}),
        row({"unasked": 1}),
        row(unknown=1),
        row(answered_at=(datetime.now(UTC) + timedelta(days=3)).isoformat()),
        row(answered_at="1969-12-31T23:00:00Z"),
        row(answered_at=(datetime.now(timezone(timedelta(hours=-12))) + timedelta(hours=30)).isoformat()),
        row(answered_at="yesterday"),
        row(answered_at=17),
        row(weight=-1),
        row(channel="pigeon"),
        row(status="begun"),
        row(version=True),
        row(attributes=["plan"]),
        row(attributes={"tenure": "many"}),
        row(attributes={"vip": "perhaps"}),
        row(attributes={"since": "soon"}),
        row(attributes={"plan": "x" * 2_001}),
        row(attributes={"plan": ["x"]}),
        row(attributes={"": 1}),
        row(attributes={"a\n": 1}),
        row(attributes={str(number): 1 for number in range(MAX_ATTRIBUTES + 1)}),
        row(contact={"email": "nobody"}),
        row(contact={"phone": ""}),
        row(contact={"fax": "1"}),
        row(contact={"name": "x" * 201}),
        row(contact={"attributes": {"tenure": "many"}}),
        row(contact=["a@example.org"]),
    ],
)
def test_what_is_wrong_does_not_pass(sent):
    assert not is_right(sent)
    assert not passes(sent)


def test_a_response_that_goes_on_is_not_for_a_glance():
    going_on = row(response="rsp_" + "0" * 26)
    assert is_right(going_on)
    assert not passes(going_on)


def test_an_option_that_was_right_once_is_remembered_and_others_are_not():
    glance = Glance(SURVEY, {})
    assert [passes(row({"room": value}), glance) for value in ("a", "a", "c", "c", 1, "b")] == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_a_key_of_attributes_that_was_right_once_is_remembered_and_others_are_not():
    glance = Glance(SURVEY, KINDS)
    sent = [{"new": 1}, {"new": "x"}, {"": 1}, {"": 1}, {"new": "x" * 2_001}, {"tenure": "many"}]
    assert [passes(row(attributes=one), glance) for one in sent] == [True, True, False, False, False, False]


def test_of_a_required_question_blank_is_no_answer():
    glance = Glance(questionnaire(QuestionDefinition("why", "long_text", {"en": "Why?"}, required=True)), {})
    said = [{"survey": "Stay", "answers": {"why": why}} for why in ("Quiet", " ", "")]
    assert [passes(one, glance) for one in said] == [True, False, False]


_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "a", "B", "9", "11", "2026-03-29", "partial", "completed", "sms", "x" * 3_000]),
    st.lists(st.sampled_from(["a", "b"]), max_size=2),
)
_names = st.sampled_from([*intake.FIELD_CHECKS, "unknown"])
_keys = st.sampled_from(["nps", "why", "room", "nights", "plan", "tenure", "vip", "since", "new", "", "\n"])


@given(
    st.dictionaries(_names, _values, max_size=4),
    st.dictionaries(_keys, _values, max_size=4),
    st.dictionaries(_keys, _values, max_size=4),
)
def test_whatever_passes_is_right(fields, answers, attributes):
    sent = {"survey": "Stay", "attributes": attributes} | fields
    sent["answers"] = {"nps": 9} | answers
    sent.pop("idempotency_key", None)  # the door's own matter, as it may stand in a header
    assert is_right(sent) or not passes(sent)
