"""The difference of an arm as it would have been seen day by day."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heedful.listen.responses.experiments.types import ArmComparison, Look, Unit
from heedful.listen.responses.experiments.wording import signed
from heedful.platform.ui.charting import Chart, Picture, Place, frame, picture, ticks


def looks_picture(number: int, one: ArmComparison, first: str, unit: Unit) -> Picture | None:
    shown = [look for look in one.looks if look.low is not None]
    if not shown:
        return None
    title = _("%(arm)s against %(first)s, day by day") % {"arm": one.arm, "first": first}
    return picture(f"looks-{number}", title, lambda place: _band(shown, unit, place))


def _band(looks: list[Look], unit: Unit, place: Place) -> Chart:
    rows = [_row(number, look, unit) for number, look in enumerate(looks)]
    marks = ticks(min([0.0, *(row["low"] for row in rows)]), max([0.0, *(row["high"] for row in rows)]), 5)
    step = max(1, len(looks) // (3 if place.is_narrow else 7))
    labels = [date_format(look.day, "j. M") for look in looks]
    x: dict[str, Any] = {
        "field": "look",
        "type": "quantitative",
        "scale": {"domain": [0, max(len(looks) - 1, 1)], "nice": False},
        "axis": {
            "title": None,
            "values": list(range(0, len(looks), step)),
            "labelExpr": "[" + ",".join(f"'{one}'" for one in labels) + "][datum.value]",
            "grid": False,
            "labelFlush": True,
        },
    }
    y: dict[str, Any] = {
        "type": "quantitative",
        "axis": {"values": marks, "title": None, "grid": True, "labelExpr": "format(datum.value, '+~g')"},
        "scale": {"domain": [marks[0], marks[-1]], "nice": False},
    }
    note = {"field": "note"}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": [{}]},  # else it is drawn a time a row
            "mark": {"type": "rule", "color": "var(--rule-strong)"},
            "encoding": {"y": y | {"datum": 0}},
        },
        {
            "mark": {"type": "area", "color": "var(--accent)", "opacity": 0.16},
            "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 2.2},
            "encoding": {"x": x, "y": y | {"field": "difference"}},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 0, "size": 400},
            "encoding": {"x": x, "y": y | {"field": "difference"}, "tooltip": note},
        },
    ]
    return frame(layers, place, height=190 if place.is_narrow else 220, data=rows)


def _row(number: int, look: Look, unit: Unit) -> dict[str, Any]:
    day = date_format(look.day, "SHORT_DATE_FORMAT")
    return {
        "look": number,
        "difference": look.difference,
        "low": look.low,
        "high": look.high,
        "note": f"{day}: {signed(look.difference, unit)}\n"
        f"{signed(look.low, unit)} … {signed(look.high, unit)}\nn = {look.n}",
    }
