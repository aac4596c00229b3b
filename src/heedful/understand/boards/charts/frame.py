"""What all charts share: fonts, axes, ticks, numbers in words, and the two places a chart is drawn for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, log10
from statistics import median
from typing import Any

from django.utils import dates
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from heedful.understand.metrics.types import Unit

type Chart = dict[str, Any]
type Layer = dict[str, Any]

FONT = 'system-ui, "Segoe UI", "Open Sans", "Liberation Sans", sans-serif'
RANGES = {Unit.POINTS: (-100.0, 100.0), Unit.PERCENT: (0.0, 100.0)}


class Place(StrEnum):
    """How much room there is: a chart is drawn for it, not scaled down."""

    WIDE = "wide"
    NARROW = "narrow"

    @property
    def is_narrow(self) -> bool:
        return self is Place.NARROW

    @property
    def width(self) -> int:
        return 360 if self.is_narrow else 760

    @property
    def text(self) -> int:
        return 13 if self.is_narrow else 12


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart for both places, as ``ui/parts/chart.html`` shows it."""

    id: str
    title: str
    wide: Chart
    narrow: Chart
    size: str = ""


def picture(id_: str, title: str, make: Callable[[Place], Chart], size: str = "") -> Picture:
    return Picture(id_, title, make(Place.WIDE), make(Place.NARROW), size)


def frame(layers: Sequence[Layer], place: Place, *, height: int, data: list[dict[str, Any]]) -> Chart:
    """Put layers over one table into the look of the house."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": place.width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "var(--card)",
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "data": {"values": data},
        "layer": list(layers),
        "config": look(place),
        "usermeta": {"embedOptions": {"timeFormatLocale": time_locale()}},
    }


def look(place: Place) -> dict[str, Any]:
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": "var(--ink-3)",
            "labelFontSize": place.text,
            "labelPadding": 8,
            "titleColor": "var(--ink-3)",
            "titleFontSize": place.text,
            "titleFontWeight": "normal",
            "domain": False,
            "ticks": False,
            "gridColor": "var(--rule)",
            "gridWidth": 1,
        },
        "text": {"color": "var(--ink)", "fontSize": place.text, "font": FONT},
    }


def time_locale() -> dict[str, Any]:
    """Return the names of months and days in the language of the reader, as d3 wants them."""
    days, short_days = dates.WEEKDAYS, dates.WEEKDAYS_ABBR
    sunday_first = [6, 0, 1, 2, 3, 4, 5]
    return {
        "dateTime": "%x, %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        "days": [str(days[day]) for day in sunday_first],
        "shortDays": [str(short_days[day]) for day in sunday_first],
        "months": [str(dates.MONTHS[month]) for month in range(1, 13)],
        "shortMonths": [str(dates.MONTHS_3[month]).capitalize() for month in range(1, 13)],
    }


def say(value: float | None, unit: Unit, *, decimals: int | None = None) -> str:
    """Write a score: +36, 71 %, 4.06; nothing known is a dash."""
    if value is None:
        return "–"
    places = {Unit.POINTS: 0, Unit.PERCENT: 0, Unit.SCALE: 2}[unit] if decimals is None else decimals
    rounded = round(value, places)
    written = number_format(abs(rounded), places, use_l10n=True, force_grouping=True)
    if unit is Unit.POINTS:
        return ("+" if rounded > 0 else "−" if rounded < 0 else "") + written
    minus = "−" if rounded < 0 else ""
    return f"{minus}{written} %" if unit is Unit.PERCENT else f"{minus}{written}"


def say_count(n: int) -> str:
    return number_format(n, 0, use_l10n=True, force_grouping=True)


def explain(
    label: str, value: float | None, low: float | None, high: float | None, n: int, unit: Unit
) -> str:
    """Return what hovering a mark says: the first line is bold."""
    lines = [f"{label}: {say(value, unit)}"]
    if low is not None and high is not None:
        lines.append(_("%(low)s to %(high)s") % {"low": say(low, unit), "high": say(high, unit)})
    lines.append(_("n = %(n)s") % {"n": say_count(n)})
    return "\n".join(lines)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return round numbers that enclose ``low`` to ``high``, about so many."""
    span = (high - low) or 1.0
    raw = span / max(1, about - 1)
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def extent(
    values: Iterable[tuple[float | None, float | None, float | None]], unit: Unit, about: int
) -> list[float]:
    """Return the ticks of a score axis: what was scored, and as much of the intervals as is usual.

    One period with two answers has an interval over the whole scale; it must not flatten all others.
    """
    known = [(v, v if lo is None else lo, v if hi is None else hi) for v, lo, hi in values if v is not None]
    if not known:
        return ticks(*RANGES.get(unit, (0.0, 5.0)), about)
    reach = 1.6 * median((high - low) / 2 for _v, low, high in known)
    low = min(max(lo, v - reach) for v, lo, _hi in known)
    high = max(min(hi, v + reach) for v, _lo, hi in known)
    if unit in RANGES:
        low, high = max(low, RANGES[unit][0]), min(high, RANGES[unit][1])
    if high - low < _least_span(unit):
        middle = (high + low) / 2
        low, high = middle - _least_span(unit) / 2, middle + _least_span(unit) / 2
    return ticks(low, high, about)


def _least_span(unit: Unit) -> float:
    # Below this a chart would make mountains of noise.
    return 0.5 if unit is Unit.SCALE else 10.0


def score_axis(marks: list[float], unit: Unit, **more: Any) -> dict[str, Any]:
    expression = {
        Unit.POINTS: "datum.value > 0 ? '+' + format(datum.value, ',~g') : format(datum.value, ',~g')",
        Unit.PERCENT: "format(datum.value, ',~g') + ' %'",
        Unit.SCALE: "format(datum.value, ',~g')",
    }[unit]
    return {"values": marks, "labelExpr": expression, "title": None, "grid": True, **more}


def zero_rule(marks: list[float], channel: str, **mark: Any) -> list[Layer]:
    """Draw the zero of a score axis stronger than its grid, where zero is on it."""
    if not marks[0] <= 0 <= marks[-1]:
        return []
    rule = {"type": "rule", "color": "var(--rule-strong)", "strokeWidth": 1, **mark}
    return [{"mark": rule, "encoding": {channel: {"datum": 0}}}]
