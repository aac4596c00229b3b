"""Labelled rows of a file: their comments and themes, and the definitions their labels mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heedful.listen.responses.imports.format import Table
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme
from heedful.understand.words.themes.material import LabelledComment

NONE = frozenset({"", "none", "none of these", "oos"})
_MOST_NAMED = 20
_MOST_THEMES = 1_000


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row: its number as a spreadsheet counts, the comment, and its labels as they stand."""

    number: int
    text: str
    labels: tuple[str, ...]


def labelled_rows(
    table: Table, *, column: str, labels: str | None, separator: str | None
) -> Iterator[LabelledRow]:
    """Yield the rows; a row that cannot be read raises with its number."""
    text_at = place_of(table, "--column", column)
    labels_at = None if labels is None else place_of(table, "--labels", labels)
    for row in table.rows:
        if row.problem:
            raise InvalidInput(Problem("file", row.problem, row.number))
        text = _cell(row.cells, text_at)
        held = "" if labels_at is None else _cell(row.cells, labels_at)
        yield LabelledRow(row.number, text, _labels(held, separator))


def place_of(table: Table, option: str, column: str) -> int:
    if column not in table.columns:
        raise InvalidInput(Problem(option, f"{column!r} is none of {', '.join(table.columns[:50])}"))
    return table.columns.index(column)


def document_of(rows: Sequence[LabelledRow], name: str) -> TaxonomyDocument:
    """Make a theme of each label, in the order of their names: what they are called is all there is."""
    labels = sorted({label for row in rows for label in row.labels})
    if len(labels) > _MOST_THEMES:
        raise InvalidInput(Problem("--labels", f"has {len(labels):,} labels; {_MOST_THEMES:,} at most"))
    return TaxonomyDocument(name, tuple(Theme(label, label.replace("_", " ")) for label in labels))


def labelled_comments_of(rows: Sequence[LabelledRow], document: TaxonomyDocument) -> list[LabelledComment]:
    """Say labels by the keys of themes; one that no theme has raises, with its row."""
    keys = {theme.key.casefold(): theme.key for theme in document.leaves()}
    names = {theme.name.casefold(): theme.key for theme in document.leaves()}
    known = names | keys
    problems = [
        Problem("--labels", f"{label[:80]!r} is no theme of the definitions", row.number)
        for row in rows
        for label in row.labels
        if label.casefold() not in known
    ]
    if problems:
        raise InvalidInput(*problems[:_MOST_NAMED])
    return [
        LabelledComment(row.text, frozenset(known[label.casefold()] for label in row.labels)) for row in rows
    ]


def _labels(held: str, separator: str | None) -> tuple[str, ...]:
    parts = held.split(separator) if separator else [held]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip().casefold() not in NONE))


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
