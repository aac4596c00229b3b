"""Topics drawn: how often each came up against what was to be expected, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heedful.platform.ui.charting import Chart, Layer, Picture, Place, frame, picture, say_count, ticks
from heedful.understand.words.topics.types import StretchFacts, TopicFacts

SHOWN = 10
WIDE_ROW, NARROW_ROW = 32, 46


def counts_picture(topics: Sequence[TopicFacts]) -> Picture | None:
    """Return a row a topic: a dot for its count, a band for what was to be expected."""
    rows = [_count_row(place, one) for place, one in enumerate(_counted(topics)[:SHOWN])]
    if not rows:
        return None
    return picture("topics-picture", _("Comments of each topic"), lambda place: _counts(rows, place))


def _counted(topics: Sequence[TopicFacts]) -> list[TopicFacts]:
    return [one for one in topics if one.window is not None]


def _count_row(place: int, topic: TopicFacts) -> dict[str, Any]:
    window = topic.window
    assert window is not None
    return {
        "row": place,
        "label": topic.name,
        "count": window.count,
        "expected": window.expected,
        "low": window.low,
        "high": window.high,
        "note": _("%(name)s: %(count)s comments, %(expected)s expected")
        % {"name": topic.name, "count": say_count(window.count), "expected": _one(window.expected)},
    }


def _one(number: float | None) -> str:
    return "–" if number is None else f"{number:.1f}"


def _counts(rows: list[dict[str, Any]], place: Place) -> Chart:
    most = max(max(row["count"], row["high"] or 0) for row in rows)
    marks = ticks(0, most, 4 if place.is_narrow else 6)
    labels = {row["row"]: row["label"] for row in rows}
    x = {
        "type": "quantitative",
        "axis": {"values": marks, "title": None, "grid": True, "orient": "bottom"},
        "scale": {"domain": [0, marks[-1]], "nice": False},
    }
    y = {
        "field": "row",
        "type": "ordinal",
        "scale": {"domain": list(labels), "padding": 0},
        "axis": None if place.is_narrow else _row_axis(list(labels.values())),
    }
    layers = [*_bands(x, y, place), *_dots(x, y, place)]
    return frame(layers, place, height=(NARROW_ROW if place.is_narrow else WIDE_ROW) * len(rows), data=rows)


def _row_axis(labels: list[str]) -> dict[str, Any]:
    quoted = ", ".join("'" + one.replace("\\", "\\\\").replace("'", "\\'") + "'" for one in labels)
    return {
        "title": None,
        "labelExpr": f"[{quoted}][datum.value]",
        "labelColor": "var(--ink)",
        "labelFontSize": 13,
        "labelLimit": 220,
    }


def _bands(x: dict[str, Any], y: dict[str, Any], place: Place) -> list[Layer]:
    down = 11 if place.is_narrow else 0
    known = {"filter": "isValid(datum.low)"}
    return [
        {
            "transform": [known],
            "mark": {
                "type": "rule",
                "strokeWidth": 12,
                "opacity": 0.18,
                "color": "var(--accent)",
                "yOffset": down,
            },
            "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y},
        },
        {
            "transform": [known],
            "mark": {"type": "tick", "thickness": 2, "size": 14, "color": "var(--ink-3)", "yOffset": down},
            "encoding": {"x": x | {"field": "expected"}, "y": y},
        },
    ]


def _dots(x: dict[str, Any], y: dict[str, Any], place: Place) -> list[Layer]:
    down = 11 if place.is_narrow else 0
    encoding = {"x": x | {"field": "count"}, "y": y, "tooltip": {"field": "note"}}
    dot: Layer = {
        "mark": {
            "type": "point",
            "filled": True,
            "opacity": 1,
            "size": 95,
            "color": "var(--accent)",
            "yOffset": down,
        },
        "encoding": encoding,
    }
    number: Layer = {
        "mark": {"type": "text", "align": "left", "dx": 10, "dy": down, "fontWeight": 600},
        "encoding": {"x": x | {"field": "count"}, "y": y, "text": {"field": "count"}},
    }
    words: Layer = {
        "mark": {"type": "text", "align": "left", "x": 0, "dy": -9, "limit": place.width - 20},
        "encoding": {"y": y, "text": {"field": "label"}},
    }
    return [dot, number, words] if place.is_narrow else [dot, number]


def series_picture(series: Sequence[StretchFacts], name: str) -> Picture | None:
    """Return a topic over time: a bar for each stretch of days, a line for what was to be expected."""
    rows = [_stretch_row(one) for one in series]
    if not rows:
        return None
    return picture("topic-picture", name, lambda place: _bars(rows, place))


def _stretch_row(one: StretchFacts) -> dict[str, Any]:
    days = f"{date_format(one.from_on, 'SHORT_DATE_FORMAT')} – {date_format(one.to_on, 'SHORT_DATE_FORMAT')}"
    return {
        "day": one.to_on.isoformat(),
        "short": date_format(one.to_on, "j. M"),
        "count": one.count,
        "expected": one.expected,
        "note": _("%(days)s: %(count)s of %(base)s comments, %(expected)s expected")
        % {
            "days": days,
            "count": say_count(one.count),
            "base": say_count(one.base),
            "expected": _one(one.expected),
        },
    }


def _bars(rows: list[dict[str, Any]], place: Place) -> Chart:
    most = max(max(row["count"], row["expected"] or 0) for row in rows)
    marks = ticks(0, max(most, 4), 4)
    step = max(1, -(-len(rows) // (4 if place.is_narrow else 9)))
    shown = {row["day"]: row["short"] for row in rows[::-1][::step]}
    words = ",".join(f"'{day}':'{short}'" for day, short in shown.items())
    x = {
        "field": "day",
        "type": "ordinal",
        "scale": {"domain": [row["day"] for row in rows], "paddingInner": 0.2},
        "axis": {
            "title": None, "values": list(shown), "labelExpr": f"({{{words}}})[datum.value]",
            "labelAngle": 0, "grid": False, "labelFlush": True,
        },
    }  # fmt: skip
    y = {
        "type": "quantitative",
        "axis": {"values": marks, "title": None, "grid": True},
        "scale": {"domain": [0, marks[-1]], "nice": False},
    }
    bar: Layer = {
        "mark": {"type": "bar", "color": "var(--accent)"},
        "encoding": {"x": x, "y": y | {"field": "count"}, "tooltip": {"field": "note"}},
    }
    line: Layer = {
        "mark": {"type": "line", "color": "var(--ink-3)", "strokeDash": [4, 3], "interpolate": "step"},
        "encoding": {"x": x, "y": y | {"field": "expected"}},
    }
    return frame([bar, line], place, height=170 if place.is_narrow else 210, data=rows)
