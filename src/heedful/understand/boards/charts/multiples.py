from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heedful.understand.boards.charts.frame import Chart, Place, extent
from heedful.understand.boards.charts.lines import LinePoint, line
from heedful.understand.metrics.types import Unit
from heedful.understand.warehouse.types import Grain


@dataclass(frozen=True, slots=True)
class Panel:
    label: str
    points: tuple[LinePoint, ...]


def small_multiples(
    panels: Sequence[Panel], unit: Unit, place: Place, *, grain: Grain
) -> list[tuple[str, Chart]]:
    """One small line a group, all on the same scale, with the group's name: the page lays them out."""
    everything = [(point.value, point.low, point.high) for panel in panels for point in panel.points]
    marks = extent(everything, unit, 3)
    return [
        (panel.label, _small(line(panel.points, unit, place, grain=grain, marks=marks))) for panel in panels
    ]


def _small(chart: Chart) -> Chart:
    return chart | {"height": 84, "width": Place.NARROW.width}
