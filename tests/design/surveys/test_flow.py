"""What is asked, how it ends, what stands in gaps: by the cases the widget runs too, and by properties."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.design.surveys import flow_vectors

from heedful.design.surveys.flow import Surroundings, asked, ending, holds, piped, score_class
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.rules import asked_by_key, complete, expand, matrices, missing, read_answers
from heedful.design.surveys.types import (
    AnswerValue,
    Comparison,
    Condition,
    Ending,
    Option,
    QuestionDefinition,
    Questionnaire,
    Scale,
    SurveyDefinition,
)

CASES = [
    pytest.param(group, case, id=f"{group['name']}: {case['answers']}"[:150])
    for group in flow_vectors.groups()
    for case in group["cases"]
]


@pytest.mark.parametrize(("group", "case"), CASES)
def test_what_is_asked_and_how_it_ends(group, case):
    definition, around = flow_vectors.survey_of(group)
    shown = asked(definition, case["answers"], around)
    assert [question.key for question in shown] == case["asked"]
    assert ending(definition, case["answers"], around).key == case["ending"]


@pytest.mark.parametrize(("group", "case"), [one for one in CASES if "texts" in one.values[1]])
def test_gaps_are_filled(group, case):
    definition, around = flow_vectors.survey_of(group)
    survey = presented(definition, around, case["answers"])
    found = {key: survey.question(key).text for key in case["texts"]}
    assert found == case["texts"]


@pytest.mark.parametrize("group", flow_vectors.groups(), ids=lambda group: group["name"])
def test_the_widget_gets_what_is_presented_now(group):
    assert group["presented"] == flow_vectors.presented_json(group)


def test_there_are_enough_cases():
    assert len(CASES) >= 60


KINDS = ("nps", "csat", "thumbs", "single_choice", "multiple_choice", "short_text", "number", "matrix")
keys = st.sampled_from("abcdefgh")
values = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 12), st.floats(-2, 12), st.text(max_size=5),
    st.sampled_from(["x", "y", "z", ["x"], ["x", "y"], {"x": 3}, {"y": "5"}, []]),
)  # fmt: skip
fields = st.one_of(
    st.builds("{}.{}".format, st.sampled_from(["answer", "class", "attribute"]), keys),
    st.sampled_from(["answer.h.x", "class.h.y", "language", "channel", "answer.none", "odd", ""]),
)
conditions = st.builds(
    Condition,
    field=fields,
    comparison=st.sampled_from(Comparison),
    values=st.lists(st.sampled_from(["promoter", "top", "x", "3", "2.5", "true", "de"]), max_size=3).map(
        tuple
    ),
)
surroundings = st.builds(
    Surroundings,
    language=st.sampled_from(["", "de", "de-AT", "en"]),
    channel=st.sampled_from(["", "email"]),
    attributes=st.dictionaries(keys, values.filter(lambda one: not isinstance(one, list | dict)), max_size=4),
)


@st.composite
def definitions(draw) -> SurveyDefinition:
    """Any survey, most of whose conditions a check would refuse: drafts are shown too."""
    asked_ = draw(st.lists(keys, unique=True, min_size=1))
    options = tuple(Option(key, {"en": key.upper()}) for key in "xyz")
    questions = []
    for key in asked_:
        kind = draw(st.sampled_from(KINDS))
        questions.append(
            QuestionDefinition(
                key, kind, {"en": f"{key} {{answer.{draw(keys)}|so}}?"},
                required=draw(st.booleans()),
                scale={"nps": Scale(0, 10, top_box=(9, 10)), "csat": Scale(1, 5, top_box=(4, 5)),
                       "thumbs": Scale(0, 1, top_box=(1,)), "matrix": Scale(1, 5, top_box=(4, 5))}.get(kind),
                options=options if kind in {"single_choice", "multiple_choice", "matrix"} else (),
                show_if=tuple(draw(st.lists(conditions, max_size=2))),
                known_as=draw(st.sampled_from(["", "", "a", "b"])),
            )
        )  # fmt: skip
    endings = tuple(
        Ending(f"e{number}", {"en": "Bye"}, show_if=tuple(held))
        for number, held in enumerate(draw(st.lists(st.lists(conditions, max_size=2), max_size=3)))
    )
    return SurveyDefinition("S", tuple(questions), endings=endings)


def questionnaire(definition: SurveyDefinition) -> Questionnaire:
    ids = {key: (number, "") for number, key in enumerate(expand(definition))}
    return Questionnaire(
        1, "svy_1", 1, 1, "en", asked_by_key(definition, ids), matrices(definition), True, definition
    )


@given(definition=definitions(), answers=st.dictionaries(keys, values), around=surroundings)
def test_flow_ends_and_asks_only_what_is_defined_in_its_order(definition, answers, around):
    shown = [question.key for question in asked(definition, answers, around)]
    order = [question.key for question in definition.questions]
    assert shown == [key for key in order if key in shown]
    assert ending(definition, answers, around).text
    assert not holds((Condition("answer.nowhere", Comparison.KNOWN),), definition, {}, around)


@given(definition=definitions(), answers=st.dictionaries(keys, values), around=surroundings)
def test_answering_what_is_asked_comes_to_an_end(definition, answers, around):
    said: dict[str, object] = {}
    for _ in range(len(definition.questions) + 1):
        open_ = [question.key for question in asked(definition, said, around) if question.key not in said]
        if not open_:
            return
        said[open_[0]] = answers.get(open_[0])
    pytest.fail("the flow asked more than there is")


@given(definition=definitions(), answers=st.dictionaries(keys, values), around=surroundings)
def test_the_browser_goes_the_same_way(definition, answers, around):
    """What is presented, with what it leaves open, leads where the server's own walk leads."""
    survey = presented(definition, around)
    by_key = {question.key: question for question in definition.questions}
    rest = replace(
        definition,
        questions=tuple(
            replace(by_key[question.key], show_if=question.show_if, known_as="")
            for question in survey.questions
        ),
        endings=tuple(Ending(one.key, {"en": "x"}, show_if=one.show_if) for one in survey.endings),
    )
    on_the_page = [question.key for question in asked(rest, answers, Surroundings())]
    assert on_the_page == [question.key for question in asked(definition, answers, around)]
    assert ending(rest, answers, Surroundings()).key == ending(definition, answers, around).key


@given(definition=definitions(), answers=st.dictionaries(keys, values), around=surroundings)
def test_what_is_not_asked_is_never_missing(definition, answers, around):
    parts = expand(definition)
    shown = {question.key for question in asked(definition, answers, around)}
    missed = {one.key for one in missing(questionnaire(definition), (), said=answers, around=around)}
    assert missed == {key for key, part in parts.items() if part.required and key.split(".")[0] in shown}
    known_nothing = {one.key for one in missing(questionnaire(definition), (), said=answers)}
    assert known_nothing <= missed  # the door, which knows no attributes, never refuses more


@given(st.text(max_size=40), st.text(max_size=60))
def test_what_fills_a_gap_is_plain_text_without_braces(name, text):
    around = Surroundings(names={"contact.name": name})
    filled = piped("{contact.name}", {}, around)
    assert not set("{}\n\x00") & set(filled)
    assert piped(filled, {}, around) == filled
    assert piped(text.replace("{", "").replace("}", ""), {}, around) == text.replace("{", "").replace("}", "")


def survey(*questions: QuestionDefinition) -> SurveyDefinition:
    return complete(SurveyDefinition("S", questions))


BRANCH = survey(
    QuestionDefinition("nps", "nps", {"en": "?"}, required=True),
    QuestionDefinition(
        "why",
        "short_text",
        {"en": "?"},
        required=True,
        show_if=(Condition("class.nps", values=("detractor",)),),
    ),
    QuestionDefinition("plan", "short_text", {"en": "?"}, required=True, known_as="plan"),
)


def test_required_questions_behind_a_branch_are_missed_only_there():
    asked_now = questionnaire(BRANCH)

    def missed(answers, around=None):
        return [one.key for one in read_answers(asked_now, answers, around=around).problems]

    nothing, known = Surroundings(), Surroundings(attributes={"plan": "pro"})
    assert missed({"nps": 9}, nothing) == ["plan"]
    assert missed({"nps": 9}, known) == []
    assert missed({"nps": 3}, known) == ["why"]
    assert missed({}, known) == ["nps"]
    assert missed({"nps": 3}) == ["why"]  # without attributes only what is sure


def test_an_answer_the_flow_did_not_ask_for_is_kept():
    read = read_answers(questionnaire(BRANCH), {"nps": 10, "why": "anyway", "plan": "x"})
    assert [answer.key for answer in read.answers] == ["nps", "why", "plan"]
    assert read.problems == ()


def test_class_of_a_stored_answer():
    nps = BRANCH.questions[0]
    assert score_class(nps, AnswerValue(score=9)) == "promoter"
    assert score_class(nps, AnswerValue(text="9")) == ""
    assert score_class(BRANCH.questions[1], 9) == ""


def test_gaps_without_a_definition_name_options_by_key():
    around = Surroundings(attributes={"plan": "pro", "a b": 3}, names={"product": "Acme"})
    text = "{product|us} {attribute.plan} {attribute.a b} {answer.dish} {answer.nps|none}"
    assert piped(text, {"dish": "soup"}, around) == "Acme pro 3 soup none"
