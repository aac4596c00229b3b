"""A filter of comments as a query of the index, with what the actor may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from heedful.design.surveys import queries as surveys
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.rules import attribute_value
from heedful.listen.audiences.types import AttributeFacts, AttributeValue
from heedful.listen.responses.types import Comparison, ResponseCondition
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.types import Actor
from heedful.understand.words.search.gathering import measure, shown
from heedful.understand.words.search.index.entries import measure_path, schema
from heedful.understand.words.search.types import CommentFilter

if TYPE_CHECKING:
    import tantivy

_NAMED = {
    "channel": "channel",
    "touchpoint": "touchpoint",
    "language": "language",
    "group": "group",
    "status": "status",
    "emotion": "emotion",
    "type": "type",
    "theme": "theme",
    "opinion": "opinion",
    "class": "score_class",
}
_SENTIMENTS = {"negative": -1, "neutral": 0, "positive": 1}
FIELDS = (*_NAMED, "survey", "question", "unit", "unit.LEVEL", "attribute.KEY", "sentiment", "score")


def restricted(wanted: CommentFilter, *, by: Actor) -> tantivy.Query:
    """Return the query of all comments that a filter leaves and the actor may see."""
    from tantivy import Occur, Query

    parts = [(Occur.Must, _number_is("left_out", [0]))]
    if by.unit_ids is not None:
        parts.append((Occur.Must, _number_is("unit", by.unit_ids)))
    if wanted.survey_uid is not None:
        parts.append((Occur.Must, _number_is("survey", _survey_ids([wanted.survey_uid]))))
    if wanted.from_on is not None or wanted.to_on is not None:
        parts.append((Occur.Must, _days(wanted.from_on, wanted.to_on)))
    for condition in wanted.conditions:
        found = _query(condition)
        is_not = condition.comparison in {Comparison.NONE_OF, Comparison.UNKNOWN}
        parts.append((Occur.MustNot if is_not else Occur.Must, found))
    # What is left decides, not how rare it is.
    return Query.const_score_query(Query.boolean_query(parts), 0.0)


def _query(condition: ResponseCondition) -> tantivy.Query:
    field, _, key = condition.field.partition(".")
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return _name_is("known", [_known(condition.field, field, key)])
    if condition.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        return _limit(condition)
    if key and field in _WITH_KEY:
        return _WITH_KEY[field](key, condition)
    if not key and field in _NAMED:
        return _name_is(_NAMED[field], condition.values)
    if not key and field in _NUMBERS:
        return _number_is(field, _NUMBERS[field](condition.values))
    raise _unknown(condition.field)


def _known(whole: str, field: str, key: str) -> str:
    if field == "attribute" and key:
        return whole
    if not key and field in {*_NAMED, "unit", "sentiment"}:
        return _NAMED.get(field, field)
    raise _unknown(whole)


def _limit(condition: ResponseCondition) -> tantivy.Query:
    from tantivy import FieldType, Query

    if condition.field.startswith("attribute."):
        return _attribute_limit(condition)
    if condition.field not in {"score", "sentiment"}:
        raise InvalidInput(Problem(condition.field, "cannot be compared by >= and <= among comments"))
    try:
        value = int(condition.values[0])
    except ValueError:
        raise InvalidInput(Problem(condition.field, f"{condition.values[0]!r} is no whole number")) from None
    lower, upper = _bounds(value, condition)
    return Query.range_query(
        schema(),
        condition.field,
        FieldType.Integer,
        lower_bound=_in_range(lower),
        upper_bound=_in_range(upper),
    )


def _bounds[T](value: T, condition: ResponseCondition) -> tuple[T | None, T | None]:
    return (value, None) if condition.comparison is Comparison.AT_LEAST else (None, value)


def _attribute_limit(condition: ResponseCondition) -> tantivy.Query:
    key = condition.field.removeprefix("attribute.")
    facts, (value, *_more) = _attribute_values(key, condition)
    if value is None:
        raise InvalidInput(Problem(condition.field, "needs a value to compare with"))
    limit = measure(facts.kind, value)
    if limit is None:
        raise InvalidInput(
            Problem(condition.field, f"is a {facts.kind}; only numbers and dates are compared")
        )
    # The library compares columns of numbers that come as they come in its query language only. Written out
    # in full, a number has no sign that means something there.
    lower, upper = _bounds(format(Decimal(limit), "f"), condition)
    return _parser().parse_query(f"measure.{measure_path(key)}:[{lower or '*'} TO {upper or '*'}]")


@cache
def _parser() -> tantivy.Index:
    from tantivy import Index

    return Index(schema())


def _in_range(value: int | None) -> int | None:
    return None if value is None else max(-(2**62), min(2**62, value))


def _attribute(key: str, condition: ResponseCondition) -> tantivy.Query:
    _facts, values = _attribute_values(key, condition)
    return _name_is("attribute", [f"{key}={shown(value)}" for value in values])


def _attribute_values(key: str, condition: ResponseCondition) -> tuple[AttributeFacts, list[AttributeValue]]:
    """Return an attribute and the values asked for, as it stores them."""
    facts = audiences.attributes().get(key)
    if facts is None:
        raise InvalidInput(Problem(f"attribute.{key}", "no such attribute"))
    try:
        return facts, [attribute_value(facts.kind, value) for value in condition.values]
    except ValueError as error:
        raise InvalidInput(Problem(f"attribute.{key}", str(error))) from None


def _unit_at_level(level: str, condition: ResponseCondition) -> tantivy.Query:
    named = set(condition.values)
    at_level = [unit for unit in audiences.units().values() if unit.level == level]
    return _number_is("unit", [unit.id for unit in at_level if named & {unit.uid, unit.key}])


_WITH_KEY: dict[str, Callable[[str, ResponseCondition], tantivy.Query]] = {
    "attribute": _attribute,
    "unit": _unit_at_level,
}


def _unit_ids(values: Iterable[str]) -> list[int]:
    named = set(values)
    return [unit.id for unit in audiences.units().values() if named & {unit.uid, unit.key}]


def _survey_ids(values: Iterable[str]) -> list[int]:
    named = set(values)
    return [one.id for one in surveys.surveys(include_archived=True) if one.uid in named]


def _question_ids(values: Iterable[str]) -> list[int]:
    return [surveys.question(uid).id for uid in values]


def _sentiments(values: Iterable[str]) -> list[int]:
    if unknown := [value for value in values if value not in _SENTIMENTS]:
        raise InvalidInput(Problem("sentiment", f"{unknown[0]!r} is none of {', '.join(_SENTIMENTS)}"))
    return [_SENTIMENTS[value] for value in values]


def _scores(values: Iterable[str]) -> list[int]:
    try:
        return [_in_range(int(value)) or 0 for value in values]
    except ValueError:
        raise InvalidInput(Problem("score", "must be whole numbers")) from None


_NUMBERS: dict[str, Callable[[Collection[str]], list[int]]] = {
    "unit": _unit_ids,
    "survey": _survey_ids,
    "question": _question_ids,
    "sentiment": _sentiments,
    "score": _scores,
}


def _name_is(field: str, values: Iterable[str]) -> tantivy.Query:
    from tantivy import Query

    return Query.term_set_query(schema(), field, [value for value in values if value])


def _number_is(field: str, values: Iterable[int]) -> tantivy.Query:
    from tantivy import Query

    return Query.term_set_query(schema(), field, list(values))


def _days(first: date | None, last: date | None) -> tantivy.Query:
    from tantivy import FieldType, Query

    return Query.range_query(
        schema(),
        "day",
        FieldType.Integer,
        lower_bound=first.toordinal() if first else None,
        upper_bound=last.toordinal() if last else None,
    )


def _unknown(field: str) -> InvalidInput:
    return InvalidInput(Problem(field, f"is none of {', '.join(FIELDS)}"))
