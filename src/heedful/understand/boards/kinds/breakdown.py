from __future__ import annotations

from collections import Counter

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from heedful.understand.boards.charts import DotRow, dots, picture
from heedful.understand.boards.charts.frame import say
from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.kinds.score import numbers
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import Breakdown, BreakdownRow

SHOWN = 14  # rows of the picture; the table has all
FADED_BELOW = 30  # answers: fewer make an interval that says little


class BreakdownTile:
    """A score by group: dots with intervals, best first; a bracket joins those that cannot be told apart."""

    key: str = "breakdown"
    label: str | Promise = gettext_lazy("Breakdown")
    width: Width = "two-thirds"
    template: str = "boards/tiles/breakdown.html"

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        request = reading.request(spec)
        metric = reading.metric(request)
        dimension = chosen_dimension(spec, reading)
        if not dimension:
            return Tile(title=_("Breakdown"), data={"dimension": ""})
        breakdown = reading.breakdown(request, dimension)
        title = _("%(label)s by %(dimension)s") % {
            "label": metric.label,
            "dimension": breakdown.dimension_label,
        }
        rows = [_row(row, breakdown.total.value, spec, reading) for row in breakdown.rows]
        shown = _shown(rows)
        drawn = picture(
            f"breakdown-{place}",
            title,
            lambda where: dots(shown, metric.unit, where, whole=breakdown.total.value),
            "tall",
        )
        return Tile(
            title=title,
            note=_("dot: score, line: interval (95 %)"),
            data={
                "dimension": breakdown.dimension,
                "rows": list(zip(breakdown.rows, rows, strict=True)),
                "hidden": len(rows) - len(shown),
                "left_out": _left_out(breakdown),
                "has_bracket": sum(row.is_near_best for row in breakdown.rows) > 1,
            },
            pictures=(drawn,) if any(row.value is not None for row in rows) else (),
            table=Table(
                (breakdown.dimension_label, metric.label, _("Low"), _("High"), "n"),
                tuple((row.label, *numbers(row.score)) for row in breakdown.rows),
            ),
            lines=tuple(
                f"{row.label}: {say(row.score.value, metric.unit)} (n = {row.score.n})"
                for row in breakdown.rows[:SHOWN]
            ),
        )


def chosen_dimension(spec: TileSpec, reading: Reading) -> str:
    """Return what to break down by: chosen on the page, fixed by the tile, or the most telling there is."""
    if reading.by_dimension or spec.by:
        return reading.by_dimension or spec.by
    levels = Counter(unit.level for unit in reading.names.units.values())
    if level := next((level for level in reading.names.levels if levels[level] > 1), ""):
        return f"unit.{level}"
    public = [each for each in reading.names.attributes.values() if not each.is_personal]
    return f"attribute.{public[0].key}" if public else "channel"


def _row(row: BreakdownRow, whole: float | None, spec: TileSpec, reading: Reading) -> DotRow:
    score = row.score
    return DotRow(
        label=row.label,
        value=score.value,
        low=score.low,
        high=score.high,
        n=score.n,
        is_near_best=row.is_near_best and not (row.stands_out and _is_below(score.value, whole)),
        stands_out=row.stands_out,
        is_faded=score.n < FADED_BELOW,
        href=reading.answers(spec, *row.conditions),
    )


def _is_below(value: float | None, whole: float | None) -> bool:
    return value is not None and whole is not None and value < whole


def _shown(rows: list[DotRow]) -> list[DotRow]:
    """Choose the picture's rows: all of a few; of many those with enough answers, best and worst."""
    known = [row for row in rows if row.value is not None]
    if len(known) <= SHOWN:
        return known
    solid = [row for row in known if not row.is_faded]
    chosen = solid if len(solid) >= SHOWN else sorted(known, key=lambda row: -row.n)[:SHOWN]
    if len(chosen) <= SHOWN:
        return [row for row in known if row in chosen]
    half = SHOWN // 2
    return chosen[:half] + chosen[-half:]


def _left_out(breakdown: Breakdown) -> str:
    if not breakdown.suppressed:
        return ""
    return ngettext(
        "%(n)d group has too few answers to be shown",
        "%(n)d groups have too few answers to be shown",
        breakdown.suppressed,
    ) % {"n": breakdown.suppressed}


KIND = BreakdownTile()
