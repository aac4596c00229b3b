"""The contract of every question kind, and what is particular to some."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from heedful.design.surveys.files import read_definition, write_definition
from heedful.design.surveys.flow import Surroundings
from heedful.design.surveys.kind import InvalidAnswer, InvalidQuestion, kinds
from heedful.design.surveys.languages import translation_gaps
from heedful.design.surveys.presenting import presented
from heedful.design.surveys.rules import complete, expand
from heedful.design.surveys.types import (
    AnswerValue,
    Direction,
    Option,
    QuestionDefinition,
    Scale,
    SurveyDefinition,
)
from heedful.platform.core.ids import new_uid

NEEDS_OPTIONS = {"single_choice", "multiple_choice", "matrix", "ranking"}
SCALES = {
    "nps": (0, 10), "enps": (0, 10), "csat": (1, 5), "ces": (1, 7), "osat": (1, 5), "stars": (1, 5),
    "smileys": (1, 5), "thumbs": (0, 1), "rating": (1, 5),
}  # fmt: skip
EXAMPLES = {
    "single_choice": "a",
    "multiple_choice": ["a", "b"],
    "date": "2026-03-01",
    "contact": {"email": "a@b.c", "consent": True},
    "ranking": ["b", "a"],
    "file": new_uid("upl"),
    "audio": new_uid("upl"),
    "video": new_uid("upl"),
    "consent": "yes",
}
every_kind = pytest.mark.parametrize("kind", sorted(kinds()))
every_scale = pytest.mark.parametrize("kind", sorted(SCALES))


def defined(kind: str, **fields) -> QuestionDefinition:
    if kind in NEEDS_OPTIONS:
        fields.setdefault("options", (Option("a", {"en": "Apples"}), Option("b", {"en": "Bread"})))
    return kinds()[kind].define(QuestionDefinition("q", kind, {"en": "How?"}, **fields))


def check(kind: str, value: object, **fields) -> AnswerValue | None:
    return kinds()[kind].check(defined(kind, **fields), value)


@every_kind
def test_kind_names_itself_and_its_file(kind):
    found = kinds()[kind]
    assert found.key == kind
    assert found.label
    assert isinstance(found.metric_keys, tuple)


@every_kind
def test_kind_says_how_it_is_drawn_heard_and_summed_up(kind):
    rendering = kinds()[kind].rendering
    assert rendering.input
    assert rendering.accessibility.endswith(".")
    assert len(rendering.accessibility) > 60
    assert rendering.column in {"score", "number", "text", "choices"} or kind == "statement"
    assert rendering.summary or kind == "statement"


@every_kind
def test_an_answer_is_stored_in_the_column_the_kind_names(kind):
    if kind in {"statement", "matrix"}:
        return
    column = kinds()[kind].rendering.column
    assert getattr(check(kind, EXAMPLES.get(kind, 1)), column) not in (None, "", ())


@every_kind
def test_kind_is_presented_in_the_language_of_the_respondent(kind):
    options = tuple(Option(key, {"en": key, "de": f"{key} auf Deutsch"}) for key in ("a", "b"))
    fields = {"options": options} if kind in NEEDS_OPTIONS else {}
    question = replace(defined(kind, **fields), text={"en": "How?", "de": "Wie?"}, help={"de": "So."})
    survey = SurveyDefinition("S", (question,), "en", ("de", "ar"))
    for language, text, direction in (("de-AT", "Wie?", "ltr"), ("ar", "How?", "rtl"), ("fr", "How?", "ltr")):
        shown = presented(survey, Surroundings(language))
        assert (shown.questions[0].text, shown.direction) == (text, direction)
    german = presented(survey, Surroundings("de")).questions[0]
    assert german.help == "So."
    labels = [option.label for option in (*german.options, *german.rows)]
    assert labels == (["a auf Deutsch", "b auf Deutsch"] if kind in NEEDS_OPTIONS else labels)
    json.dumps(presented(survey, Surroundings("de")).as_json())


@every_kind
def test_what_is_not_translated_is_named(kind):
    survey = complete(SurveyDefinition("S", (defined(kind),), "en", ("de",)))
    assert "questions.q.text" in {gap.place for gap in translation_gaps(survey)}
    assert all(gap.language == "de" for gap in translation_gaps(survey))


@every_kind
def test_a_setting_the_kind_does_not_know_is_refused(kind):
    with pytest.raises(InvalidQuestion) as error:
        defined(kind, settings={"sparkles": True})
    assert error.value.field == "settings.sparkles"


@pytest.mark.parametrize(
    ("kind", "given_settings"),
    [
        ("single_choice", {"shown_as": "wheel"}),
        ("multiple_choice", {"at_least": 3}),
        ("multiple_choice", {"at_least": 2, "at_most": 1}),
        ("ranking", {"at_most": True}),
        ("long_text", {"longest": 20_001}),
        ("number", {"unit": 5}),
        ("date", {"earliest": "soon"}),
        ("date", {"earliest": "2026-02-01", "latest": "2026-01-01"}),
        ("contact", {"fields": ["shoe"]}),
        ("file", {"accept": "image"}),
        ("audio", {"longest_seconds": 6_000}),
        ("consent", {"must_agree": 1}),
        ("matrix", {"shuffle": "yes"}),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(kind, given_settings):
    with pytest.raises(InvalidQuestion) as error:
        defined(kind, settings=given_settings)
    assert error.value.field.startswith("settings.")


@every_kind
def test_definition_is_complete_after_one_pass(kind):
    once = defined(kind)
    assert kinds()[kind].define(once) == once


@every_kind
@pytest.mark.parametrize("written", ["yaml", "json"])
def test_survey_with_the_kind_comes_back_from_its_file(kind, written):
    survey = complete(
        SurveyDefinition("S", (defined(kind), QuestionDefinition("z", "nps", {"en": "?", "de": "¿"})))
    )
    assert read_definition(write_definition(survey, written), written) == survey


@every_kind
@pytest.mark.parametrize("value", [object(), {"x": 1}, [["nested"]], float("nan"), b"bytes"])
def test_nonsense_is_refused_with_a_reason(kind, value):
    with pytest.raises(InvalidAnswer) as error:
        check(kind, value)
    assert error.value.reason


@every_kind
def test_what_can_be_answered_is_of_a_known_kind_and_has_its_own_key(kind):
    parts = expand(SurveyDefinition("S", (defined(kind),)))
    assert all(part.kind in kinds() and part.key == key for key, part in parts.items())


@every_kind
def test_an_answer_fills_at_most_one_column(kind):
    if kind in {"statement", "matrix"}:
        return
    answer = check(kind, EXAMPLES.get(kind, 1))
    filled = [answer.score is not None, answer.number is not None, bool(answer.text), bool(answer.choices)]
    assert sum(filled) == 1


@every_scale
def test_scale_takes_its_steps_and_nothing_else(kind):
    low, high = SCALES[kind]
    for step in range(low, high + 1):
        assert (
            check(kind, step) == check(kind, float(step)) == check(kind, str(step)) == AnswerValue(score=step)
        )
    for wrong in (low - 1, high + 1, low + 0.5, "", " ", True, False, None, "x", [low], "1e3", "٣x"):
        with pytest.raises(InvalidAnswer):
            check(kind, wrong)


@every_scale
@given(value=st.one_of(st.integers(), st.floats(allow_nan=True), st.text(max_size=6), st.booleans()))
def test_whatever_a_scale_accepts_is_one_of_its_steps(kind, value):
    try:
        answer = check(kind, value)
    except InvalidAnswer:
        return
    assert defined(kind).scale.holds(answer.score)
    assert float(answer.score) == float(value)


@every_scale
def test_scale_of_another_length_is_refused_unless_the_kind_allows_it(kind):
    if kind == "rating":
        assert defined(kind, scale=Scale(1, 9)).scale.top_box == (8, 9)
        return
    with pytest.raises(InvalidQuestion):
        defined(kind, scale=Scale(0, 99))


def test_score_checks_of_the_product():
    for wrong in (6.5, -1, 11, "", True):
        with pytest.raises(InvalidAnswer):
            check("nps", wrong)


def test_other_lengths_of_osat_and_smileys():
    assert check("osat", 10, scale=Scale(1, 10)) == AnswerValue(score=10)
    assert defined("osat", scale=Scale(1, 10)).scale.top_box == (9, 10)
    assert check("smileys", 3, scale=Scale(1, 3)) == AnswerValue(score=3)


def test_lower_is_better_turns_the_top_box_round():
    assert defined("rating", scale=Scale(1, 5, Direction.LOWER_IS_BETTER)).scale.top_box == (1, 2)


def test_top_box_and_labels_lie_on_the_scale():
    with pytest.raises(InvalidQuestion):
        defined("rating", scale=Scale(1, 5, top_box=(6,)))
    with pytest.raises(InvalidQuestion):
        defined("rating", scale=Scale(1, 5, labels={0: {"en": "none"}}))
    with pytest.raises(InvalidQuestion):
        defined("rating", scale=Scale(5, 5))


def test_choices_by_key_or_label_in_the_order_of_the_question():
    assert check("single_choice", "Bread") == AnswerValue(choices=("b",))
    assert check("multiple_choice", ["b", "a", "b"]) == AnswerValue(choices=("a", "b"))
    assert check("multiple_choice", []) is None
    for wrong in ("", "Cheese", ["a", "b"], True):
        with pytest.raises(InvalidAnswer):
            check("single_choice", wrong)


def test_options_are_needed_once_each():
    with pytest.raises(InvalidQuestion):
        kinds()["single_choice"].define(QuestionDefinition("q", "single_choice", {"en": "?"}))
    twice = (Option("a", {"en": "A"}), Option("a", {"en": "B"}))
    with pytest.raises(InvalidQuestion):
        defined("multiple_choice", options=twice)


def test_text_is_trimmed_and_bounded():
    assert check("long_text", "  slow \n") == AnswerValue(text="slow")
    assert check("short_text", "  ") is None
    for wrong in ("x" * 501, "a\x00b"):
        with pytest.raises(InvalidAnswer):
            check("short_text", wrong)


def test_number_keeps_to_its_limits():
    assert check("number", "2.5") == AnswerValue(number=2.5)
    assert check("number", -3, scale=Scale(-5, 5)) == AnswerValue(number=-3)
    for wrong in (6, "", "NaN", float("inf"), True):
        with pytest.raises(InvalidAnswer):
            check("number", wrong, scale=Scale(-5, 5))


def test_date_is_a_day():
    assert check("date", date(2026, 3, 1)) == check("date", "2026-03-01") == AnswerValue(text="2026-03-01")
    for wrong in ("01.03.2026", "2026-02-30", "", 5):
        with pytest.raises(InvalidAnswer):
            check("date", wrong)


def test_contact_details_need_consent():
    answer = check("contact", {"name": " Ann ", "email": "ann@example.org", "consent": True})
    assert json.loads(answer.text) == {"name": "Ann", "email": "ann@example.org", "consent": True}
    assert check("contact", {}) is None
    for wrong in (
        {"email": "a@b.c"},
        {"email": "a@b.c", "consent": "yes"},
        {"shoe": 1, "consent": True},
        "{",
    ):
        with pytest.raises(InvalidAnswer):
            check("contact", wrong)


def test_matrix_is_rated_row_by_row():
    rows = kinds()["matrix"].expand(defined("matrix", scale=Scale(1, 7)))
    assert [row.key for row in rows] == ["q.a", "q.b"]
    assert {row.kind for row in rows} == {"rating"}
    assert rows[0].scale.top_box == (6, 7)
    assert rows[0].text == {"en": "How? — Apples"}


def test_statement_asks_nothing():
    assert kinds()["statement"].expand(defined("statement")) == ()
    with pytest.raises(InvalidAnswer):
        check("statement", "yes")


@every_kind
def test_what_a_kind_does_not_know_is_refused(kind):
    question = defined(kind)
    if question.options:
        return
    with pytest.raises(InvalidQuestion):
        kinds()[kind].define(replace(question, options=(Option("a", {"en": "A"}),)))


def test_an_exclusive_option_is_chosen_alone():
    options = (Option("a", {"en": "A"}), Option("b", {"en": "B"}), Option("none", {"en": "None"}, True))
    assert check("multiple_choice", "none", options=options, settings={"at_least": 2}).choices == ("none",)
    for wrong in (["a", "none"], ["a"]):
        with pytest.raises(InvalidAnswer):
            check("multiple_choice", wrong, options=options, settings={"at_least": 2})
    with pytest.raises(InvalidAnswer):
        check("multiple_choice", ["a", "b"], options=options, settings={"at_most": 1})


def test_a_ranking_keeps_the_order_given():
    assert check("ranking", ["b", "Apples"]) == AnswerValue(choices=("b", "a"))
    assert check("ranking", ["b"]) == AnswerValue(choices=("b",))
    assert check("ranking", []) is None
    for wrong in (["a", "a"], ["a", "c"], {"a": 1}):
        with pytest.raises(InvalidAnswer):
            check("ranking", wrong)
    with pytest.raises(InvalidAnswer):
        check("ranking", ["a"], settings={"at_least": 2})


def test_an_upload_is_named_by_its_id():
    uid = new_uid("upl")
    assert check("audio", f" {uid} ") == AnswerValue(text=uid)
    assert check("file", "") is None
    for wrong in ("../../etc/passwd", "https://evil.example/x.png", "upl_short", uid + "/x"):
        with pytest.raises(InvalidAnswer):
            check("file", wrong)


def test_consent_is_yes_or_no_in_any_language():
    for yes in ("yes", "Ja", True, 1, "true", ["yes"]):
        assert check("consent", yes) == AnswerValue(choices=("yes",))
    assert check("consent", False) == AnswerValue(choices=("no",))
    assert check("consent", "") is None
    with pytest.raises(InvalidAnswer):
        check("consent", "no", settings={"must_agree": True})
    with pytest.raises(InvalidQuestion):
        defined("consent", options=(Option("maybe", {"en": "Maybe"}),))
    own = (Option("yes", {"en": "Please call"}), Option("no", {"en": "Rather not"}))
    assert check("consent", "Please call", options=own).choices == ("yes",)


def test_limits_of_days_and_numbers():
    limits = {"earliest": "2026-01-01", "latest": "2026-12-31"}
    assert check("date", "2026-01-01", settings=limits).text == "2026-01-01"
    for wrong in ("2025-12-31", "2027-01-01"):
        with pytest.raises(InvalidAnswer):
            check("date", wrong, settings=limits)
    assert check("number", 3, settings={"whole": True}).number == 3
    with pytest.raises(InvalidAnswer):
        check("number", 2.5, settings={"whole": True})
    assert check("short_text", "abc", settings={"longest": 3}).text == "abc"
    with pytest.raises(InvalidAnswer):
        check("short_text", "abcd", settings={"longest": 3})
    with pytest.raises(InvalidAnswer):
        check("contact", {"phone": "1", "consent": True}, settings={"fields": ["email"]})


def test_a_dropdown_is_a_choice_drawn_otherwise_and_shuffles_by_seed():
    options = tuple(Option(key, {"en": key}) for key in ("a", "b", "c", "d", "e", "f", "other"))
    question = defined("single_choice", options=options, settings={"shown_as": "dropdown", "shuffle": True})
    survey = SurveyDefinition("S", (question,))

    def order(seed):
        return [one.key for one in presented(survey, Surroundings(), seed=seed).questions[0].options]

    assert presented(survey, Surroundings()).questions[0].input == "select"
    assert order("") == [*"abcdef", "other"]
    assert order("x") == order("x") != order("y")
    assert order("x")[-1] == "other"
    assert sorted(order("x")) == sorted(order(""))


def test_ends_of_usual_scales_have_words_in_the_language():
    survey = SurveyDefinition("S", (defined("nps"), replace(defined("rating"), key="r")), "de")
    nps, rating = presented(survey, Surroundings("de")).questions
    assert (nps.lowest.label, nps.highest.score_class) == ("Überhaupt nicht wahrscheinlich", "promoter")
    assert (rating.lowest.label, rating.steps[1].label) == ("", "")
