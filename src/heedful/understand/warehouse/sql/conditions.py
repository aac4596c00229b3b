"""Conditions of a filter as SQL. Every value is a parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from heedful.listen.audiences.types import AttributeKind
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import Holds, attribute_column, holds, question_column
from heedful.understand.warehouse.sql import words
from heedful.understand.warehouse.sql.fields import PLAIN, Parameters, attribute_named, question_named
from heedful.understand.warehouse.types import Condition, Filter, Operator

type Value = str | int | float | bool

MANY = 64  # ids written as a list of parameters; more are unnested, which the engine hashes
YES = {"true", "yes", "1"}
NO = {"false", "no", "0"}


@dataclass(frozen=True, slots=True)
class Predicate:
    sql: str
    columns: frozenset[str]


def predicates(chosen: Filter, catalog: Catalog, parameters: Parameters) -> list[Predicate]:
    """Return one predicate a condition; all of them must hold."""
    found = [condition_predicate(condition, catalog, parameters) for condition in chosen.conditions]
    for day, sign in ((chosen.from_on, ">="), (chosen.to_on, "<=")):
        if day is not None:
            found.append(Predicate(f"day {sign} {parameters.bind(day)}", frozenset({"day"})))
    return found


def condition_predicate(condition: Condition, catalog: Catalog, parameters: Parameters) -> Predicate:
    name = condition.field
    kind = name.partition(".")[0]
    if kind in {"unit", "group"}:
        return _unit(condition, catalog, parameters)
    if name == "survey":
        return _survey(condition, catalog, parameters)
    if name in PLAIN:
        return _compare(PLAIN[name], condition, parameters, _whole if name == "version" else str)
    if name in words.FIELDS:
        sql, column = words.word_condition(condition, parameters)
        return Predicate(sql, frozenset({column}))
    if kind == "attribute":
        attribute = attribute_named(name, catalog)
        return _compare(attribute_column(attribute.id), condition, parameters, _READERS[attribute.kind])
    if kind == "answer":
        return _answer(condition, catalog, parameters)
    raise InvalidInput(Problem(name, "is no field of answers"))


def among(column: str, ids: frozenset[int], parameters: Parameters) -> Predicate:
    """``column`` is one of the ids; of none, nothing is."""
    if not ids:
        return Predicate("false", frozenset())
    if len(ids) <= MANY:
        bound = ", ".join(parameters.bind(one) for one in sorted(ids))
        return Predicate(f"{column} IN ({bound})", frozenset({column}))
    bound = parameters.bind(sorted(ids))
    return Predicate(f"{column} IN (SELECT unnest({bound}::BIGINT[]))", frozenset({column}))


def _whole(value: Value) -> int:
    return int(value)


def _number(value: Value) -> float:
    return float(value)


def _yes_no(value: Value) -> bool:
    said = str(value).strip().lower()
    if said not in YES | NO:
        raise ValueError(value)
    return said in YES


def _day(value: Value) -> date:
    return date.fromisoformat(str(value))


_READERS: dict[AttributeKind, Callable[[Value], object]] = {
    AttributeKind.TEXT: str,
    AttributeKind.NUMBER: _number,
    AttributeKind.BOOLEAN: _yes_no,
    AttributeKind.DATE: _day,
}


def _unit(condition: Condition, catalog: Catalog, parameters: Parameters) -> Predicate:
    ids = _unit_ids(condition, catalog)
    operator = condition.operator
    if operator in {Operator.KNOWN, Operator.UNKNOWN} and condition.field == "unit":
        return _known("unit_id", condition)
    if operator in {Operator.IS, Operator.KNOWN}:
        return among("unit_id", ids, parameters)
    if operator in {Operator.IS_NOT, Operator.UNKNOWN}:
        inside = among("unit_id", ids, parameters)
        return Predicate(f"NOT coalesce({inside.sql}, false)", inside.columns | {"unit_id"})
    raise InvalidInput(Problem(condition.field, f"{operator} does not fit units"))


def _unit_ids(condition: Condition, catalog: Catalog) -> frozenset[int]:
    name, _dot, level = condition.field.partition(".")
    any_value = condition.operator in {Operator.KNOWN, Operator.UNKNOWN}
    values = {str(value) for value in condition.values}
    if name == "group":
        return frozenset(
            unit.id for unit in catalog.units.values() if (any_value and unit.group) or unit.group in values
        )
    if not level:
        return catalog.subtree(catalog.unit_ids_named(condition.values))
    if level not in catalog.levels:
        raise InvalidInput(Problem(condition.field, "is no level of this organisation's units"))
    if any_value:
        return frozenset(catalog.ancestors_at(level))
    at_level = {unit.id for unit in catalog.units.values() if unit.level == level}
    return catalog.subtree(catalog.unit_ids_named(condition.values) & at_level)


def _survey(condition: Condition, catalog: Catalog, parameters: Parameters) -> Predicate:
    if condition.operator not in {Operator.IS, Operator.IS_NOT}:
        raise InvalidInput(Problem("survey", f"{condition.operator} does not fit surveys"))
    ids = frozenset(catalog.surveys[str(uid)] for uid in condition.values if str(uid) in catalog.surveys)
    inside = among("survey_id", ids, parameters)
    if condition.operator is Operator.IS:
        return inside
    return Predicate(f"NOT ({inside.sql})", inside.columns)


def _answer(condition: Condition, catalog: Catalog, parameters: Parameters) -> Predicate:
    question = question_named(condition.field, catalog)
    column = question_column(question.id)
    held = holds(question)
    if held is Holds.CHOICES and condition.operator in {Operator.IS, Operator.IS_NOT}:
        bound = parameters.bind([str(value) for value in condition.values])
        has = f"list_has_any({column}, {bound}::VARCHAR[])"
        negated = f"NOT coalesce({has}, false)"
        return Predicate(has if condition.operator is Operator.IS else negated, frozenset({column}))
    return _compare(column, condition, parameters, str if held is Holds.CHOICE else _number)


def _compare(
    column: str, condition: Condition, parameters: Parameters, read: Callable[[Value], object]
) -> Predicate:
    operator = condition.operator
    if operator in {Operator.KNOWN, Operator.UNKNOWN}:
        return _known(column, condition)
    values = _read(condition, read)
    columns = frozenset({column})
    if operator in {Operator.IS, Operator.IS_NOT}:
        inside = f"{column} IN ({', '.join(parameters.bind(value) for value in values)})"
        # "Not X" is the complement of "X": who did not say is not X.
        return Predicate(inside if operator is Operator.IS else f"NOT coalesce({inside}, false)", columns)
    if operator is Operator.BETWEEN:
        low, high = (parameters.bind(value) for value in values)
        return Predicate(f"{column} BETWEEN {low} AND {high}", columns)
    return Predicate(f"{column} {operator.value} {parameters.bind(values[0])}", columns)


def _known(column: str, condition: Condition) -> Predicate:
    negation = "NOT " if condition.operator is Operator.KNOWN else ""
    return Predicate(f"{column} IS {negation}NULL", frozenset({column}))


_WANTED = {Operator.BETWEEN: 2, Operator.AT_LEAST: 1, Operator.AT_MOST: 1}


def _read(condition: Condition, read: Callable[[Value], object]) -> list[object]:
    wanted = _WANTED.get(condition.operator)
    given = len(condition.values)
    if not given or (wanted is not None and given != wanted):
        needs = "at least one value" if wanted is None else f"{wanted} value(s)"
        raise InvalidInput(Problem(condition.field, f"{condition.operator} needs {needs}"))
    try:
        return [read(value) for value in condition.values]
    except (TypeError, ValueError):
        shown = ", ".join(str(value)[:40] for value in condition.values)
        raise InvalidInput(Problem(condition.field, f"{shown!r} is not what this field holds")) from None
