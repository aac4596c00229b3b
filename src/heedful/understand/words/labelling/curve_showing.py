"""The learning curve as a picture and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _, ngettext

from heedful.platform.ui.charting import Chart, Picture, Place, frame, picture, say_count, ticks
from heedful.understand.words.labelling.types import LearningCurve

if TYPE_CHECKING:
    from heedful.methods.language.themes.curve import CurvePoint

STEADY = 0.02  # F1: what the last doubling brought; less than this is not worth an afternoon


def curve_sentence(curve: LearningCurve) -> str:
    """Say what the last doubling of labels brought."""
    if len(curve.points) < 2:
        return _("Nobody has measured yet how much more labels would help.")
    before, last = curve.points[-2], curve.points[-1]
    gained = last.value - before.value
    told = ngettext(
        "With %(n)s labelled comment themes are found with F1 %(value)s",
        "With %(n)s labelled comments themes are found with F1 %(value)s",
        last.n,
    ) % {"n": say_count(last.n), "value": f"{last.value:.2f}"}
    spread = max(before.spread, last.spread)
    if gained > max(STEADY, spread):
        return told + _("; the last step from %(n)s brought %(gained)s: more labels still help.") % {
            "n": say_count(before.n),
            "gained": f"{gained:+.2f}",
        }
    return told + _("; the last step from %(n)s brought no more than chance would (%(gained)s).") % {
        "n": say_count(before.n),
        "gained": f"{gained:+.2f}",
    }


def curve_picture(curve: LearningCurve) -> Picture | None:
    if len(curve.points) < 2:
        return None
    return picture("learning-curve", _("F1 by labelled comments"), lambda place: _drawn(curve.points, place))


def _drawn(points: tuple[CurvePoint, ...], place: Place) -> Chart:
    rows = [_row(one) for one in points]
    marks = ticks(max(0.0, min(row["low"] for row in rows)), min(1.0, max(row["high"] for row in rows)), 4)
    x: dict[str, Any] = {
        "field": "n",
        "type": "quantitative",
        "scale": {"type": "log", "base": 2, "domain": [points[0].n, points[-1].n], "nice": False},
        "axis": {"values": [one.n for one in points], "title": None, "grid": False, "labelFlush": True},
    }
    y: dict[str, Any] = {
        "type": "quantitative",
        "axis": {"values": marks, "title": None, "grid": True, "format": ".2~f"},
        "scale": {"domain": [marks[0], marks[-1]], "nice": False},
    }
    line = {"x": x, "y": y | {"field": "value"}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "color": "var(--accent)", "opacity": 0.16},
            "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
        },
        {"mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 2.2}, "encoding": line},
        {
            "mark": {"type": "point", "filled": True, "color": "var(--accent)", "size": 50, "opacity": 1},
            "encoding": line | {"tooltip": {"field": "note"}},
        },
    ]
    return frame(layers, place, height=170, data=rows)


def _row(point: CurvePoint) -> dict[str, Any]:
    return {
        "n": point.n,
        "value": point.value,
        "low": max(0.0, point.value - point.spread),
        "high": min(1.0, point.value + point.spread),
        "note": f"{say_count(point.n)}: {point.value:.2f} ± {point.spread:.2f}",
    }
