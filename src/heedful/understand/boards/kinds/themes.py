from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.understand.boards.kind import Table, Tile
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.themes import wording
from heedful.understand.boards.themes.evidence import best_quotes
from heedful.understand.boards.themes.pictures import impact_picture
from heedful.understand.boards.themes.showing import theme_url, why_nothing
from heedful.understand.boards.themes.types import Quote
from heedful.understand.boards.types import TileSpec, Width
from heedful.understand.metrics.types import ScoreRequest, ThemeFigures, ThemesFound

SHOWN = 5


@dataclass(frozen=True, slots=True)
class TopTheme:
    """A theme of the tile: what it does to the score, and what somebody said of it."""

    figures: ThemeFigures
    impact: str
    interval: str
    url: str
    quote: Quote | None


class ThemesTile:
    """What to mend first: the themes that move the score most, each with a quote."""

    key: str = "themes"
    label: str | Promise = gettext_lazy("Top themes")
    width: Width = "two-thirds"
    template: str = "boards/tiles/themes.html"

    def foresees(self, spec: TileSpec, reading: Reading) -> Sequence[tuple[ScoreRequest, str]]:
        return [(reading.request(spec), "")]

    def read(self, spec: TileSpec, place: int, reading: Reading) -> Tile:
        request = reading.request(spec)
        title = _("What to mend first")
        state = why_nothing(reading)
        found = None if state else reading.themes(request)
        if found is None or not found.rows:
            nothing = _("Nobody speaks of a theme in this period and filter.")
            data = {"state": state or "no_words", "top": ()}
            return Tile(title=title, data=data, table=_table(()), lines=(nothing,))
        top = _top(found, request, reading)
        drawn = impact_picture(f"themes-{place}", found, lambda key: theme_url(key, reading), most=SHOWN)
        return Tile(
            title=title,
            note=_("impact of a theme on %(metric)s, with interval (95 %%)") % {"metric": found.metric.name},
            data={"state": "", "top": top, "sentence": wording.headline(found)},
            pictures=(drawn,) if drawn else (),
            table=_table(top),
            lines=tuple(_line(each) for each in top),
        )


def _top(found: ThemesFound, request: ScoreRequest, reading: Reading) -> tuple[TopTheme, ...]:
    """Choose the themes that move the score most, what lowers it first."""
    known = [row for row in wording.specific(found.rows) if row.impact.value is not None and not row.has_few]
    moving = sorted(known, key=lambda row: -abs(row.impact.value or 0))[:SHOWN]
    moving.sort(key=lambda row: row.impact.value or 0)
    signs = {row.key: 1 if (row.impact.value or 0) > 0 else -1 for row in moving}
    quotes = best_quotes(request, signs, by=reading.by)
    return tuple(
        TopTheme(
            row,
            wording.signed_impact(row, found),
            _interval(row, found),
            theme_url(row.key, reading),
            quotes.get(row.key),
        )
        for row in moving
    )


def _table(top: Sequence[TopTheme]) -> Table:
    return Table(
        (_("Theme"), "n", _("Impact"), _("Low"), _("High"), _("Share, per cent (themes overlap)")),
        tuple((each.figures.label, each.figures.n, *_numbers(each.figures)) for each in top),
    )


def _interval(row: ThemeFigures, found: ThemesFound) -> str:
    low, high = (wording.say_impact(end, found.metric.unit) for end in (row.impact.low, row.impact.high))
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _numbers(row: ThemeFigures) -> tuple[float | None, ...]:
    return row.impact.value, row.impact.low, row.impact.high, row.share.value


def _line(each: TopTheme) -> str:
    said = f" “{each.quote.text}”" if each.quote else ""
    return f"{each.figures.label}: {each.impact} ({each.interval}, n = {each.figures.n}){said}"


KIND = ThemesTile()
