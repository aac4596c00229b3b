"""What all charts of scores share: numbers in words, and the score axis."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from heedful.platform.ui.charting import Chart, Layer, Picture, Place, frame, picture, say_count, ticks
from heedful.understand.metrics.types import Unit

__all__ = [
    "RANGES",
    "Chart",
    "Layer",
    "Picture",
    "Place",
    "explain",
    "extent",
    "frame",
    "picture",
    "say",
    "say_count",
    "score_axis",
    "ticks",
    "zero_rule",
]

RANGES = {Unit.POINTS: (-100.0, 100.0), Unit.PERCENT: (0.0, 100.0)}


def say(value: float | None, unit: Unit, *, decimals: int | None = None) -> str:
    """Write a score: +36, 71 %, 4.06; nothing known is a dash."""
    if value is None:
        return "–"
    places = {Unit.POINTS: 0, Unit.PERCENT: 0, Unit.SCALE: 2}[unit] if decimals is None else decimals
    rounded = round(value, places)
    written = number_format(abs(rounded), places, use_l10n=True, force_grouping=True)
    if unit is Unit.POINTS:
        return ("+" if rounded > 0 else "−" if rounded < 0 else "") + written
    minus = "−" if rounded < 0 else ""
    return f"{minus}{written} %" if unit is Unit.PERCENT else f"{minus}{written}"


def explain(
    label: str,
    value: float | None,
    low: float | None,
    high: float | None,
    n: int,
    unit: Unit,
    *,
    decimals: int | None = None,
) -> str:
    """Return what hovering a mark says: the first line is bold."""
    lines = [f"{label}: {say(value, unit, decimals=decimals)}"]
    if low is not None and high is not None:
        ends = {name: say(end, unit, decimals=decimals) for name, end in (("low", low), ("high", high))}
        lines.append(_("%(low)s to %(high)s") % ends)
    lines.append(_("n = %(n)s") % {"n": say_count(n)})
    return "\n".join(lines)


def extent(
    values: Iterable[tuple[float | None, float | None, float | None]], unit: Unit, about: int
) -> list[float]:
    """Return the ticks of a score axis: what was scored, and as much of the intervals as is usual.

    One period with two answers has an interval over the whole scale; it must not flatten all others.
    """
    known = [(v, v if lo is None else lo, v if hi is None else hi) for v, lo, hi in values if v is not None]
    if not known:
        return ticks(*RANGES.get(unit, (0.0, 5.0)), about)
    reach = 1.6 * median((high - low) / 2 for _v, low, high in known)
    low = min(max(lo, v - reach) for v, lo, _hi in known)
    high = max(min(hi, v + reach) for v, _lo, hi in known)
    if unit in RANGES:
        low, high = max(low, RANGES[unit][0]), min(high, RANGES[unit][1])
    if high - low < _least_span(unit):
        middle = (high + low) / 2
        low, high = middle - _least_span(unit) / 2, middle + _least_span(unit) / 2
    return ticks(low, high, about)


def _least_span(unit: Unit) -> float:
    # Below this a chart would make mountains of noise.
    return 0.5 if unit is Unit.SCALE else 10.0


def score_axis(marks: list[float], unit: Unit, **more: Any) -> dict[str, Any]:
    expression = {
        Unit.POINTS: "datum.value > 0 ? '+' + format(datum.value, ',~g') : format(datum.value, ',~g')",
        Unit.PERCENT: "format(datum.value, ',~g') + ' %'",
        Unit.SCALE: "format(datum.value, ',~g')",
    }[unit]
    return {"values": marks, "labelExpr": expression, "title": None, "grid": True, **more}


def zero_rule(marks: list[float], channel: str, **mark: Any) -> list[Layer]:
    """Draw the zero of a score axis stronger than its grid, where zero is on it."""
    if not marks[0] <= 0 <= marks[-1]:
        return []
    rule = {"type": "rule", "color": "var(--rule-strong)", "strokeWidth": 1, **mark}
    return [{"mark": rule, "encoding": {channel: {"datum": 0}}}]
