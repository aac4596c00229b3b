from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.utils.formats import date_format

from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import to_score
from heedful.understand.metrics.types import ScoreRequest, Trend, TrendPoint
from heedful.understand.warehouse.types import Cell, Grain

MOST_POINTS = 2_000  # an hour of every day of a quarter; more cannot be read


def trend(request: ScoreRequest, grain: Grain, *, by: Actor, counts: Counts | None = None) -> Trend:
    """Return the score of every period from the first to the last one with answers."""
    by.require(Permission.READ_SCORES)
    counted = counts or Counts(by)
    definite, result = counted.plan(request), counted.result(request, f"time.{grain}")
    cells = {_moment(cell): cell for cell in result.cells if cell.key[0] is not None}
    points = tuple(
        TrendPoint(
            start, hour, period_label(start, hour, grain), to_score(cells.get((start, hour)), definite)
        )
        for start, hour in _periods(cells, grain)
    )
    return Trend(grain, points[-MOST_POINTS:], result.freshness)


def _moment(cell: Cell) -> tuple[date, int | None]:
    # The warehouse names a period by its first day, an hour as "2026-03-01T14".
    text = str(cell.key[0])
    return date.fromisoformat(text[:10]), int(text[11:13]) if len(text) > 10 else None


def _periods(cells: dict[tuple[date, int | None], Cell], grain: Grain) -> Iterator[tuple[date, int | None]]:
    if not cells:
        return
    first, last = min(cells, key=_order), max(cells, key=_order)
    start, hour = first
    while _order((start, hour)) <= _order(last):
        yield start, hour
        start, hour = _next(start, hour, grain)


def _order(moment: tuple[date, int | None]) -> tuple[date, int]:
    return moment[0], moment[1] or 0


def _next(start: date, hour: int | None, grain: Grain) -> tuple[date, int | None]:
    if hour is not None:
        return (start, hour + 1) if hour < 23 else (start + timedelta(days=1), 0)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(grain)
    if months:
        years, month = divmod(start.month - 1 + months, 12)
        return date(start.year + years, month + 1, 1), None
    return start + timedelta(days=7 if grain is Grain.WEEK else 1), None


def periods_between(days: Collection[date], grain: Grain) -> tuple[date, ...]:
    """Return the first days of all periods from the first to the last one of some."""
    found: list[date] = []
    last = max(days, default=date.min)
    day = min(days, default=date.max)
    while day <= last and len(found) < MOST_POINTS:
        found.append(day)
        day, _hour = _next(day, None, grain)
    return tuple(found)


def period_label(start: date, hour: int | None, grain: Grain) -> str:
    """Return the words for a period."""
    if hour is not None:
        return f"{date_format(start, 'SHORT_DATE_FORMAT')} {hour:02d}:00"
    if grain is Grain.YEAR:
        return str(start.year)
    if grain is Grain.QUARTER:
        return f"{start.year} Q{(start.month + 2) // 3}"
    if grain is Grain.MONTH:
        return date_format(start, "M Y")
    return date_format(start, "SHORT_DATE_FORMAT")
