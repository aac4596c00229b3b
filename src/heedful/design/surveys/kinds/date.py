from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from heedful.design.surveys.kind import (
    InvalidAnswer,
    InvalidQuestion,
    Rendering,
    check_settings,
    refuse_options,
    refuse_scale,
    shown,
)
from heedful.design.surveys.kind_settings import day
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_RENDERING = Rendering(
    "date",
    "The browser's own date field with the question as its label; a day can be typed as well as picked.",
    summary=("day", "count"),
    column="text",
)


@dataclass(frozen=True, slots=True)
class Date:
    """A day, stored as YYYY-MM-DD."""

    key: str = "date"
    label: str = "Date"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        check_settings(question, {"earliest": day, "latest": day})
        if _limit(question, "earliest", date.min) > _limit(question, "latest", date.max):
            raise InvalidQuestion("settings.latest", "lies before earliest")
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue:
        given = _day(value)
        if given < (earliest := _limit(question, "earliest", date.min)):
            raise InvalidAnswer(f"{given} lies before {earliest}")
        if given > (latest := _limit(question, "latest", date.max)):
            raise InvalidAnswer(f"{given} lies after {latest}")
        return AnswerValue(text=given.isoformat())


def _limit(question: QuestionDefinition, name: str, otherwise: date) -> date:
    limit = question.settings.get(name)
    return date.fromisoformat(limit) if limit else otherwise


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
