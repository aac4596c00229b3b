"""The columns of the warehouse's tables: names, types, and which question or attribute is which."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import pyarrow as pa

from heedful.design.surveys.types import QuestionFacts
from heedful.listen.audiences.types import AttributeFacts, AttributeKind

MAX_DEPTH = 12
BETWEEN = "|"  # the members of a set: no key of a theme, type or language holds it

RESPONSES: dict[str, pa.DataType] = {
    "response_id": pa.int64(),
    "survey_id": pa.int32(),
    "version": pa.int32(),
    "day": pa.date32(),  # in the organisation's time zone, like the hour
    "hour": pa.int8(),
    "contact_id": pa.int64(),
    "unit_id": pa.int64(),
    "unit_group": pa.string(),
    "channel": pa.string(),
    "touchpoint": pa.string(),
    "language": pa.string(),
    "status": pa.string(),
    "weight": pa.float64(),  # null: not weighted, counts as 1
    "left_out": pa.string(),  # null: counts; else why not: test, excluded:REASON
    "invalid": pa.list_(pa.int64()),  # questions answered with no value of their scale
    # What was written, all answers of a response together; null: nothing was read. A set is one text
    # (``packed``): few occur, so the engine works on their codes, ten times as fast as on lists.
    "sentiment": pa.int8(),
    "emotion_set": pa.string(),
    "comment_type_set": pa.string(),
    "comment_language_set": pa.string(),
    "theme_set": pa.string(),  # each once, behind a sign of how it is spoken of: "-delivery"
}
# Days are counted as numbers are.
WHOLE_NUMBERS = frozenset(
    name for name, held in RESPONSES.items() if pa.types.is_integer(held) or pa.types.is_date(held)
)
ASKS: dict[str, pa.DataType] = {
    "ask_id": pa.int64(),
    "survey_id": pa.int32(),
    "unit_id": pa.int64(),
    "channel": pa.string(),
    "day": pa.date32(),
    "disposition": pa.string(),
}
TEXTS: dict[str, pa.DataType] = {
    "response_id": pa.int64(),
    "question_id": pa.int64(),
    "survey_id": pa.int32(),
    "unit_id": pa.int64(),
    "day": pa.date32(),
    "language": pa.string(),
    "sentiment": pa.int8(),
    "score": pa.float64(),
    "emotion": pa.string(),
    "types": pa.list_(pa.string()),
    "is_tagged": pa.bool_(),
    "edition": pa.int64(),
}
MENTIONS: dict[str, pa.DataType] = {
    "response_id": pa.int64(),
    "survey_id": pa.int32(),
    "unit_id": pa.int64(),
    "day": pa.date32(),
    "theme": pa.string(),
    "polarity": pa.int8(),
    "question_id": pa.int64(),
    "span_start": pa.int32(),  # characters of the stored answer
    "span_end": pa.int32(),
    "confidence": pa.float64(),
    "source": pa.string(),
    "parent": pa.string(),
    "edition": pa.int64(),
}


class Holds(StrEnum):
    """What kind of answer a question's column holds."""

    SCORE = "score"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"


_ATTRIBUTE_TYPES: dict[AttributeKind, pa.DataType] = {
    AttributeKind.TEXT: pa.string(),
    AttributeKind.NUMBER: pa.float64(),
    AttributeKind.BOOLEAN: pa.bool_(),
    AttributeKind.DATE: pa.date32(),
}
_QUESTION_TYPES: dict[Holds, pa.DataType] = {
    Holds.SCORE: pa.int16(),
    Holds.NUMBER: pa.float64(),
    Holds.CHOICE: pa.string(),
    Holds.CHOICES: pa.list_(pa.string()),
}


def packed(entries: Iterable[str]) -> str:
    """Return a set as the one text that its column holds; the empty one is empty."""
    return BETWEEN.join(entries)


def attribute_column(attribute_id: int) -> str:
    return f"a{attribute_id}"


def question_column(question_id: int) -> str:
    return f"q{question_id}"


def holds(question: QuestionFacts) -> Holds | None:
    """Return what a question's column holds; ``None`` for texts, which stay in the record store."""
    if question.kind == "number":  # its scale, if any, only limits it
        return Holds.NUMBER
    if question.scale is not None:
        return Holds.SCORE
    if question.options:
        return Holds.CHOICES if question.takes_several else Holds.CHOICE
    return None


def response_columns(
    attributes: Iterable[AttributeFacts], questions: Iterable[QuestionFacts], *, depth: int
) -> dict[str, pa.DataType]:
    """Return every column of an organisation's ``responses`` table, in the order they are written."""
    columns = dict(RESPONSES)
    columns |= {f"u{level}": pa.int64() for level in range(min(depth, MAX_DEPTH))}
    columns |= {attribute_column(a.id): _ATTRIBUTE_TYPES[a.kind] for a in attributes}
    for question in questions:
        held = holds(question)
        if held is not None:
            columns[question_column(question.id)] = _QUESTION_TYPES[held]
    return columns
