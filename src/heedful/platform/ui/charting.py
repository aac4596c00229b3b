"""The frame of every picture: fonts, axes, ticks, and the two places a chart is drawn for.

Colours are tokens (``var(--accent)``), painted in by the page or by ``theme``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, log10
from typing import Any

from django.utils import dates
from django.utils.formats import number_format

type Chart = dict[str, Any]
type Layer = dict[str, Any]

FONT = 'system-ui, "Segoe UI", "Open Sans", "Liberation Sans", sans-serif'


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


def say_count(n: int) -> str:
    return number_format(n, 0, use_l10n=True, force_grouping=True)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return round numbers that enclose ``low`` to ``high``, about so many."""
    span = (high - low) or 1.0
    raw = span / max(1, about - 1)
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]
