from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heedful.understand.boards.charts.frame import (
    Chart,
    Layer,
    Place,
    explain,
    extent,
    frame,
    say,
    say_count,
    score_axis,
    zero_rule,
)
from heedful.understand.metrics.types import Unit

WIDE_ROW, NARROW_ROW = 30, 46
# Right of the whiskers: value, n, bracket with its words.
ROOM = {Place.WIDE: 210, Place.NARROW: 0}


@dataclass(frozen=True, slots=True)
class DotRow:
    """A group with its score. ``is_near_best``: cannot be told from the best; ``is_faded``: few answers."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    is_near_best: bool = False
    stands_out: bool = False
    is_faded: bool = False
    href: str = ""
    tone: str = ""  # better or worse, where that is not by the whole


def dots(
    rows: Sequence[DotRow],
    unit: Unit,
    place: Place,
    *,
    whole: float | None = None,
    decimals: int | None = None,
) -> Chart:
    """Groups as dots with their intervals; those that cannot be told from the best share a bracket."""
    marks = extent([(row.value, row.low, row.high) for row in rows], unit, 4 if place.is_narrow else 6)
    bracket = _bracketed(rows)
    data = [
        _row(number, row, unit, whole, bracketed=number in bracket, decimals=decimals)
        for number, row in enumerate(rows)
    ]
    _cut(data, marks)
    step = NARROW_ROW if place.is_narrow else WIDE_ROW
    layers = [
        *zero_rule(marks, "x"),
        *_reference(whole, unit, place),
        *_whiskers(place),
        *_words(place, wide_value=bool(decimals)),
        *_bracket(bracket, place),
    ]
    _share_scales(layers, rows, marks, unit, place)
    return frame(layers, place, height=step * max(1, len(rows)), data=data)


def _bracketed(rows: Sequence[DotRow]) -> set[int]:
    near = {place for place, row in enumerate(rows) if row.is_near_best and row.value is not None}
    return near if len(near) > 1 else set()


def _row(
    place: int, row: DotRow, unit: Unit, whole: float | None, *, bracketed: bool, decimals: int | None
) -> dict[str, Any]:
    tone, shape = _tone(row, whole)
    return {
        "row": place,
        "label": row.label,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "n": say_count(row.n),
        "says": {"diamond": "▼ ", "triangle-up": "▲ "}.get(shape, "")
        + say(row.value, unit, decimals=decimals),
        "base": _("n = %(n)s") % {"n": say_count(row.n)},
        "tone": tone,
        "shape": shape,
        "opacity": 0.4 if row.is_faded else 1,
        "bracketed": bracketed,
        "note": explain(row.label, row.value, row.low, row.high, row.n, unit, decimals=decimals),
        "href": row.href,
    }


def _cut(data: list[dict[str, Any]], marks: list[float]) -> None:
    # An interval wider than the axis ends at its edge; what it says when asked is the whole of it.
    for row in data:
        for end in ("low", "high"):
            if row[end] is not None:
                row[end] = min(max(row[end], marks[0]), marks[-1])


def _tone(row: DotRow, whole: float | None) -> tuple[str, str]:
    if row.tone:
        return f"var(--{row.tone})", "diamond" if row.tone == "worse" else "triangle-up"
    if not row.stands_out or row.value is None or whole is None:
        return "var(--accent)", "circle"
    return ("var(--worse)", "diamond") if row.value < whole else ("var(--better)", "triangle-up")


def _share_scales(
    layers: list[Layer], rows: Sequence[DotRow], marks: list[float], unit: Unit, place: Place
) -> None:
    x = {
        "type": "quantitative",
        "axis": score_axis(marks, unit, orient="bottom"),
        "scale": {
            "domain": [marks[0], marks[-1]],
            "zero": False,
            "nice": False,
            "range": [4, {"expr": f"width - {ROOM[place] or 6}"}],
        },
    }
    labels = [row.label for row in rows]
    y = {
        "field": "row",
        "type": "ordinal",
        "scale": {"domain": list(range(len(rows))), "padding": 0},
        "axis": None if place.is_narrow else _row_axis(labels),
    }
    for layer in layers:
        encoding = layer["encoding"]
        if "x" in encoding and "value" not in encoding["x"]:
            encoding["x"] = x | encoding["x"]
        if "y" in encoding:
            encoding["y"] = y | encoding["y"]


def _row_axis(labels: list[str]) -> dict[str, Any]:
    # The ordinal scale holds row numbers, so that two groups of one name stay two; the words come by number.
    return {
        "title": None,
        "labelExpr": f"{_as_list(labels)}[datum.value]",
        "labelColor": "var(--ink)",
        "labelFontSize": 13,
        "labelLimit": 190,
    }


def _as_list(labels: list[str]) -> str:
    quoted = [label.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ") for label in labels]
    return "[" + ", ".join(f"'{label}'" for label in quoted) + "]"


def _reference(whole: float | None, unit: Unit, place: Place) -> list[Layer]:
    if whole is None:
        return []
    words = _("all %(score)s") % {"score": say(whole, unit)}
    data = {"values": [{"whole": whole}]}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": "var(--ink-3)", "strokeDash": [3, 3]},
            "encoding": {"x": {"field": "whole"}},
        },
        {
            "data": data,
            "mark": {
                "type": "text",
                "text": words,
                "baseline": "bottom",
                "y": -3,
                "color": "var(--ink-3)",
                "fontSize": place.text,
            },
            "encoding": {"x": {"field": "whole"}},
        },
    ]


def _whiskers(place: Place) -> list[Layer]:
    down = 11 if place.is_narrow else 0
    colour = {
        "color": {"field": "tone", "type": "nominal", "scale": None},
        "opacity": {"field": "opacity", "type": "quantitative", "scale": None},
    }
    return [
        {
            "mark": {
                "type": "rule",
                "strokeWidth": 2.4,
                "clip": True,
                "yOffset": down,
                "strokeOpacity": 0.5,
                "strokeCap": "round",
            },
            "encoding": {"y": {}, "x": {"field": "low"}, "x2": {"field": "high"}, **colour},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 78, "yOffset": down},
            "encoding": {
                "y": {},
                "x": {"field": "value"},
                "shape": {"field": "shape", "type": "nominal", "scale": None},
                **colour,
            },
        },
        {
            "mark": {"type": "bar", "opacity": 0, "cursor": "pointer"},
            "encoding": {"y": {}, "x": {"value": 0}, "x2": {"value": "width"}, "tooltip": {"field": "note"}},
        },
    ]


def _words(place: Place, *, wide_value: bool = False) -> list[Layer]:
    def text(field: str, x: Any, **mark: Any) -> Layer:
        return {
            "mark": {"type": "text", "baseline": "middle", "x": x, **mark},
            "encoding": {"y": {}, "text": {"field": field}, "tooltip": {"field": "note"}},
        }

    if place.is_narrow:
        up = {"dy": -8}
        edge = 78 if wide_value else 62
        label: dict[str, Any] = {"align": "left", "fontSize": 14, "limit": {"expr": f"width - {edge + 52}"}}
        base: dict[str, Any] = {"align": "right", "fontSize": 12}
        right = {"expr": f"width - {edge}"}
        # What lies behind hides the lines of the axis, which would cross the words.
        behind = {"stroke": "var(--card)", "strokeWidth": 5, "strokeJoin": "round"}
        return [
            text("label", 4, **label, **behind, **up),
            text("base", right, **base, **behind, **up),
            text("label", 4, **label, **up),
            text("says", {"expr": "width - 4"}, align="right", fontSize=15, fontWeight=600, **up),
            text("base", right, **base, color="var(--ink-3)", **up),
        ]
    value = text("says", {"expr": f"width - {ROOM[place] - 70}"}, align="right", fontSize=14, fontWeight=600)
    return [
        value,
        text("n", {"expr": f"width - {ROOM[place] - 122}"}, align="right", fontSize=12, color="var(--ink-3)"),
    ]


def _bracket(bracketed: set[int], place: Place) -> list[Layer]:
    if not bracketed or place.is_narrow:
        return [] if not bracketed else [_narrow_bracket()]
    x = {"expr": f"width - {ROOM[place] - 134}"}
    middle = sorted(bracketed)[len(bracketed) // 2]
    words = {
        "transform": [{"filter": f"datum.row === {middle}"}],
        "mark": {
            "type": "text",
            "x": {"expr": f"width - {ROOM[place] - 142}"},
            "align": "left",
            "baseline": "middle",
            "text": [_("not dis-"), _("tinguishable")],
            "lineHeight": 14,
            "dy": -7,
            "color": "var(--ink-3)",
            "fontSize": 11.5,
        },
        "encoding": {"y": {}},
    }
    edge = {
        "transform": [{"filter": "datum.bracketed"}],
        "mark": {"type": "rule", "x": x, "color": "var(--ink-3)", "strokeWidth": 1.4},
        "encoding": {"y": {"bandPosition": 0}, "y2": {"field": "row", "bandPosition": 1}},
    }
    return [edge, words]


def _narrow_bracket() -> Layer:
    return {
        "transform": [{"filter": "datum.bracketed"}],
        "mark": {"type": "rule", "x": 0, "color": "var(--rule-strong)", "strokeWidth": 2},
        "encoding": {"y": {"bandPosition": 0.06}, "y2": {"field": "row", "bandPosition": 0.94}},
    }
