"""From the filter in an address to a request for a score, and from a group back to an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.ui import filters
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.types import Repeats, ScoreRequest
from heedful.understand.warehouse.types import Condition, Filter, Operator

_OPERATORS = {
    ":": Operator.IS,
    "!:": Operator.IS_NOT,
    ">=": Operator.AT_LEAST,
    "<=": Operator.AT_MOST,
}


def today() -> date:
    """Return the day it is in the organisation's time zone."""
    return datetime.now(ZoneInfo(organization().time_zone)).date()


def request_from_query(query: Mapping[str, Iterable[str]], *, default_metric: str = "nps") -> ScoreRequest:
    """Read survey, metric, question, theme, the period, ``f`` and how to compute from a query string."""
    try:
        chosen = filters.parse(query)
    except filters.UnreadableFilter as error:
        raise InvalidInput(Problem("filter", str(error))) from error
    return ScoreRequest(
        metric=chosen.metric or default_metric,
        survey_uid=chosen.survey,
        question_key=chosen.question,
        filter=warehouse_filter(chosen),
        weighted=_last(query, "weighted") in {"1", "true", "yes"},
        interval=_last(query, "interval"),
        level=_level(_last(query, "level")),
        repeats=_repeats(_last(query, "repeats")),
        theme=_last(query, "theme"),
    )


def warehouse_filter(chosen: filters.PageFilter) -> Filter:
    """Return what the warehouse understands of a page's filter."""
    first, last = chosen.days(today())
    names = Names()
    return Filter(tuple(_condition(each, names) for each in chosen.conditions), first, last)


def _condition(each: filters.FieldCondition, names: Names) -> Condition:
    field = names.field(each.field)
    if each.values == (filters.ANY,):
        return Condition(field, Operator.UNKNOWN if each.operator == "!:" else Operator.KNOWN)
    return Condition(field, _OPERATORS[each.operator], each.values)


def group_condition(field: str, value: str | float | bool | None) -> str:
    """Return the ``f=`` part of an address that opens the answers of a group."""
    if value is None:
        return str(filters.FieldCondition(field, "!:", (filters.ANY,)))
    return str(filters.FieldCondition(field, ":", (_text(value),)))


def _text(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _last(query: Mapping[str, Iterable[str]], name: str) -> str | None:
    return next((value for value in reversed(list(query.get(name, ()))) if value), None)


def _level(text: str | None) -> float:
    if text is None:
        return 0.95
    try:
        level = float(text)
    except ValueError:
        level = -1.0
    if not 0.5 <= level < 1:
        raise InvalidInput(Problem("level", f"{text!r} is not a number from 0.5 up to 1, such as 0.95"))
    return level


def _repeats(text: str | None) -> Repeats:
    if text is None:
        return Repeats.ALL
    if text not in set(Repeats):
        raise InvalidInput(Problem("repeats", f"{text!r} is none of {', '.join(Repeats)}"))
    return Repeats(text)
