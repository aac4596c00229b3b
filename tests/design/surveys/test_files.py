from __future__ import annotations

from pathlib import Path

import pytest

from heedful.design.surveys.files import read_definition, write_definition
from heedful.design.surveys.rules import complete
from heedful.platform.core.errors import InvalidInput

SURVEY = """
name: Visit
language: de
questions:
  - key: nps
    kind: nps
    text: Wie wahrscheinlich?
    required: true
  - key: again
    kind: single_choice
    text: {de: Wieder, en: Again}
    options: [no, yes, {key: on, label: An}]
  - key: since
    kind: rating
    text: 2026-01-01
    scale: {low: 1, high: 5, labels: {1: bad, 5: good}}
"""


def test_yaml_is_read_as_people_mean_it():
    survey = read_definition(SURVEY)
    nps, again, since = survey.questions
    assert (survey.name, survey.language) == ("Visit", "de")
    assert (nps.text, nps.required) == ({"de": "Wie wahrscheinlich?"}, True)
    assert [option.key for option in again.options] == ["no", "yes", "on"]
    assert since.text == {"de": "2026-01-01"}
    assert since.scale.labels == {1: {"de": "bad"}, 5: {"de": "good"}}
    assert read_definition(write_definition(survey)) == survey


@pytest.mark.parametrize(
    ("text", "field", "part"),
    [
        ("name: [", "file", "line 1"),
        ("- a", "survey", "object"),
        ("name: a\nquestions: 5", "questions", "list"),
        ("name: a\nquestion: []", "question", "unknown"),
        (
            "name: a\nquestions: [{key: a, kind: nps, text: b, scale: {low: x, high: 5}}]",
            "questions[0].scale.low",
            "whole",
        ),
        (
            "name: a\nquestions: [{key: a, kind: nps, text: b, required: maybe}]",
            "questions[0].required",
            "true",
        ),
        ("a: &a [x]\nb: *a", "file", "alias"),
        ("? {a: 1}\n: 2", "file", ""),
        ("x" * 2_000_001, "file", "longer"),
        ("!!python/object:os.system {}", "file", ""),
    ],
)
def test_a_broken_file_says_where(text, field, part):
    with pytest.raises(InvalidInput) as error:
        read_definition(text)
    assert (error.value.problems[0].field, part in str(error.value)) == (field, True)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "nul"])
def test_broken_json_is_refused(text):
    with pytest.raises(InvalidInput):
        read_definition(text, "json")


def test_the_example_of_the_documentation_can_be_published():
    page = (Path(__file__).parents[3] / "docs/surveys.md").read_text()
    survey = complete(read_definition(page.split("```yaml\n")[1].split("```")[0]))
    assert [question.kind for question in survey.questions][:2] == ["nps", "long_text"]
    assert read_definition(write_definition(survey)) == survey
