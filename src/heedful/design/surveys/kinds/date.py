from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from heedful.design.surveys.kind import InvalidAnswer, refuse_options, refuse_scale, shown
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale


@dataclass(frozen=True, slots=True)
class Date:
    """A day, stored as YYYY-MM-DD."""

    key: str = "date"
    label: str = "Date"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue:  # noqa: ARG002 - the protocol's
        return AnswerValue(text=_day(value).isoformat())


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else "")
    except ValueError:
        raise InvalidAnswer(f"{shown(value)} is not a date (YYYY-MM-DD)") from None


KIND = Date()
