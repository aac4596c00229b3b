from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from heedful.understand.boards.charts import DotRow, dots, picture
from heedful.understand.boards.charts.frame import say
from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.kinds.score import numbers
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import Breakdown, BreakdownRow, ScoreRequest

SHOWN = 12  # rows of the picture; the table has all, up to a page of them
BEST = 3
IN_TABLE = 40  # rows; all of them on request, for a table of thousands is slow to send
FADED_BELOW = 30  # answers: fewer make an interval that says little


class BreakdownTile:
    """A score by group: dots with intervals, best first; a bracket joins those that cannot be told apart."""

    key: str = "breakdown"
    label: str | Promise = gettext_lazy("Breakdown")
    width: Width = "two-thirds"
    template: str = "boards/tiles/breakdown.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        dimension = chosen_dimension(spec, reading)
        return [(reading.request(spec), dimension)] if dimension else []

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        request = reading.request(spec)
        metric = reading.metric(request)
        dimension = chosen_dimension(spec, reading)
        if not dimension:
            return Tile(title=_("Breakdown"), data={"dimension": ""})
        breakdown = reading.breakdown(request, dimension)
        title = _("%(label)s by %(dimension)s") % {
            "label": metric.name,
            "dimension": breakdown.dimension_label,
        }
        whole = breakdown.total.value
        telling, listed = _shown(breakdown.rows), breakdown.rows[: None if reading.has_all_rows else IN_TABLE]
        shown = [_row(row, whole, spec, reading) for row in telling]
        drawn = picture(
            f"breakdown-{place}",
            title,
            lambda where: dots(shown, metric.unit, where, whole=whole),
            "tall",
        )
        return Tile(
            title=title,
            note=_note(breakdown),
            data={
                "dimension": breakdown.dimension,
                "rows": [(row, _row(row, whole, spec, reading)) for row in listed],
                "n_rows": len(breakdown.rows),
                "n_listed": len(listed),
                "hidden": len(breakdown.rows) - len(shown),
                "left_out": _left_out(breakdown),
                "has_bracket": sum(row.is_near_best for row in breakdown.rows) > 1,
            },
            pictures=(drawn,) if shown else (),
            table=Table(
                (breakdown.dimension_label, metric.name, _("Low"), _("High"), _base_header(breakdown)),
                tuple((row.label, *numbers(row.score)) for row in breakdown.rows),
            ),
            lines=tuple(
                f"{row.label}: {say(row.score.value, metric.unit)} (n = {row.score.n})"
                for row in breakdown.rows[:SHOWN]
            ),
        )


def _note(breakdown: Breakdown) -> str:
    drawn = _("dot: score, line: interval (95 %)")
    if not breakdown.overlaps:
        return drawn
    return f"{drawn}. " + _(
        "An answer may stand in several groups, so their n add up to more than the whole and their shares"
        " to more than 100 %. Each group is compared with all answers outside it."
    )


def _base_header(breakdown: Breakdown) -> str:
    return _("n (an answer may stand in several groups)") if breakdown.overlaps else "n"


def chosen_dimension(spec: TileSpec, reading: Reading) -> str:
    """Return what to break down by: chosen on the page, fixed by the tile, or the most telling there is."""
    if reading.by_dimension or spec.by:
        return reading.by_dimension or spec.by
    return reading.default_dimension


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
        is_faded=_is_faded(row),
        href=reading.answers(spec, *row.conditions),
    )


def _is_below(value: float | None, whole: float | None) -> bool:
    return value is not None and whole is not None and value < whole


def _shown(rows: Sequence[BreakdownRow]) -> list[BreakdownRow]:
    """Choose the picture's rows: all of a few; of many the best, those that stand out, and the worst."""
    known = [row for row in rows if row.score.value is not None]
    if len(known) <= SHOWN:
        return known
    solid = [place for place, row in enumerate(known) if not _is_faded(row)]
    if len(solid) < SHOWN:
        solid = sorted(sorted(range(len(known)), key=lambda place: -known[place].score.n)[:SHOWN])
    telling = [place for place in solid if known[place].stands_out]
    order = dict.fromkeys([*solid[:BEST], *_from_both_ends(telling), *reversed(solid)])
    return [known[place] for place in sorted(list(order)[:SHOWN])]


def _is_faded(row: BreakdownRow) -> bool:
    return row.has_few or row.score.n < FADED_BELOW


def _from_both_ends(places: list[int]) -> list[int]:
    """Worst, best, second worst, second best: what stands out most comes first."""
    halves = zip_longest(reversed(places), places)
    return list(dict.fromkeys(place for pair in halves for place in pair if place is not None))


def _left_out(breakdown: Breakdown) -> str:
    if not breakdown.suppressed:
        return ""
    return ngettext(
        "%(n)d group has too few answers to be shown",
        "%(n)d groups have too few answers to be shown",
        breakdown.suppressed,
    ) % {"n": breakdown.suppressed}


KIND = BreakdownTile()
