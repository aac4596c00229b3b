"""The pictures of themes: impacts as dots with whiskers, share and mood over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from heedful.understand.boards.charts import DotRow, Flag, LinePoint, Picture, dots, line, picture
from heedful.understand.boards.themes.wording import specific
from heedful.understand.boards.types import AnnotationFacts
from heedful.understand.metrics.types import (
    BreakdownRow,
    Score,
    ThemeFigures,
    ThemePoint,
    ThemesFound,
    Unit,
)
from heedful.understand.warehouse.types import Grain

MOST = 12


def impact_picture(
    id_: str, found: ThemesFound, url_of: Callable[[str], str], *, most: int = MOST
) -> Picture | None:
    """Draw the impacts of the themes that move the score most, what lowers it at the top."""
    known = [row for row in specific(found.rows) if row.impact.value is not None and not row.has_few]
    telling = sorted(known, key=lambda row: -abs(row.impact.value or 0))[:most]
    shown = sorted(telling, key=lambda row: row.impact.value or 0)
    if not shown:
        return None
    rows = [_dot(row, url_of) for row in shown]
    # Impacts of shares are points too: 3 percentage points, not 3 per cent of something.
    unit = Unit.SCALE if found.metric.unit is Unit.SCALE else Unit.POINTS
    decimals = 2 if unit is Unit.SCALE else 1
    title = _("Impact on %(metric)s") % {"metric": found.metric.name}
    return picture(id_, title, lambda where: dots(rows, unit, where, decimals=decimals), "tall")


def _dot(row: ThemeFigures, url_of: Callable[[str], str]) -> DotRow:
    impact = row.impact
    tone = "" if not impact.is_real else "worse" if (impact.value or 0) < 0 else "better"
    return DotRow(
        label=row.label,
        value=impact.value,
        low=impact.low,
        high=impact.high,
        n=row.n,
        is_faded=not impact.is_real,
        href=url_of(row.key),
        tone=tone,
    )


def share_picture(row: ThemeFigures, grain: Grain, annotations: Sequence[AnnotationFacts]) -> Picture:
    flags = [Flag(each.on, each.text) for each in annotations]
    points = [_point(each, each.share) for each in row.series]
    title = _("Share of comments over time")
    return picture(
        "theme-share", title, lambda where: line(points, Unit.PERCENT, where, grain=grain, flags=flags)
    )


def mood_picture(row: ThemeFigures, grain: Grain) -> Picture:
    points = [_point(each, each.net) for each in row.series]
    title = _("Net sentiment over time")
    return picture("theme-mood", title, lambda where: line(points, Unit.POINTS, where, grain=grain))


def _point(point: ThemePoint, score: Score) -> LinePoint:
    at = datetime(point.start.year, point.start.month, point.start.day, tzinfo=UTC)
    return LinePoint(at, point.label, score.value, score.low, score.high, score.n)


def groups_picture(
    rows: Sequence[BreakdownRow], whole: float | None, url_of: Callable[[BreakdownRow], str]
) -> Picture | None:
    """Draw the share of a theme in every group."""
    known = [row for row in rows if row.score.value is not None][:MOST]
    if not known:
        return None
    shown = [
        DotRow(
            row.label,
            row.score.value,
            row.score.low,
            row.score.high,
            row.score.n,
            is_faded=row.has_few,
            href=url_of(row),
        )
        for row in known
    ]
    title = _("Share by group")
    return picture("theme-groups", title, lambda where: dots(shown, Unit.PERCENT, where, whole=whole), "tall")


def spark(points: Sequence[ThemePoint], *, width: float = 80, height: float = 20) -> str:
    """Return the course of a share as the points of a polyline, from zero; gaps are left out."""
    known = [(place, each.share.value) for place, each in enumerate(points) if each.share.value is not None]
    if len(known) < 2:
        return ""
    most = max(value for _place, value in known) or 1.0
    step = width / max(len(points) - 1, 1)
    return " ".join(
        f"{place * step:.1f},{height - 1 - (height - 2) * value / most:.1f}" for place, value in known
    )
