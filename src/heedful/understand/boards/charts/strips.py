from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import dates

from heedful.understand.boards.charts.dots import _as_list
from heedful.understand.boards.charts.frame import Chart, Place, explain, frame
from heedful.understand.metrics.types import Unit


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One hour of one weekday (0 = Monday)."""

    weekday: int
    hour: int
    value: float | None
    n: int
    href: str = ""


def heat_strip(cells: Sequence[HeatCell], unit: Unit, place: Place, *, minimum: int = 1) -> Chart:
    """Hour by weekday, from worse to better around the middle of what was scored; few answers are faded."""
    days = [str(dates.WEEKDAYS_ABBR[day]) for day in range(7)]
    known = sorted(cell.value for cell in cells if cell.value is not None)
    low, middle, high = (known[0], known[len(known) // 2], known[-1]) if known else (0.0, 0.5, 1.0)
    every = 6 if place.is_narrow else 3
    encoding = {
        "x": {
            "field": "hour",
            "type": "ordinal",
            "scale": {"domain": list(range(24)), "paddingInner": 0.08},
            "axis": {"values": list(range(0, 24, every)), "labelAngle": 0, "title": None},
        },
        "y": {
            "field": "weekday",
            "type": "ordinal",
            "scale": {"domain": list(range(7)), "paddingInner": 0.1},
            "axis": {"labelExpr": f"{_as_list(days)}[datum.value]", "title": None},
        },
        "color": {
            "field": "value",
            "type": "quantitative",
            "legend": None,
            "scale": {
                "domain": [low, middle, high],
                "range": ["var(--detractor)", "var(--sunk)", "var(--promoter)"],
                "interpolate": "lab",
            },
        },
        "opacity": {"field": "opacity", "type": "quantitative", "scale": None},
        "tooltip": {"field": "note"},
    }
    layer = {"mark": {"type": "rect", "cornerRadius": 2, "cursor": "pointer"}, "encoding": encoding}
    return frame([layer], place, height=7 * 24, data=[_row(cell, unit, minimum, days) for cell in cells])


def _row(cell: HeatCell, unit: Unit, minimum: int, days: list[str]) -> dict[str, Any]:
    label = f"{days[cell.weekday]} {cell.hour:02d}:00"
    return {
        "weekday": cell.weekday,
        "hour": cell.hour,
        "value": cell.value,
        "opacity": 1 if cell.n >= minimum else 0.35,
        "note": explain(label, cell.value, None, None, cell.n, unit),
        "href": cell.href,
    }
