"""Responses as a table: what every column holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.responses import queries
from heedful.listen.responses.exports.kind import Cell
from heedful.listen.responses.types import AnswerFacts, ResponseFacts, ResponseFilter
from heedful.platform.core.types import Actor, Permission

PAGE = 200

_FIXED: dict[str, Callable[[ResponseFacts], Cell]] = {
    "response_id": lambda row: row.uid,
    "survey": lambda row: row.survey_name,
    "version": lambda row: row.version,
    "status": lambda row: str(row.status),
    "answered_at": lambda row: row.answered_at.isoformat(),
    "received_at": lambda row: row.received_at.isoformat(),
    "channel": lambda row: str(row.channel),
    "touchpoint": lambda row: row.touchpoint or None,
    "language": lambda row: row.language or None,
    "unit": lambda row: row.unit_name or None,
    "contact_id": lambda row: row.contact_uid,
    "contact_name": lambda row: row.contact_name or None,
    "weight": lambda row: row.weight,
    "is_test": lambda row: row.is_test,
    "excluded_reason": lambda row: row.excluded_reason or None,
}


@dataclass(frozen=True, slots=True)
class AnswerTable:
    header: list[str]
    rows: Iterator[list[Cell]]
    total: int


def answer_table(wanted: ResponseFilter, *, by: Actor) -> AnswerTable:
    """Return all responses a filter leaves, newest first: a column a question and a column an attribute."""
    by.require(Permission.EXPORT)
    asked = [surveys.survey(wanted.survey_uid)] if wanted.survey_uid else list(surveys.surveys())
    questions = list(dict.fromkeys(question.key for survey in asked for question in survey.questions))
    attributes = list(audiences.attributes())
    header = [*_FIXED, *questions, *(f"attribute.{key}" for key in attributes)]
    total = queries.count_responses(wanted, by=by)
    return AnswerTable(header, _rows(wanted, questions, attributes, by), total)


def _rows(
    wanted: ResponseFilter, questions: list[str], attributes: list[str], by: Actor
) -> Iterator[list[Cell]]:
    cursor = None
    while True:
        page = queries.responses(wanted, cursor, PAGE, by=by)
        for row in page.items:
            yield _cells(row, questions, attributes)
        cursor = page.next_cursor
        if cursor is None:
            return


def _cells(row: ResponseFacts, questions: list[str], attributes: list[str]) -> list[Cell]:
    answers = {answer.question_key: answer for answer in row.answers}
    return [
        *(read(row) for read in _FIXED.values()),
        *(_answer(answers.get(key)) for key in questions),
        *(row.attributes.get(key) for key in attributes),
    ]


def _answer(answer: AnswerFacts | None) -> Cell:
    if answer is None:
        return None
    return ";".join(answer.choices) if answer.choices else answer.value  # type: ignore[return-value] # tuples are choices
