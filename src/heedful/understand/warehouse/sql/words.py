"""What was written as fields and measures: themes, opinions, sentiment, emotion, types, languages.

``theme_set`` holds each theme of a response once, behind a sign of how it is spoken of; so a response counts
once a theme, and what it thinks of it needs no other table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.warehouse.columns import BETWEEN
from heedful.understand.warehouse.types import Condition, Operator
from heedful.understand.warehouse.words import SIGNS

if TYPE_CHECKING:
    from heedful.understand.warehouse.sql.fields import Parameters

SENTIMENTS = {"negative": -1, "neutral": 0, "positive": 1}
SETS = {
    "theme": "theme_set",
    "opinion": "theme_set",
    "emotion": "emotion_set",
    "comment_type": "comment_type_set",
    "comment_language": "comment_language_set",
}
FIELDS = frozenset({*SETS, "sentiment"})
KEY_OF_OPINION = "substr({cell}, 2)"
_NAMES = {number: name for name, number in SENTIMENTS.items()}


def sentiment_name(value: int | None) -> str | None:
    return None if value is None else _NAMES[value]


def word_condition(condition: Condition, parameters: Parameters) -> tuple[str, str]:
    """Return a condition on what was written as SQL, and the column it reads."""
    if condition.field == "sentiment":
        return _feels(condition, parameters), "sentiment"
    column, operator = SETS[condition.field], condition.operator
    if operator in {Operator.KNOWN, Operator.UNKNOWN}:
        has = f"coalesce({column} <> '', false)"
    elif operator in {Operator.IS, Operator.IS_NOT} and condition.values:
        bound = parameters.bind(_entries(condition.field, [str(value) for value in condition.values]))
        has = f"coalesce(list_has_any({entries(column)}, {bound}::VARCHAR[]), false)"
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


def entries(column: str) -> str:
    """Return SQL that gives the members of a set."""
    return f"string_split({column}, '{BETWEEN}')"


def _entries(field: str, values: list[str]) -> list[str]:
    if field != "theme":
        return values
    return [f"{sign}{theme}" for theme in values for sign in SIGNS.values()]


def is_of_entry(measure: str, by: Sequence[str]) -> bool:
    """Say whether a value belongs to each theme of a response, not to the response."""
    return measure == "opinion" and "theme" in by


def measured(measure: str, by: Sequence[str], parameters: Parameters) -> tuple[str, list[str]]:
    """Return the value of a response as SQL, and the columns it reads."""
    name, _colon, theme = measure.partition(":")
    if measure == "sentiment":
        return "sentiment", ["sentiment"]
    if measure == "theme":
        return "CASE WHEN theme_set IS NOT NULL THEN (theme_set <> '')::TINYINT END", ["theme_set"]
    if is_of_entry(measure, by):
        return _polarity(f"l{list(by).index('theme')}"), ["theme_set"]
    if name == "theme" and theme:
        bound = parameters.bind(_entries("theme", [theme]))
        has = f"list_has_any({entries('theme_set')}, {bound}::VARCHAR[])::TINYINT"
        return f"CASE WHEN theme_set IS NOT NULL THEN {has} END", ["theme_set"]
    if name == "opinion" and theme:
        cases = " ".join(
            f"WHEN list_contains({entries('theme_set')}, {parameters.bind(sign + theme)}) THEN {value}"
            for value, sign in SIGNS.items()
            if value is not None
        )
        return f"CASE {cases} END", ["theme_set"]
    raise InvalidInput(Problem("measure", f"{measure!r} is not measured of what is written"))


def _polarity(entry: str) -> str:
    cases = " ".join(f"WHEN '{sign}' THEN {value}" for value, sign in SIGNS.items() if value is not None)
    return f"CASE substr({entry}, 1, 1) {cases} END"
