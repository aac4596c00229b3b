"""One person's scores over time."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from heedful.listen.responses.people.types import ScoreLine
from heedful.platform.ui.charting import Chart, Picture, Place, frame, picture

TONES = {
    "promoter": "var(--promoter)",
    "top": "var(--promoter)",
    "passive": "var(--passive)",
    "detractor": "var(--detractor)",
}
FEWEST = 2  # answers that make a line
MOST_STEPS = 6


def pictures(lines: tuple[ScoreLine, ...], most: int = 2) -> list[Picture]:
    """Return a picture for each of the longest lines."""
    long = [line for line in lines if len(line.points) >= FEWEST][:most]
    return [
        picture(f"line-{number}", f"{line.survey_name}: {line.question}", _drawn(line), "low")
        for number, line in enumerate(long)
    ]


def _drawn(line: ScoreLine) -> Any:
    def draw(place: Place) -> Chart:
        x = {"field": "at", "type": "temporal", "axis": {"title": None, "grid": False, "tickCount": 6}}
        y = {
            "field": "score",
            "type": "quantitative",
            "axis": {"title": None, "values": _steps(line)},
            "scale": {"domain": [line.low, line.high], "nice": False, "zero": False},
        }
        tone = {"field": "tone", "type": "nominal", "scale": None}
        layers: list[dict[str, Any]] = [
            {
                "mark": {"type": "line", "color": "var(--ink-3)", "strokeWidth": 1.5},
                "encoding": {"x": x, "y": y},
            },
            {
                "mark": {"type": "point", "filled": True, "opacity": 1, "size": 70},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": tone,
                    "tooltip": {"field": "note"},
                    "href": {"field": "href"},
                },
            },
        ]
        return frame(layers, place, height=130, data=_rows(line))

    return draw


def _rows(line: ScoreLine) -> list[dict[str, Any]]:
    return [
        {
            "at": timezone.localtime(point.at).strftime("%Y-%m-%dT%H:%M:%S"),
            "score": point.score,
            "tone": TONES.get(point.css_class, "var(--ink-2)"),
            "note": f"{date_format(timezone.localtime(point.at), 'SHORT_DATE_FORMAT')}: {point.score}",
            "href": f"/answers/{point.response_uid}/",
        }
        for point in line.points
    ]


def _steps(line: ScoreLine) -> list[int]:
    width = max(1, -(-(line.high - line.low) // MOST_STEPS))
    return list(range(line.low, line.high + 1, width))
