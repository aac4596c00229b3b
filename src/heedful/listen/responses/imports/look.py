"""A first look at a file: its columns and a guessed mapping. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from heedful.listen.responses.imports.format import ReadOptions
from heedful.listen.responses.imports.guess import guess_mapping
from heedful.listen.responses.imports.mapping import Mapping
from heedful.listen.responses.imports.opening import open_table
from heedful.listen.responses.imports.sniff import read_sample, sniff
from heedful.listen.responses.imports.sources import recognise_source, sources
from heedful.listen.responses.imports.types import ColumnFacts


@dataclass(frozen=True, slots=True)
class Look:
    """What was found out about a file."""

    columns: tuple[ColumnFacts, ...]
    mapping: Mapping
    notes: tuple[str, ...]
    sampled: int


def look_at(path: Path, name: str, options: ReadOptions | None = None) -> Look:
    """Read the first rows of a file and say what its columns probably are."""
    options = options or ReadOptions()
    with open_table(path, name, options) as table:
        source = recognise_source(table)
        if source is not None and options.header_rows == 1:
            options = replace(options, header_rows=source.header_rows(read_sample(table, 3)))
    with open_table(path, name, options) as table:
        sample = read_sample(table)
        facts = sniff(table, sample)
        mapping = guess_mapping(table, sample, facts, name)
        return Look(
            facts, mapping, (*_origin(mapping), *table.notes, *_column_notes(facts, mapping)), len(sample)
        )


def _origin(mapping: Mapping) -> tuple[str, ...]:
    if not mapping.source:
        return ()
    return (f"This is an export of {sources()[mapping.source].label}; its columns are known.",)


def _column_notes(facts: tuple[ColumnFacts, ...], mapping: Mapping) -> tuple[str, ...]:
    """Return what was assumed about columns, as far as the mapping makes use of it."""
    used = {
        name
        for name, taken in mapping.columns.items()
        if any(column.missing or column.format for column in taken)
    }
    return tuple(f"{column.name}: {note}" for column in facts if column.name in used for note in column.notes)
