"""All rules over one survey."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.design.surveys.languages import offered
from heedful.design.surveys.linter.durations import minutes
from heedful.design.surveys.linter.grades import reading_grade
from heedful.design.surveys.linter.kind import rules
from heedful.design.surveys.linter.sentences import words
from heedful.design.surveys.linter.types import Finding, Grade, Measures, Reading, Severity
from heedful.design.surveys.types import Condition, SurveyDefinition

_ORDER = {severity: number for number, severity in enumerate(Severity)}


def findings(
    definition: SurveyDefinition, *, audience: Sequence[Condition] | None = None
) -> tuple[Finding, ...]:
    """Return what could be asked better: in the order of the survey, the worst of a place first."""
    reading = Reading(definition, tuple(audience or ()))
    found = [finding for rule in rules().values() for finding in rule.findings(reading)]
    return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[bool, int, int, str]:
    number = finding.question_number
    return number is None, number or 0, _ORDER[finding.severity], finding.place


def measures(definition: SurveyDefinition) -> Measures:
    """Return how long the survey takes, and how hard each of its languages reads."""
    reading = Reading(definition)
    texts: dict[str, list[str]] = {language: [] for language in offered(definition)}
    for wording in reading.wordings():
        if wording.role in {"question", "help", "intro"}:
            texts.setdefault(wording.language, []).append(wording.text)
    grades = tuple(
        Grade(language, reading_grade(said, language), len(words(" ".join(said))))
        for language, said in texts.items()
        if said
    )
    return Measures(minutes(reading), grades)
