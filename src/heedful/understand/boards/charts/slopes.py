from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heedful.understand.boards.charts.frame import Chart, Layer, Place, extent, frame, say
from heedful.understand.metrics.types import Unit


@dataclass(frozen=True, slots=True)
class SlopeRow:
    """A group before and after. ``is_real``: the change is more than noise."""

    label: str
    before: float
    after: float
    is_real: bool = False
    href: str = ""


def slopes(rows: Sequence[SlopeRow], unit: Unit, place: Place, *, before: str, after: str) -> Chart:
    """Before and after as slopes; real changes in colour, noise in grey."""
    ends = [value for row in rows for value in (row.before, row.after)]
    marks = extent([(value, None, None) for value in ends], unit, 5)
    room = 84 if place.is_narrow else 150
    x = {
        "field": "when",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": [before, after], "range": [room, {"expr": f"width - {room}"}], "type": "point"},
        "axis": {"title": None, "orient": "top", "labelAngle": 0, "labelColor": "var(--ink-2)"},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [marks[0], marks[-1]], "zero": False, "nice": False},
    }
    data = [end for place_, row in enumerate(rows) for end in _ends(place_, row, unit, before, after)]
    return frame(_layers(x, y, before), place, height=240, data=data)


def _ends(place: int, row: SlopeRow, unit: Unit, before: str, after: str) -> list[dict[str, Any]]:
    tone = "var(--passive)"
    if row.is_real:
        tone = "var(--better)" if row.after > row.before else "var(--worse)"
    shared = {
        "row": place,
        "tone": tone,
        "note": f"{row.label}: {say(row.before, unit)} → {say(row.after, unit)}",
        "href": row.href,
    }
    return [
        shared | {"when": before, "value": row.before, "says": f"{row.label} {say(row.before, unit)}"},
        shared | {"when": after, "value": row.after, "says": f"{say(row.after, unit)} {row.label}"},
    ]


def _layers(x: dict[str, Any], y: dict[str, Any], before: str) -> list[Layer]:
    colour = {"field": "tone", "type": "nominal", "scale": None}
    shared = {"x": x, "y": y, "color": colour, "tooltip": {"field": "note"}}

    def words(*, is_left: bool) -> Layer:
        sign = "===" if is_left else "!=="
        return {
            "transform": [{"filter": f"datum.when {sign} {_quoted(before)}"}],
            "mark": {
                "type": "text",
                "align": "right" if is_left else "left",
                "dx": -10 if is_left else 10,
                "limit": 140,
            },
            "encoding": shared | {"text": {"field": "says"}},
        }

    return [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": shared | {"detail": {"field": "row"}}},
        {
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 60, "cursor": "pointer"},
            "encoding": shared,
        },
        words(is_left=True),
        words(is_left=False),
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
