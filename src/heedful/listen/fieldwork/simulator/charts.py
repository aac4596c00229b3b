"""Pictures of an outlook."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heedful.listen.fieldwork.simulator.wording import whole
from heedful.platform.ui.charting import Chart, Layer, Picture, Place, frame, picture, ticks

TONES = ("var(--accent)", "var(--promoter)", "var(--passive)", "var(--caution)", "var(--detractor)")
SHAPES = ("circle", "diamond")


def pictures(result: dict[str, Any]) -> list[Picture]:
    """Asks a day by channel, one picture a scenario, all on one scale."""
    first = date.fromisoformat(result["start"][:10])
    days = [first + timedelta(days=number) for number in range(result["days"] + 1)]
    most = max((n for one in result["scenarios"] for n in _totals(one).values()), default=0)
    channels = sorted({each["channel"] for one in result["scenarios"] for each in one["by_day"]})
    return [
        _asks_a_day(number, one, days, channels, ticks(0, max(most, 4), 4))
        for number, one in enumerate(result["scenarios"])
    ]


def _totals(scenario: dict[str, Any]) -> dict[str, int]:
    totals: defaultdict[str, int] = defaultdict(int)
    for one in scenario["by_day"]:
        totals[one["day"]] += one["asks"]
    return totals


def _asks_a_day(
    number: int, scenario: dict[str, Any], days: list[date], channels: list[str], marks: list[float]
) -> Picture:
    title = scenario["name"] or _("Asks a day")
    rows = [_row(one, channels) for one in scenario["by_day"]]
    return picture(f"asks-{number}", title, lambda place: _bars(rows, days, marks, place))


def _row(one: dict[str, Any], channels: list[str]) -> dict[str, Any]:
    day = date.fromisoformat(one["day"])
    return {
        "day": one["day"],
        "asks": one["asks"],
        "channel": one["channel"],
        "tone": TONES[channels.index(one["channel"]) % len(TONES)],
        "note": f"{date_format(day, 'SHORT_DATE_FORMAT')}: {whole(one['asks'])}\n{one['channel']}",
    }


def _bars(rows: list[dict[str, Any]], days: list[date], marks: list[float], place: Place) -> Chart:
    step = max(1, len(days) // (3 if place.is_narrow else 7))
    shown = {day.isoformat(): date_format(day, "j. M") for day in days[::step]}
    x = {
        "field": "day",
        "type": "ordinal",
        "scale": {"domain": [day.isoformat() for day in days], "paddingInner": 0.15},
        "axis": {
            "title": None,
            "values": list(shown),
            "labelExpr": f"{_object(shown)}[datum.value]",
            "labelAngle": 0,
            "grid": False,
            "labelFlush": True,
        },
    }
    y = {
        "field": "asks",
        "type": "quantitative",
        "stack": "zero",
        "axis": {"values": marks, "title": None, "grid": True, "labelExpr": "format(datum.value, ',d')"},
        "scale": {"domain": [marks[0], marks[-1]], "nice": False},
    }
    tone = {"field": "tone", "type": "nominal", "scale": None}
    layer: Layer = {
        "mark": {"type": "bar"},
        "encoding": {
            "x": x,
            "y": y,
            "color": tone,
            "order": {"field": "channel"},
            "tooltip": {"field": "note"},
        },
    }
    return frame([layer], place, height=170 if place.is_narrow else 200, data=rows)


def _object(texts: dict[str, str]) -> str:
    inner = ",".join(f"'{key}':'{_quoted(text)}'" for key, text in texts.items())
    return f"({{{inner}}})"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def margins(result: dict[str, Any]) -> Picture | None:
    """How sure each group's score would be, a dot a scenario."""
    rows = [
        {
            "segment": one["segment"] or _("not known"),
            "margin": one["margin"],
            "tone": TONES[number % 2],
            "shape": SHAPES[number],
            "note": f"{one['segment'] or _('not known')}: ±{one['margin']:.1f}\n{scenario['name']}",
        }
        for number, scenario in enumerate(result["scenarios"])
        for one in scenario["segments"][:30]
        if one["margin"] is not None
    ]
    if not rows:
        return None
    return picture("margins", _("Half width of the interval, points"), lambda place: _dots(rows, place))


def _dots(rows: list[dict[str, Any]], place: Place) -> Chart:
    names = list(dict.fromkeys(row["segment"] for row in rows))
    marks = ticks(0, max(row["margin"] for row in rows), 4 if place.is_narrow else 6)
    scale = {"domain": [0, marks[-1]], "nice": False}
    x = {
        "field": "margin",
        "type": "quantitative",
        "axis": {
            "values": marks,
            "title": None,
            "grid": True,
            "labelExpr": "'±' + format(datum.value, '~g')",
        },
        "scale": scale,
    }
    y = {
        "field": "segment",
        "type": "nominal",
        "sort": names,
        "axis": {
            "title": None,
            "labelColor": "var(--ink)",
            "labelLimit": 120 if place.is_narrow else 220,
        },
    }
    layer: Layer = {
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 90},
        "encoding": {
            "x": x,
            "y": y,
            "color": {"field": "tone", "type": "nominal", "scale": None},
            "shape": {"field": "shape", "type": "nominal", "scale": None},
            "tooltip": {"field": "note"},
        },
    }
    return frame([layer], place, height=28 * len(names) + 10, data=rows)
