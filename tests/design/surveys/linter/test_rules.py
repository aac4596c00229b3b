"""Every rule has a wording it speaks at and one it is silent at; none of them ever fails on a text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bench.linter import survey, verdicts
from hypothesis import given, strategies as st

from heedful.design.surveys.documents import definition_from
from heedful.design.surveys.linter import Severity, findings, measures
from heedful.design.surveys.linter.grades import reading_grade, syllables_of
from heedful.design.surveys.linter.kind import rules
from heedful.design.surveys.linter.kinds import too_long
from heedful.design.surveys.linter.lexicon import lexicon
from heedful.design.surveys.linter.ranges import range_of
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition, SurveyDefinition

WORDINGS = Path(__file__).parent / "wordings"
ALONE = {"too_long"}  # has a test of its own: no single wording makes a survey long


def one(text: str, kind: str = "csat", language: str = "en") -> SurveyDefinition:
    return definition_from(survey({"text": text, "kind": kind, "language": language}))


def better(text: str, kind: str = "csat", language: str = "en") -> str:
    return next(iter(findings(one(text, kind, language)))).better


@pytest.mark.parametrize("key", sorted(rules()))
def test_every_rule_keeps_its_contract(key):
    rule = rules()[key]
    assert rule.key == key
    assert rule.label[0].isupper()
    assert not rule.label.endswith(".")
    entries = yaml.safe_load((WORDINGS / "development.yaml").read_text())
    assert key in ALONE or any(key in entry["expect"] for entry in entries), "write a wording it speaks at"


def test_the_part_it_was_tuned_on():
    wrong = [judged for judged in verdicts("development") if judged.found != judged.expected]
    assert wrong == []


def test_the_part_that_was_held_out_stays_as_good_as_it_was():
    judged = verdicts("held_out")
    hits = sum(len(each.expected & each.found) for each in judged)
    assert hits / sum(len(each.expected) for each in judged) >= 0.95
    assert hits / sum(len(each.found) for each in judged) >= 0.95


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "How satisfied are you with the speed and friendliness of our service?",
            (
                "How satisfied are you with the speed of our service?"
                "\nHow satisfied are you with the friendliness of our service?"
            ),
        ),
        ("How were the food and the service?", "How was the food?\nHow was the service?"),
        (
            "Did the nurse listen to you and treat you with respect?",
            "Did the nurse listen to you?\nDid the nurse treat you with respect?",
        ),
        ("Don't you think our prices are fair?", "How fair or unfair are our prices?"),
        ("How great was your stay?", "How would you rate your stay?"),
        ("Do you always read our newsletter?", "How often do you read our newsletter?"),
        ("How was our award-winning team?", "How was our team?"),
        ("Is it not uncommon for you to wait?", "Is it common for you to wait?"),
        ("My bonus depends on it. How satisfied are you?", "How satisfied are you?"),
    ],
)
def test_a_better_wording_is_a_question_of_its_own(text, wanted):
    assert better(text) == wanted


def test_german_is_read_as_german():
    text = "Wie zufrieden sind Sie mit der Schnelligkeit und Freundlichkeit unseres Personals?"
    first, second = better(text, language="de").split("\n")
    assert first == "Wie zufrieden sind Sie mit der Schnelligkeit unseres Personals?"
    assert second == "Wie zufrieden sind Sie mit der Freundlichkeit unseres Personals?"
    name = one("Wie wahrscheinlich ist es, dass Sie Noodle & Broth weiterempfehlen?", "nps", "de")
    assert findings(name) == ()


def test_what_is_proposed_is_not_found_fault_with_again():
    reworded = {"leading", "loaded", "double_barrelled"}
    texts = [each.text for each in verdicts("development") if each.expected & reworded]
    for text in texts:
        for finding in findings(one(text)):
            for line in filter(None, finding.better.split("\n")):
                assert finding.rule not in {each.rule for each in findings(one(line))}, (text, line)


def test_a_long_survey_is_told_with_its_minutes():
    questions = tuple(QuestionDefinition(f"q{n}", "long_text", {"en": "What else?"}) for n in range(30))
    (found,) = [each for each in findings(SurveyDefinition("Long", questions)) if each.rule == "too_long"]
    assert measures(SurveyDefinition("Long", questions)).minutes > too_long.LONG
    assert "30 questions" in found.why
    assert found.severity is Severity.PROBLEM


def test_reading_grades_are_measured_in_four_languages_only():
    assert reading_grade(["The cat sat on the mat."], "en") < 2
    assert reading_grade(["Der Hund schläft."], "de-AT") < 5
    for language, text in {"fr": "Le chat dort sur le lit.", "es": "El gato duerme en la cama."}.items():
        assert 4 < reading_grade([text], language) < 9
    assert reading_grade(["猫はマットに座った。"], "ja") is None
    assert reading_grade([], "en") is None
    assert syllables_of("information", "en") == 4


def test_an_audience_of_promoters_is_seen_however_it_is_said():
    survey_ = one("How likely are you to recommend us?", "nps")
    for condition in (
        Condition("class.nps", Comparison.IS, ("promoter",)),
        Condition("class.nps", Comparison.IS_NOT, ("detractor",)),
        Condition("attribute.last_nps", Comparison.AT_LEAST, ("9",)),
        Condition("attribute.segment", Comparison.IS, ("promoters",)),
    ):
        assert "promoters_only" in {each.rule for each in findings(survey_, audience=[condition])}, condition
    for condition in (
        Condition("attribute.orders", Comparison.AT_LEAST, ("9",)),
        Condition("attribute.last_nps", Comparison.KNOWN),
        Condition("class.nps", Comparison.IS, ("detractor",)),
    ):
        assert findings(survey_, audience=[condition]) == (), condition


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(["–", " to ", "-", " – "]))
def test_ranges_are_read_as_they_are_written(low, width, dash):
    found = range_of(f"{low:,}{dash}{low + width:,}", lexicon("en"))
    assert (found.low, found.high) == (low, low + width)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=6))
def test_neighbours_overlap_only_where_they_share_a_number(widths):
    start, labels, shared = 1, [], []
    for width in widths:
        labels.append(f"{start}–{start + width}")
        shared.append(f"{start}–{start + width}")
        start += width
    apart, at = [], 1
    for width in widths:
        apart.append(f"{at}–{at + width}")
        at += width + 1
    for options, wanted in ((shared, True), (apart, False)):
        asked = {"text": "How many?", "kind": "single_choice", "options": options}
        found = {each.rule for each in findings(definition_from(survey(asked)))}
        assert ("overlapping_ranges" in found) is wanted


@given(st.text(max_size=300), st.sampled_from("en de fr ar".split()), st.sampled_from(["nps", "long_text"]))
def test_no_text_breaks_it(text, language, kind):
    definition = SurveyDefinition("Any", (QuestionDefinition("q", kind, {language: text}),), language)
    for finding in findings(definition):
        assert finding.why
        assert "%(" not in finding.why
    assert measures(definition).minutes >= 0
