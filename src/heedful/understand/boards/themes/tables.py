"""The numbers of themes as rows: what is copied and exported."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heedful.understand.boards.kind import Table, Value
from heedful.understand.metrics.types import ThemeFigures, ThemesFound


def themes_table(found: ThemesFound) -> Table:
    header = (
        _("Key"), _("Theme"), _("Theme above"), "n", _("Share, per cent (themes overlap)"), _("Low"),
        _("High"), _("Net sentiment"), _("Low"), _("High"), _("Impact"), _("Low"), _("High"), "p",
        _("Score without"), _("Share before to now"), "p", _("Finding"),
    )  # fmt: skip
    return Table(header, tuple(_row(row) for row in found.rows))


def _row(row: ThemeFigures) -> tuple[Value, ...]:
    share, net, impact, change = row.share, row.net, row.impact, row.change
    moved = change.comparison if change else None
    return (
        row.key, row.label, row.parent, row.n, share.value, share.low, share.high, net.value, net.low,
        net.high, impact.value, impact.low, impact.high, impact.p_value, impact.score_without,
        moved.difference if moved else None, moved.p_value if moved else None,
        change.finding.value if change else None,
    )  # fmt: skip


def series_table(row: ThemeFigures | None) -> Table:
    return Table(
        (_("Period"), _("Share, per cent"), _("Low"), _("High"), _("Comments"), _("Net sentiment"), "n"),
        tuple(
            (
                point.label, point.share.value, point.share.low, point.share.high, point.share.n,
                point.net.value, point.net.n,
            )
            for point in (row.series if row else ())
        ),
    )  # fmt: skip


def classes_table(row: ThemeFigures | None) -> Table:
    return Table(
        (_("Class"), "n", _("Per cent of those who speak of it"), _("Per cent of all others")),
        tuple((_(one.label), one.n, one.share, one.share_of_rest) for one in (row.classes if row else ())),
    )
