from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from heedful.design.surveys.kind import (
    InvalidAnswer,
    InvalidQuestion,
    Rendering,
    check_settings,
    refuse_options,
    shown,
)
from heedful.design.surveys.kind_settings import texts, yes_or_no
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_RENDERING = Rendering(
    "number",
    "A text field for numbers with the question as its label; limits and unit stand in its description. "
    "It is not a spinner, so that scrolling does not change what was typed.",
    summary=("n", "mean", "median", "lowest", "highest"),
    column="number",
    translated=("unit",),
)


@dataclass(frozen=True, slots=True)
class Number:
    """Any number; the ends of a scale, where given, are its limits."""

    key: str = "number"
    label: str = "Number"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ("mean",)
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_options(question)
        check_settings(question, {"whole": yes_or_no, "unit": texts})
        if question.scale is not None and question.scale.low >= question.scale.high:
            raise InvalidQuestion("scale", "low must be below high")
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue:
        number = _number(value)
        scale = question.scale
        if scale is not None and not scale.low <= number <= scale.high:
            raise InvalidAnswer(f"{shown(value)} is not between {scale.low} and {scale.high}")
        if question.settings.get("whole") and not number.is_integer():
            raise InvalidAnswer(f"{shown(value)} is not a whole number")
        return AnswerValue(number=number)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise InvalidAnswer(f"{shown(value)} is not a number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise InvalidAnswer(f"{shown(value)} is not a number") from None
    if not isfinite(number):
        raise InvalidAnswer(f"{shown(value)} is not a finite number")
    return number


KIND = Number()
