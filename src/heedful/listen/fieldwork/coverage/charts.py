"""Forty surveys of the same people: which intervals hold the truth?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from heedful.methods.results import Estimate
from heedful.platform.ui.charting import Chart, Picture, Place, frame, picture, ticks

if TYPE_CHECKING:
    from heedful.listen.fieldwork.coverage.simulate import Seen, Sight

SHOWN = 40


def pictures(sight: Sight) -> tuple[Picture, Picture]:
    """Raw and weighted intervals on one scale."""
    marks = _marks(sight)
    return (
        picture("raw", _("Raw"), lambda place: _intervals(sight.raw, sight.true, marks, place)),
        picture(
            "weighted", _("Weighted"), lambda place: _intervals(sight.weighted, sight.true, marks, place)
        ),
    )


def _marks(sight: Sight) -> list[float]:
    shown = [*sight.raw.estimates[:SHOWN], *sight.weighted.estimates[:SHOWN]]
    ends = [end for one in shown for end in (one.low, one.high) if end is not None]
    return ticks(min([*ends, sight.true]), max([*ends, sight.true]), 5)


def _intervals(seen: Seen, true: float, marks: list[float], place: Place) -> Chart:
    found = seen.estimates[: 24 if place.is_narrow else SHOWN]
    x: dict[str, Any] = {"field": "draw", "type": "ordinal", "axis": None, "scale": {"padding": 0.6}}
    y: dict[str, Any] = {
        "type": "quantitative",
        "axis": {"values": marks, "title": None, "grid": True, "labelExpr": "format(datum.value, '+d')"},
        "scale": {"domain": [marks[0], marks[-1]], "zero": False, "nice": False},
    }
    tone = {"field": "tone", "type": "nominal", "scale": None}
    shape = {"field": "shape", "type": "nominal", "scale": None}
    note = {"field": "note"}
    once: dict[str, Any] = {"values": [{}]}  # else the rule is drawn a time a row
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.55},
            "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}, "color": tone},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 34},
            "encoding": {"x": x, "y": y | {"field": "value"}, "color": tone, "shape": shape, "tooltip": note},
        },
        {
            "data": once,
            "mark": {"type": "rule", "color": "var(--ink)", "strokeWidth": 1.4, "strokeDash": [5, 3]},
            "encoding": {"y": y | {"datum": true}},
        },
        {
            "data": once,
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "bottom",
                "dx": 4,
                "dy": -3,
                "x": 0,
                "color": "var(--ink)",
                "fontSize": place.text,
                "text": _("true score"),
            },
            "encoding": {"y": y | {"datum": true}},
        },
    ]
    return frame(layers, place, height=180 if place.is_narrow else 200, data=_rows(found, true))


def _rows(found: Sequence[Estimate], true: float) -> list[dict[str, Any]]:
    rows = []
    for number, one in enumerate(found, start=1):
        if one.value is None or one.low is None or one.high is None:
            continue
        holds = one.low <= true <= one.high
        told = _("holds the true score") if holds else _("misses the true score")
        rows.append(
            {
                "draw": number,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "tone": "var(--accent)" if holds else "var(--worse)",
                "shape": "circle" if holds else "diamond",
                "note": f"{_('Survey')} {number}: {_whole(one.value)}\n"
                f"{_whole(one.low)} … {_whole(one.high)}, {told}\nn = {_whole(one.n)}",
            }
        )
    return rows


def _whole(value: float) -> str:
    return number_format(round(value), 0, use_l10n=True)
