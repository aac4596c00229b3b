"""What was written as fields and measures: themes, opinions, sentiment, emotion, types, languages.

``themes`` holds each theme of a response once, behind a sign of how it is spoken of; so a response counts
once a theme, and what it thinks of it needs no other table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.warehouse.types import Condition, Operator
from heedful.understand.warehouse.words import SIGNS

if TYPE_CHECKING:
    from heedful.understand.warehouse.sql.fields import Parameters

SENTIMENTS = {"negative": -1, "neutral": 0, "positive": 1}
LISTS = {
    "theme": "themes",
    "opinion": "themes",
    "emotion": "emotions",
    "comment_type": "comment_types",
    "comment_language": "comment_languages",
}
FIELDS = frozenset({*LISTS, "sentiment"})
KEY_OF_OPINION = "substr({cell}, 2)"
_NAMES = {number: name for name, number in SENTIMENTS.items()}


def sentiment_name(value: int | None) -> str | None:
    return None if value is None else _NAMES[value]


def word_condition(condition: Condition, parameters: Parameters) -> tuple[str, str]:
    """Return a condition on what was written as SQL, and the column it reads."""
    if condition.field == "sentiment":
        return _feels(condition, parameters), "sentiment"
    column, operator = LISTS[condition.field], condition.operator
    if operator in {Operator.KNOWN, Operator.UNKNOWN}:
        has = f"coalesce(len({column}) > 0, false)"
    elif operator in {Operator.IS, Operator.IS_NOT} and condition.values:
        bound = parameters.bind(_entries(condition.field, [str(value) for value in condition.values]))
        has = f"coalesce(list_has_any({column}, {bound}::VARCHAR[]), false)"
    else:
        raise InvalidInput(Problem(condition.field, f"{operator} does not fit what was written"))
    return (has if operator in {Operator.IS, Operator.KNOWN} else f"NOT {has}"), column


def _feels(condition: Condition, parameters: Parameters) -> str:
    operator = condition.operator
    if operator in {Operator.KNOWN, Operator.UNKNOWN}:
        return f"sentiment IS {'NOT ' if operator is Operator.KNOWN else ''}NULL"
    unknown = [value for value in condition.values if value not in SENTIMENTS]
    if unknown or not condition.values or operator not in {Operator.IS, Operator.IS_NOT}:
        raise InvalidInput(Problem("sentiment", f"is one of {', '.join(SENTIMENTS)}"))
    bound = ", ".join(parameters.bind(SENTIMENTS[str(value)]) for value in condition.values)
    inside = f"coalesce(sentiment IN ({bound}), false)"
    return inside if operator is Operator.IS else f"NOT {inside}"


def _entries(field: str, values: list[str]) -> list[str]:
    if field != "theme":
        return values
    return [f"{sign}{theme}" for theme in values for sign in SIGNS.values()]


def measured(measure: str, by: Sequence[str], parameters: Parameters) -> tuple[str, list[str]]:
    """Return the value of a response as SQL, and the columns it reads."""
    name, _colon, theme = measure.partition(":")
    if measure == "sentiment":
        return "sentiment", ["sentiment"]
    if measure == "theme":
        return "CASE WHEN themes IS NOT NULL THEN (len(themes) > 0)::TINYINT END", ["themes"]
    if measure == "opinion" and "theme" in by:
        return _polarity(f"l{list(by).index('theme')}"), ["themes"]
    if name == "theme" and theme:
        bound = parameters.bind(_entries("theme", [theme]))
        has = f"list_has_any(themes, {bound}::VARCHAR[])::TINYINT"
        return f"CASE WHEN themes IS NOT NULL THEN {has} END", ["themes"]
    if name == "opinion" and theme:
        cases = " ".join(
            f"WHEN list_contains(themes, {parameters.bind(sign + theme)}) THEN {value}"
            for value, sign in SIGNS.items()
            if value is not None
        )
        return f"CASE {cases} END", ["themes"]
    raise InvalidInput(Problem("measure", f"{measure!r} is not measured of what is written"))


def _polarity(entry: str) -> str:
    cases = " ".join(f"WHEN '{sign}' THEN {value}" for value, sign in SIGNS.items() if value is not None)
    return f"CASE substr({entry}, 1, 1) {cases} END"
