"""Reads the address of the comments page: a filter like that of every page, with a mode and an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from heedful.listen.responses.types import Comparison, ResponseCondition
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.ui import filters
from heedful.platform.ui.filters import FieldCondition, PageFilter
from heedful.understand.words.search.types import CommentFilter, CommentSearch, Mode, Sort


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says; ``write`` makes another one with changes."""

    page_filter: PageFilter
    mode: Mode = Mode.BOTH
    sort: Sort = Sort.BEST

    def search(self) -> CommentSearch:
        return CommentSearch(self.page_filter.search, self.mode, self.sort, _comment_filter(self.page_filter))

    def write(self, *, mode: Mode | None = None, sort: Sort | None = None, **changes: object) -> str:
        changed = replace(self.page_filter, **changes)  # type: ignore[arg-type]  # fields of the filter
        return filters.format_query(
            changed,
            mode=_unless(mode or self.mode, Mode.BOTH),
            sort=_unless(sort or self.sort, Sort.BEST),
        )

    def with_condition(self, field: str, value: str) -> str:
        added = FieldCondition(field, ":", (value,))
        return self.write(conditions=self.page_filter.with_condition(added).conditions)


def read_search(query: Mapping[str, Iterable[str]]) -> Address:
    """Read the lists of a query string; raise :class:`InvalidInput` in words."""
    if any("\x00" in value for values in query.values() for value in values):
        raise InvalidInput(Problem("filter", "holds a NUL character"))
    try:
        page_filter = filters.parse(query)
    except filters.UnreadableFilter as error:
        raise InvalidInput(Problem("filter", str(error))) from None
    return Address(page_filter, _one(query, "mode", Mode.BOTH), _one(query, "sort", Sort.BEST))


def _comment_filter(page_filter: PageFilter) -> CommentFilter:
    first, last = page_filter.from_on, page_filter.to_on
    if first is None and last is None and page_filter.period is not None:
        first, last = filters.period_days(page_filter.period, datetime.now(organization().zone).date())
    conditions = [_condition(one) for one in page_filter.conditions]
    if page_filter.answer_class:
        conditions.append(ResponseCondition("class", Comparison.ANY_OF, (page_filter.answer_class,)))
    return CommentFilter(page_filter.survey, first, last, tuple(conditions))


def _condition(condition: FieldCondition) -> ResponseCondition:
    if condition.values == (filters.ANY,):
        known = condition.operator == ":"
        return ResponseCondition(condition.field, Comparison.KNOWN if known else Comparison.UNKNOWN)
    return ResponseCondition(condition.field, Comparison(condition.operator), condition.values)


def _one[E: StrEnum](query: Mapping[str, Iterable[str]], name: str, default: E) -> E:
    value = next((one for one in query.get(name, ()) if one), default.value)
    kinds = type(default)
    if value not in set(kinds):
        raise InvalidInput(Problem(name, f"{value!r} is none of {', '.join(kinds)}"))
    return kinds(value)


def _unless(value: StrEnum, default: StrEnum) -> str | None:
    return None if value == default else value.value
