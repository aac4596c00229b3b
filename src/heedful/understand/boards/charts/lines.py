from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import pgettext

from heedful.understand.boards.charts.frame import (
    Chart,
    Layer,
    Place,
    explain,
    extent,
    frame,
    say,
    score_axis,
    zero_rule,
)
from heedful.understand.metrics.types import Unit
from heedful.understand.warehouse.types import Grain

LABEL_ROOM = 58  # pixels right of the last point, for its label


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A period: ``value`` is ``None`` when nobody answered, and the line has a gap there."""

    at: datetime
    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    at: date
    text: str


def line(
    points: Sequence[LinePoint],
    unit: Unit,
    place: Place,
    *,
    grain: Grain = Grain.MONTH,
    flags: Sequence[Flag] = (),
    marks: list[float] | None = None,
) -> Chart:
    """A score over time with its interval band, its last value as a label, and flags of what happened.

    ``marks`` are the ticks of the score axis, where several charts share one.
    """
    marks = marks or extent(
        [(point.value, point.low, point.high) for point in points], unit, 4 if place.is_narrow else 5
    )
    shown = _within(flags, points)
    layers = [
        *zero_rule(marks, "y", x=0, x2={"expr": f"width - {LABEL_ROOM}"}),
        _band(),
        *_flags(shown, points, place),
        _path(),
        *_dots(points, place),
        *_end(points, unit, place),
        _targets(),
    ]
    for layer in layers:
        layer.setdefault("encoding", {})
    _share_scales(layers, points, marks, unit, grain, place)
    return frame(
        layers, place, height=190 if place.is_narrow else 230, data=[_row(point, unit) for point in points]
    )


def _row(point: LinePoint, unit: Unit) -> dict[str, Any]:
    return {
        "at": _moment(point.at),
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "note": explain(point.label, point.value, point.low, point.high, point.n, unit),
        "href": point.href,
    }


def _moment(at: date) -> int:
    moment = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=UTC)
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)


def _within(flags: Sequence[Flag], points: Sequence[LinePoint]) -> list[Flag]:
    if not points:
        return []
    first, last = points[0].at.date(), points[-1].at.date()
    return [flag for flag in flags if first <= flag.at <= last + timedelta(days=31)]


def _share_scales(
    layers: list[Layer],
    points: Sequence[LinePoint],
    marks: list[float],
    unit: Unit,
    grain: Grain,
    place: Place,
) -> None:
    # Layers share their axes only if each says the same of them.
    moments = [_moment(point.at) for point in points]
    # Milliseconds, not a time scale: the interpreter of expressions cannot make a date of one number.
    x = {
        "field": "at",
        "type": "quantitative",
        "axis": _time_axis(moments, grain, place),
        "scale": {
            "nice": False,
            "zero": False,
            "range": [0, {"expr": f"width - {LABEL_ROOM}"}],
            "domain": _domain(moments),
        },
    }
    y = {
        "type": "quantitative",
        "axis": score_axis(marks, unit),
        "scale": {"domain": [marks[0], marks[-1]], "zero": False, "nice": False},
    }
    for layer in layers:
        encoding = layer["encoding"]
        if "x" in encoding:
            encoding["x"] = x | encoding["x"]
        if "y" in encoding and "value" not in encoding["y"]:
            encoding["y"] = y | encoding["y"]


def _domain(moments: list[int]) -> list[int]:
    day = 86_400_000
    if not moments:
        return [0, day]
    return [moments[0], moments[-1] if moments[-1] > moments[0] else moments[0] + day]


def _time_axis(moments: list[int], grain: Grain, place: Place) -> dict[str, Any]:
    room = 4 if place.is_narrow else 9
    step = max(1, -(-len(moments) // room))
    values = moments[::-1][::step][::-1]  # the newest period always has its label
    first = values[0] if values else 0
    if grain in {Grain.MONTH, Grain.QUARTER}:
        is_new_year = f"(utcmonth(datum.value) < {step} || datum.value == {first})"
        words = f"[utcFormat(datum.value, '%b'), {is_new_year} ? utcFormat(datum.value, '%Y') : '']"
    elif grain is Grain.YEAR:
        words = "utcFormat(datum.value, '%Y')"
    elif grain is Grain.HOUR:
        words = "utcFormat(datum.value, '%H:%M')"
    else:
        day_format = pgettext("day and month for an axis, in d3-time-format", "%-d %b")
        words = f"utcFormat(datum.value, '{day_format}')"
    return {
        "values": values,
        "labelExpr": words,
        "title": None,
        "grid": False,
        "labelOverlap": "greedy",
        "labelFlush": False,
    }


def _band() -> Layer:
    return {
        "mark": {
            "type": "area",
            "color": "var(--accent)",
            "opacity": 0.16,
            "clip": True,
        },
        "encoding": {"x": {}, "y": {"field": "low"}, "y2": {"field": "high"}},
    }


def _path() -> Layer:
    return {
        "mark": {
            "type": "line",
            "color": "var(--accent)",
            "strokeWidth": 2.2,
            "strokeJoin": "round",
        },
        "encoding": {"x": {}, "y": {"field": "value"}},
    }


def _dots(points: Sequence[LinePoint], place: Place) -> list[Layer]:
    if len(points) > (20 if place.is_narrow else 60):
        return []
    return [
        {
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 22, "color": "var(--accent)"},
            "encoding": {"x": {}, "y": {"field": "value"}},
        }
    ]


def _end(points: Sequence[LinePoint], unit: Unit, place: Place) -> list[Layer]:
    last = next((point for point in reversed(points) if point.value is not None), None)
    if last is None:
        return []
    margin = (
        ""
        if last.low is None or last.high is None
        else "±" + say((last.high - last.low) / 2, unit).lstrip("+")
    )
    data = {"values": [_row(last, unit)]}
    where = {"x": {}, "y": {"field": "value"}}
    label = {"type": "text", "align": "left", "dx": 10, "baseline": "middle"}
    return [
        {
            "data": data,
            "mark": {
                "type": "point",
                "filled": True,
                "opacity": 1,
                "size": 85,
                "color": "var(--accent)",
                "stroke": "var(--card)",
                "strokeWidth": 2,
            },
            "encoding": dict(where),
        },
        {
            "data": data,
            "mark": label
            | {"fontSize": 17, "fontWeight": 600, "dy": -6 if margin else 0, "text": say(last.value, unit)},
            "encoding": dict(where),
        },
        {
            "data": data,
            "mark": label | {"fontSize": place.text, "color": "var(--ink-3)", "dy": 11, "text": margin},
            "encoding": dict(where),
        },
    ]


def _flags(flags: list[Flag], points: Sequence[LinePoint], place: Place) -> list[Layer]:
    if not flags:
        return []
    rows = [_flag(number, flag, points, place) for number, flag in enumerate(flags)]
    data = {"values": rows}
    rule = {"type": "rule", "color": "var(--ink-3)", "strokeDash": [2, 3], "strokeWidth": 1}
    layers: list[Layer] = [
        {"data": data, "mark": rule, "encoding": {"x": {}, "tooltip": {"field": "note"}}},
    ]
    for side, shift in (("left", 6), ("right", -6)):
        if any(row["side"] == side for row in rows):
            layers.append(_flag_words(data, side, shift, place))
    return layers


def _flag(number: int, flag: Flag, points: Sequence[LinePoint], place: Place) -> dict[str, Any]:
    first, last = _moment(points[0].at), _moment(points[-1].at)
    at = min(_moment(flag.at), last)
    limit = 16 if place.is_narrow else 34
    return {
        "at": at,
        "text": flag.text if len(flag.text) <= limit else flag.text[: limit - 1] + "…",
        "note": flag.text,
        "href": "",
        "side": "left" if at - first < 0.4 * (last - first) else "right",
        "row": number % 3,  # neighbours write on lines of their own
    }


def _flag_words(data: dict[str, Any], side: str, shift: int, place: Place) -> Layer:
    return {
        "data": data,
        "transform": [{"filter": f"datum.side === '{side}'"}],
        "mark": {
            "type": "text",
            "align": side,
            "baseline": "top",
            "dx": shift,
            "y": {"expr": "datum.row * 15"},
            "color": "var(--ink-2)",
            "fontSize": place.text - 0.5,
        },
        "encoding": {"x": {}, "text": {"field": "text"}, "tooltip": {"field": "note"}},
    }


def _targets() -> Layer:
    # Invisible, larger than the dots: what a finger or a pointer finds.
    return {
        "mark": {"type": "point", "filled": True, "opacity": 0, "size": 520, "cursor": "pointer"},
        "encoding": {"x": {}, "y": {"field": "value"}, "tooltip": {"field": "note"}},
    }
