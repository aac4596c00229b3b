from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from heedful.understand.boards.charts import Flag, LinePoint, line, picture
from heedful.understand.boards.charts.frame import say
from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.kinds.score import numbers
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.rules import grain_for
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import ScoreRequest, TrendPoint
from heedful.understand.warehouse.types import Grain

GRAIN_WORDS = {
    Grain.HOUR: gettext_lazy("by hour"),
    Grain.DAY: gettext_lazy("by day"),
    Grain.WEEK: gettext_lazy("by week"),
    Grain.MONTH: gettext_lazy("by month"),
    Grain.QUARTER: gettext_lazy("by quarter"),
    Grain.YEAR: gettext_lazy("by year"),
}


class TrendTile:
    """A score over time with its interval, and flags of what happened."""

    key: str = "trend"
    label: str | Promise = gettext_lazy("Trend")
    width: Width = "two-thirds"
    template: str = "boards/tiles/trend.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        return [(reading.request(spec), f"time.{_grain(spec, reading)}")]

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        request = reading.request(spec)
        metric = reading.metric(request)
        grain = _grain(spec, reading)
        trend = reading.trend(request, grain)
        points = [_point(point, grain, spec, reading) for point in trend.points]
        flags = [Flag(each.on, each.text) for each in reading.annotations]
        title = _("%(label)s over time") % {"label": metric.name}
        drawn = picture(
            f"trend-{place}", title, lambda where: line(points, metric.unit, where, grain=grain, flags=flags)
        )
        rows = tuple((point.label, *numbers(point.score)) for point in trend.points)
        return Tile(
            title=title,
            note=pgettext("note of a trend", "%(grain)s, band: 95 %% interval")
            % {"grain": GRAIN_WORDS[grain]},
            data={
                "points": [
                    (point.label, point.score, mark.href)
                    for point, mark in zip(trend.points, points, strict=True)
                ],
                "has_values": any(point.score.value is not None for point in trend.points),
                "grain": grain,
                "grains": GRAIN_WORDS.items(),
                "annotations": reading.annotations,
            },
            pictures=(drawn,),
            table=Table((_("Period"), metric.name, _("Low"), _("High"), "n"), rows),
            lines=tuple(
                f"{point.label}: {say(point.score.value, metric.unit)} (n = {point.score.n})"
                for point in trend.points[-6:]
            ),
        )


def _grain(spec: TileSpec, reading: Reading) -> Grain:
    chosen = reading.grain or spec.grain
    if chosen in set(Grain):
        return Grain(chosen)
    first, last = reading.asked.filter.from_on, reading.asked.filter.to_on
    return grain_for((last - first).days + 1 if first and last else None)


def _point(point: TrendPoint, grain: Grain, spec: TileSpec, reading: Reading) -> LinePoint:
    at = datetime(point.start.year, point.start.month, point.start.day, point.hour or 0, tzinfo=UTC)
    score = point.score
    first, last = point.start, _last_day(point, grain)
    href = reading.answers(spec, period=None, from_on=first, to_on=last)
    return LinePoint(at, point.label, score.value, score.low, score.high, score.n, href)


def _last_day(point: TrendPoint, grain: Grain) -> date:
    start = point.start
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(grain)
    if months:
        years, month = divmod(start.month - 1 + months, 12)
        return start.replace(year=start.year + years, month=month + 1, day=1) - timedelta(days=1)
    return start + timedelta(days=6) if grain is Grain.WEEK else start


KIND = TrendTile()
