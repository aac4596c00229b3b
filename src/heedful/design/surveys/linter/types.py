"""What the linter reads and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from heedful.design.surveys.types import Condition, Picture, QuestionDefinition, SurveyDefinition, Texts


class Severity(StrEnum):
    PROBLEM = "problem"  # bends the answers, breaks a rule of others, or shuts people out
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that could be asked better. ``message`` with ``facts`` can be translated; ``why`` is
    English.
    """

    rule: str
    place: str  # questions[2].text.en, as problems name places
    message: str
    better: str = ""  # what to write instead, in the language of the place; several lines: several questions
    severity: Severity = Severity.WARNING
    facts: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def why(self) -> str:
        return self.message % self.facts if self.facts else self.message

    @property
    def question_number(self) -> int | None:
        """Position of the question it is about, from 0."""
        head, _, rest = self.place.partition("[")
        return int(rest.partition("]")[0]) if head == "questions" and rest else None


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that respondents read, in one language."""

    place: str
    role: str  # title, intro, question, help, option, scale, text, detail, button
    language: str
    text: str
    question: QuestionDefinition | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """Years of school a text takes; ``years`` is None where the language is not measured."""

    language: str
    years: float | None
    words: int


@dataclass(frozen=True, slots=True)
class Measures:
    minutes: float
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A survey as the rules read it; ``audience`` are the conditions on who is asked, where known."""

    survey: SurveyDefinition
    audience: tuple[Condition, ...] = ()

    def wordings(self) -> Iterator[Wording]:
        survey = self.survey
        yield from _in_languages("title", "title", survey.title)
        yield from _in_languages("intro", "intro", survey.intro)
        for place, question in self.questions():
            yield from _of_question(place, question)
        for number, ending in enumerate(survey.endings):
            for role, texts in (("text", ending.text), ("detail", ending.detail), ("button", ending.button)):
                yield from _in_languages(f"endings[{number}].{role}", role, texts)

    def questions(self) -> Iterator[tuple[str, QuestionDefinition]]:
        """Every question with its place."""
        for number, question in enumerate(self.survey.questions):
            yield f"questions[{number}]", question

    def pictures(self) -> Iterator[tuple[str, Picture]]:
        if self.survey.look.logo is not None:
            yield "look.logo", self.survey.look.logo
        for place, question in self.questions():
            if question.picture is not None:
                yield f"{place}.picture", question.picture


def _of_question(place: str, question: QuestionDefinition) -> Iterator[Wording]:
    yield from _in_languages(f"{place}.text", "question", question.text, question)
    yield from _in_languages(f"{place}.help", "help", question.help, question)
    for number, option in enumerate(question.options):
        yield from _in_languages(f"{place}.options[{number}].label", "option", option.label, question)
    labels = question.scale.labels if question.scale else {}
    for step, texts in labels.items():
        yield from _in_languages(f"{place}.scale.labels.{step}", "scale", texts, question)


def _in_languages(
    place: str, role: str, texts: Texts, question: QuestionDefinition | None = None
) -> Iterator[Wording]:
    for language, text in texts.items():
        if text.strip():
            yield Wording(f"{place}.{language}", role, language, text.strip(), question)
