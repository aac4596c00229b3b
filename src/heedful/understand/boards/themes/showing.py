"""From a reading of a page to what the themes board and the page of a theme show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Permission
from heedful.platform.ui.filters import parse_condition
from heedful.understand.boards.charts import Picture
from heedful.understand.boards.kind import Table
from heedful.understand.boards.queries.choices import address
from heedful.understand.boards.reading import Reading
from heedful.understand.boards.themes import pictures, wording
from heedful.understand.boards.themes.evidence import quotes
from heedful.understand.boards.themes.tables import classes_table, series_table, themes_table
from heedful.understand.boards.themes.types import Quote, Readers, ThemeRow
from heedful.understand.metrics.types import Breakdown, BreakdownRow, ThemeFigures, ThemesFound
from heedful.understand.words.readings.queries import current_edition
from heedful.understand.words.themes.documents import Theme
from heedful.understand.words.themes.queries import active_taxonomies
from heedful.understand.words.themes.types import TaxonomyFacts


@dataclass(frozen=True, slots=True)
class ShownThemes:
    """The themes board. ``state`` says why there is nothing: no_words, no_themes, not_read; else empty."""

    reading: Reading
    state: str
    found: ThemesFound | None = None
    rows: tuple[ThemeRow, ...] = ()
    sentence: str = ""
    because: tuple[str, ...] = ()
    picture: Picture | None = None
    table: Table | None = None
    readers: Readers | None = None


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """The page of one theme."""

    reading: Reading
    theme: Theme
    taxonomy: TaxonomyFacts | None
    label: str
    found: ThemesFound | None
    figures: ThemeFigures | None
    sentence: str
    because: tuple[str, ...]
    above: str  # name of the theme above
    below: tuple[ThemeRow, ...] = ()
    share: Picture | None = None
    mood: Picture | None = None
    breakdown: Breakdown | None = None
    groups: Picture | None = None
    group_rows: tuple[tuple[BreakdownRow, str], ...] = ()
    tables: tuple[Table, ...] = ()
    quotes: tuple[Quote, ...] = ()
    readers: Readers | None = None


def show_themes(reading: Reading) -> ShownThemes:
    """Read every theme for what the page shows."""
    state = why_nothing(reading)
    found = None if state else reading.themes(reading.asked)
    if found is None:
        return ShownThemes(reading, state or "no_words")
    return ShownThemes(
        reading,
        state="",
        found=found,
        rows=_nested(found, reading),
        sentence=wording.headline(found),
        because=tuple(wording.because(found)),
        picture=pictures.impact_picture("impacts", found, lambda key: theme_url(key, reading)),
        table=themes_table(found),
        readers=readers(),
    )


def why_nothing(reading: Reading) -> str:
    """Say why there are no themes to show, nothing where there are some."""
    if not reading.asks_for_words(reading.asked):
        return "no_words"
    edition = current_edition()
    if edition is None:
        return "not_read" if active_taxonomies() else "no_themes"
    return "" if edition.taxonomy_versions else "no_themes"


def theme_url(key: str, reading: Reading, *more: str) -> str:
    """Return the address of a theme's page with this page's filter and what a mark adds."""
    chosen = reading.chosen
    for text in more:
        chosen = chosen.with_condition(parse_condition(text))
    return f"{reverse('boards:theme', args=[key])}?{address(reading, chosen)}"


def show_theme(key: str, reading: Reading) -> ShownTheme:
    """Read one theme; raise :class:`NotFound` for one that nobody looks for."""
    theme = reading.names.theme_definitions.get(key)
    if theme is None:
        raise NotFound(f"No theme {key}.")
    found = None if why_nothing(reading) else reading.themes(reading.asked)
    figures = found.theme(key) if found else None
    names = reading.names
    shown = ShownTheme(
        reading,
        theme,
        next((one for one in active_taxonomies() if one.document.theme(key)), None),
        names.value_label("theme", key),
        found,
        figures,
        sentence=_("Nobody speaks of it in this period and filter."),
        because=(),
        above=names.value_label("theme", theme.parent) if theme.parent else "",
        tables=(series_table(figures), classes_table(figures)),
        readers=readers(),
    )
    if found is None or figures is None:
        return shown
    dimension = reading.by_dimension or reading.default_dimension
    about = replace(reading.asked, metric="theme_share", question_key=None, interval=None, theme=key)
    breakdown = reading.breakdown(about, dimension)
    return replace(
        shown,
        sentence=wording.theme_headline(figures, found),
        because=tuple(wording.theme_because(figures, found)),
        below=tuple(_row(row, reading) for row in found.rows if row.parent == key),
        share=pictures.share_picture(figures, found.grain, reading.annotations),
        mood=pictures.mood_picture(figures, found.grain),
        breakdown=breakdown,
        groups=pictures.groups_picture(
            breakdown.rows, breakdown.total.value, lambda row: theme_url(key, reading, *row.conditions)
        ),
        group_rows=tuple((row, theme_url(key, reading, *row.conditions)) for row in breakdown.rows),
        quotes=_quotes(key, reading),
    )


def _quotes(key: str, reading: Reading) -> tuple[Quote, ...]:
    if not reading.by.may(Permission.READ_ANSWERS):
        return ()
    definitions = reading.names.theme_definitions.values()
    return quotes(
        reading.asked, [key, *(theme.key for theme in definitions if theme.parent == key)], by=reading.by
    )


def _nested(found: ThemesFound, reading: Reading) -> tuple[ThemeRow, ...]:
    known = {row.key for row in found.rows}
    return tuple(
        _row(row, reading, [below for below in found.rows if below.parent == row.key])
        for row in found.rows
        if row.parent not in known
    )


def _row(row: ThemeFigures, reading: Reading, below: Sequence[ThemeFigures] = ()) -> ThemeRow:
    return ThemeRow(
        row,
        theme_url(row.key, reading),
        pictures.spark(row.series),
        tuple(_row(each, reading) for each in below),
    )


def readers() -> Readers | None:
    """Return by what comments are read now."""
    edition = current_edition()
    if edition is None:
        return None
    names = {one.uid: one.name for one in active_taxonomies()}
    taxonomies = [(names.get(uid, uid), number) for uid, number in edition.taxonomy_versions.items()]
    return Readers(edition.uid, tuple(edition.versions.items()), tuple(taxonomies))
