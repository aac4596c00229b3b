"""Logic of other systems against ours: what is expressed must hold in exactly the same cases."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, strategies as st

from heedful.design.surveys.exchange.conditions import (
    Atom,
    Both,
    Either,
    Jumps,
    Logic,
    Not,
    NotExpressible,
    by_class,
    conditions_of,
    domains,
    merged,
)
from heedful.design.surveys.flow import Surroundings, asked, compares, facts_in
from heedful.design.surveys.rules import complete
from heedful.design.surveys.types import Comparison, Condition, Option, QuestionDefinition, SurveyDefinition

OPTIONS = tuple(Option(key, {"en": key}) for key in "xyz")
QUESTIONS = (
    QuestionDefinition("a", "single_choice", {"en": "A?"}, options=OPTIONS),
    QuestionDefinition("b", "thumbs", {"en": "B?"}),
    QuestionDefinition("c", "csat", {"en": "C?"}),
    QuestionDefinition("d", "short_text", {"en": "D?"}),
    QuestionDefinition("e", "short_text", {"en": "E?"}),
)
SURVEY = complete(SurveyDefinition("S", QUESTIONS))
KNOWN = domains(SURVEY.questions)
VALUES = {"a": ["x", "y", "z"], "b": ["0", "1"], "c": ["1", "2", "3", "4", "5"]}
EVERY = [dict(zip(VALUES, row, strict=True)) for row in product(*([None, *v] for v in VALUES.values()))]


@st.composite
def conditions(draw, keys=("a", "b", "c")) -> Condition:
    key = draw(st.sampled_from(keys))
    comparison = draw(st.sampled_from(Comparison))
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return Condition(f"answer.{key}", comparison)
    many = st.lists(st.sampled_from(VALUES[key]), min_size=1, max_size=3, unique=True)
    if comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        key = "c"
        many = st.sampled_from(VALUES["c"]).map(lambda one: [one])
    return Condition(f"answer.{key}", comparison, tuple(draw(many)))


logics = st.recursive(
    st.builds(Atom, conditions()),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Both, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Either, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


def true(logic: Logic, answers: dict[str, object]) -> bool:
    match logic:
        case Atom(condition):
            return compares(condition, facts_in(answers.get(condition.field.removeprefix("answer."))))
        case Both(parts):
            return all(true(part, answers) for part in parts)
        case Either(parts):
            return any(true(part, answers) for part in parts)
        case Not(part):
            return not true(part, answers)


@given(logics)
def test_conditions_hold_exactly_when_the_logic_does(logic):
    try:
        found = conditions_of(logic, KNOWN)
    except NotExpressible:
        assume(False)
    for answers in EVERY:
        assert all(true(Atom(one), answers) for one in found) == true(logic, answers)


@given(st.lists(conditions(keys=("a",)), min_size=1, max_size=4))
def test_all_that_can_be_said_of_one_choice_is_expressible(many):
    logic = Both(tuple(Atom(one) for one in many if one.field == "answer.a") or (Atom(many[0]),))
    if any(true(logic, answers) for answers in EVERY):
        assert conditions_of(logic, KNOWN) is not None


@given(st.lists(conditions(), max_size=5))
def test_merging_changes_nothing(many):
    try:
        found = merged(many, KNOWN)
    except NotExpressible:
        assert not any(all(true(Atom(one), answers) for one in many) for answers in EVERY)
        return
    for answers in EVERY:
        assert all(true(Atom(one), answers) for one in found) == all(true(Atom(one), answers) for one in many)


ORDER = [question.key for question in QUESTIONS]
targets = st.sampled_from([*"bcde", None])
rules = st.lists(
    st.tuples(st.sampled_from("abc"), st.none() | st.builds(Atom, conditions()), targets),
    max_size=4,
    unique_by=lambda rule: rule[0],
)


def walked(jumps: dict[str, tuple[Logic | None, str | None]], answers: dict[str, object]) -> list[str]:
    """Go through the questions as a system with jumps does: what is passed over is not answered."""
    seen: list[str] = []
    place = 0
    said: dict[str, object] = {}
    while place < len(ORDER):
        key = ORDER[place]
        seen.append(key)
        said[key] = answers.get(key)
        logic, target = jumps.get(key, (Atom(Condition("answer.a", Comparison.IS, ())), None))
        if logic is None or true(logic, said):
            place = len(ORDER) if target is None else ORDER.index(target)
        else:
            place += 1
    return seen


@given(rules)
def test_jumps_lead_the_same_way_as_conditions(many):
    made = Jumps(ORDER, KNOWN)
    taken: dict[str, tuple[Logic | None, str | None]] = {}
    for key, logic, target in sorted(many, key=lambda rule: ORDER.index(rule[0])):
        looks_at = logic.condition.field.removeprefix("answer.") if logic else key
        if looks_at != key:
            continue  # a jump looks at the answer just given
        try:
            made.leave(key, logic, target)
        except NotExpressible:
            continue
        taken[key] = (logic, target)
    shown = tuple(replace(one, show_if=made.shown.get(one.key, ())) for one in SURVEY.questions)
    survey = SurveyDefinition("S", shown)
    for answers in EVERY:
        ours = [question.key for question in asked(survey, answers, Surroundings())]
        assert ours == walked(taken, answers)


def test_a_jump_back_is_not_expressible():
    with pytest.raises(NotExpressible):
        Jumps(ORDER, KNOWN).leave("c", None, "a")


def test_a_row_of_scores_is_said_by_its_class():
    nps = complete(SurveyDefinition("S", (QuestionDefinition("nps", "nps", {"en": "?"}),))).questions
    low = Condition("answer.nps", values=tuple(str(step) for step in range(7)))
    assert by_class(low, {"nps": nps[0]}) == Condition("class.nps", values=("detractor",))
    odd = Condition("answer.nps", values=("0", "9"))
    assert by_class(odd, {"nps": nps[0]}) == odd
