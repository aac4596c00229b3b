"""Names of columns: cleaned, each different, not too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.format import ReadOptions, Row, refuse


@dataclass(frozen=True, slots=True)
class Header:
    columns: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    records: Iterator[Row]


def clean_header(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names that are not blank and differ from each other, and notes of what was changed."""
    if len(cells) > limits.MAX_COLUMNS:
        raise refuse(f"has {len(cells):,} columns; {limits.MAX_COLUMNS:,} is the limit")
    names: list[str] = []
    notes: list[str] = []
    taken: dict[str, int] = {}
    for place, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\ufeff", "").split())
        if not name:
            name = f"column {place}"
            notes.append(f"Column {place} has no name; it is called “{name}” here.")
        names.append(_different(name, taken, notes))
    if not names:
        raise refuse("there is no row with the names of the columns")
    return tuple(names), tuple(notes)


def _different(name: str, taken: dict[str, int], notes: list[str]) -> str:
    known = taken.get(name, 0) + 1
    taken[name] = known
    if known == 1:
        return name
    renamed = f"{name} ({known})"
    while renamed in taken:
        taken[name] += 1
        renamed = f"{name} ({taken[name]})"
    taken[renamed] = 1
    notes.append(f"Several columns are called “{name}”; this one is “{renamed}” here.")
    return renamed


def take_header(records: Iterator[Row], options: ReadOptions) -> Header:
    """Take the rows with names off a stream of records; without any, name the columns by their place."""
    for _ in range(options.skip_rows):
        next(records, None)
    if options.header_rows == 0:
        first = next(records, None)
        if first is None:
            raise refuse("there are no rows")
        columns, _ = clean_header([""] * len(first.cells))
        return Header(columns, (), (), chain([first], records))
    rows = [row.cells for row in islice(records, options.header_rows)]
    if not rows:
        raise refuse("there is no row with the names of the columns")
    columns, notes = clean_header(_without_blank_end(_with_parts(rows)))
    return Header(columns, tuple(tuple(cells) for cells in rows[1:]), notes, records)


def _with_parts(rows: list[list[str]]) -> list[str]:
    """Name what the second row says are parts of the last question named in the first."""
    names = list(rows[0])
    question = ""
    for place, name in enumerate(names):
        part = rows[1][place].strip() if len(rows) > 1 and place < len(rows[1]) else ""
        if name.strip():
            question = name
        elif part and question:
            names[place] = f"{question} – {part}"
    return names


def _without_blank_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def fit_rows(records: Iterator[Row], width: int) -> Iterator[Row]:
    """Give every row the width of the header; one that is longer or shorter gets a problem."""
    for row in records:
        cells = row.cells
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) == width:
            yield row
        else:
            yield row._replace(problem=f"has {len(cells)} cells where the header has {width}")
