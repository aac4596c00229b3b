"""What a file format offers: it recognises a file by its first bytes and reads it row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from heedful.platform.core.errors import InvalidInput, Problem


def refuse(reason: str, *, field: str = "file", row: int | None = None) -> InvalidInput:
    """Return the error for a file that cannot be read, in words."""
    return InvalidInput(Problem(field, reason, row))


@dataclass(frozen=True, slots=True)
class Head:
    """What a format may look at to recognise a file: its name and first bytes, already unzipped."""

    name: str
    data: bytes

    def has_suffix(self, *suffixes: str) -> bool:
        return self.name.lower().removesuffix(".gz").endswith(suffixes)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read the file. Empty fields are found out by the format, which returns them filled in."""

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    skip_rows: int = 0
    header_rows: int = 1

    def found(self, *, kind: str, encoding: str = "", delimiter: str = "", sheet: str = "") -> Self:
        """Return the options with what was found out filled in."""
        return replace(
            self,
            format=kind,
            encoding=encoding or self.encoding,
            delimiter=delimiter or self.delimiter,
            sheet=sheet or self.sheet,
        )


class Row(NamedTuple):
    """One record. ``number`` counts as a spreadsheet does: the header is row 1.

    A row that cannot be read carries its ``problem`` and whatever cells there are.
    """

    number: int
    cells: list[str]
    problem: str = ""


@dataclass(slots=True)
class Table:
    """An open file: its columns, and its rows one by one."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
    options: ReadOptions
    texts: tuple[tuple[str, ...], ...] = ()  # further header rows: question texts, import ids
    notes: tuple[str, ...] = ()
    read_share: Callable[[], float] = field(default=lambda: 0.0)  # how much of the file was read, 0 to 1


class Format(Protocol):
    """A file format. Refuses a file it cannot read with ``InvalidInput``, never with another error."""

    key: str
    label: str
    suffixes: tuple[str, ...]

    def confidence(self, head: Head) -> float:
        """Return how sure it is that the file is of this format, from 0 to 1."""
        ...

    def open(self, path: Path, options: ReadOptions) -> AbstractContextManager[Table]:
        """Open the file for one pass over its rows, in bounded memory."""
        ...
