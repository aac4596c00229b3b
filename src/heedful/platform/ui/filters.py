"""The filter that lives in the address of a page: one grammar for boards, answers, exports and drill-down.

``survey=svy_…&metric=nps&period=last-90-days&f=attribute.country:DE,AT&f=channel!:sms&f=attribute.age>=30``
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

DEFAULT_PERIOD = "last-90-days"
PERIODS = (
    "last-7-days",
    "last-30-days",
    "last-90-days",
    "last-12-months",
    "last-18-months",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
    "all",
)
OPERATORS = (":", "!:", ">=", "<=")
ANY = "*"
_ESCAPED = re.compile(r"\\(.)")
_CONDITION = re.compile(r"(?P<field>(?:\\.|[^\\:!<>])+)(?P<operator>!:|:|>=|<=)(?P<values>.*)", re.DOTALL)
_BETWEEN_VALUES = re.compile(r"(?:\\.|[^\\,])+", re.DOTALL)
_CLASSES = frozenset({"promoter", "passive", "detractor", "top", "rest"})


class UnreadableFilter(ValueError):
    """A part of the address that is no filter; says which and why."""


@dataclass(frozen=True, slots=True)
class FieldCondition:
    """``field`` is survey, version, channel, touchpoint, language, unit, unit.LEVEL, group,
    attribute.KEY or answer.QUESTION_UID; ``operator`` one of OPERATORS; the value ``*`` means known.
    """

    field: str
    operator: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        values = ",".join(value if value == ANY else _escape(value, ",*") for value in self.values)
        return f"{_escape(self.field, ':!<>')}{self.operator}{values}"


@dataclass(frozen=True, slots=True)
class PageFilter:
    """What a page shows. ``None`` means: not said, the page chooses."""

    survey: str | None = None
    question: str | None = None
    metric: str | None = None
    period: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    answer_class: str | None = None  # "class" in the address: promoter, passive, detractor, top, rest
    search: str = ""
    conditions: tuple[FieldCondition, ...] = ()

    def days(self, today: date) -> tuple[date | None, date | None]:
        """Return first and last day, both included; an explicit day wins over the period."""
        first, last = period_days(self.period or DEFAULT_PERIOD, today)
        if self.from_on or self.to_on:
            return self.from_on, self.to_on
        return first, last

    def with_condition(self, added: FieldCondition) -> PageFilter:
        """Replace what is said about the field and operator by ``added``."""
        kept = tuple(c for c in self.conditions if (c.field, c.operator) != (added.field, added.operator))
        return replace(self, conditions=(*kept, added))

    def without(self, field: str) -> PageFilter:
        return replace(self, conditions=tuple(c for c in self.conditions if c.field != field))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.conditions or self.answer_class or self.search)


def parse(query: Mapping[str, Iterable[str]]) -> PageFilter:
    """Read a filter from the lists of a query string (``dict(request.GET.lists())``)."""

    def one(name: str) -> str | None:
        return next((value for value in reversed(list(query.get(name, ()))) if value), None)

    return PageFilter(
        survey=one("survey"),
        question=one("question"),
        metric=one("metric"),
        period=_known("period", one("period"), PERIODS),
        from_on=_day("from", one("from")),
        to_on=_day("to", one("to")),
        answer_class=_known("class", one("class"), _CLASSES),
        search=one("q") or "",
        conditions=tuple(parse_condition(text) for text in query.get("f", ()) if text),
    )


def parse_condition(text: str) -> FieldCondition:
    """Read one ``f=`` part: ``attribute.country:DE,AT``."""
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise UnreadableFilter(f"f: {text!r} is not field, one of : !: >= <=, and values.")
    values = tuple(
        ANY if part == ANY else _unescape(part) for part in _BETWEEN_VALUES.findall(match["values"])
    )
    if not values:
        raise UnreadableFilter(f"f: {text!r} names no value.")
    return FieldCondition(_unescape(match["field"]), match["operator"], values)


def format_query(page_filter: PageFilter, **extra: str | None) -> str:
    """Write a filter as a query string, always in the same order; ``extra`` adds other parameters."""
    pairs: list[tuple[str, str | None]] = [
        ("survey", page_filter.survey),
        ("question", page_filter.question),
        ("metric", page_filter.metric),
        ("period", page_filter.period),
        ("from", page_filter.from_on.isoformat() if page_filter.from_on else None),
        ("to", page_filter.to_on.isoformat() if page_filter.to_on else None),
        ("class", page_filter.answer_class),
        ("q", page_filter.search),
        *(("f", str(condition)) for condition in page_filter.conditions),
        *extra.items(),
    ]
    return urlencode([(name, value) for name, value in pairs if value], safe=":,*!")


def period_days(period: str, today: date) -> tuple[date | None, date | None]:
    """Return first and last day of a named period; ``all`` is open at both ends."""
    if period == "all":
        return None, None
    if match := re.fullmatch(r"last-(\d+)-days", period):
        return today - timedelta(days=int(match[1]) - 1), today
    if match := re.fullmatch(r"last-(\d+)-months", period):
        return _add_months(today, -int(match[1])) + timedelta(days=1), today
    which, unit = period.split("-")
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    if which == "this":
        return first, today
    return _add_months(first, -months), first - timedelta(days=1)


def preceding_days(first: date, last: date) -> tuple[date, date]:
    """Return the span of the same length that ends the day before ``first``."""
    return first - (last - first) - timedelta(days=1), first - timedelta(days=1)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last_of_month = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last_of_month))


def _known(name: str, value: str | None, allowed: Iterable[str]) -> str | None:
    if value is not None and value not in set(allowed):
        raise UnreadableFilter(f"{name}: {value!r} is none of {', '.join(sorted(allowed))}.")
    return value


def _day(name: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UnreadableFilter(f"{name}: {value!r} is not a day like 2026-03-31.") from None


def _escape(text: str, special: str) -> str:
    return "".join(f"\\{sign}" if sign in special or sign == "\\" else sign for sign in text)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
