from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heedful.understand.boards.charts.dots import _as_list
from heedful.understand.boards.charts.frame import Chart, Layer, Place, frame, say, say_count
from heedful.understand.metrics.types import Unit

ROOM = 96


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A part of all answers; ``tone`` is good, neutral or bad."""

    label: str
    share: float | None  # per cent
    n: int
    tone: str = "neutral"
    href: str = ""


TONES = {"good": "var(--promoter)", "neutral": "var(--passive)", "bad": "var(--detractor)"}


def share_bars(bars: Sequence[ShareBar], place: Place) -> Chart:
    """Shares as horizontal bars from zero, with per cent and n at their end."""
    most = max((bar.share or 0.0 for bar in bars), default=1.0) or 1.0
    x = {
        "field": "share",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, most], "nice": False, "range": [0, {"expr": f"width - {ROOM}"}]},
    }
    y = {
        "field": "row",
        "type": "ordinal",
        "scale": {"domain": list(range(len(bars))), "paddingInner": 0.28, "paddingOuter": 0.1},
        "axis": {
            "title": None,
            "labelExpr": f"{_as_list([bar.label for bar in bars])}[datum.value]",
            "labelColor": "var(--ink)",
            "labelFontSize": place.text + 1,
            "labelLimit": 120 if place.is_narrow else 220,
        },
    }
    layers = _layers(x, y, place)
    return frame(
        layers,
        place,
        height=(30 if place.is_narrow else 26) * max(1, len(bars)),
        data=[_row(*each) for each in enumerate(bars)],
    )


def _row(place: int, bar: ShareBar) -> dict[str, Any]:
    share = say(bar.share, Unit.PERCENT)
    return {
        "row": place,
        "share": bar.share or 0,
        "says": share,
        "n": say_count(bar.n),
        "tone": TONES[bar.tone],
        "note": f"{bar.label}: {share}\nn = {say_count(bar.n)}",
        "href": bar.href,
    }


def _layers(x: dict[str, Any], y: dict[str, Any], place: Place) -> list[Layer]:
    colour = {"field": "tone", "type": "nominal", "scale": None}
    label = {"type": "text", "baseline": "middle", "align": "right"}
    return [
        {
            "mark": {"type": "bar", "cornerRadiusEnd": 3, "cursor": "pointer"},
            "encoding": {"x": x, "y": y, "color": colour, "tooltip": {"field": "note"}},
        },
        {
            "mark": label
            | {"x": {"expr": f"width - {ROOM - 46}"}, "fontWeight": 600, "fontSize": place.text + 1},
            "encoding": {"y": y, "text": {"field": "says"}},
        },
        {
            "mark": label | {"x": {"expr": "width - 2"}, "color": "var(--ink-3)"},
            "encoding": {"y": y, "text": {"field": "n"}},
        },
    ]
