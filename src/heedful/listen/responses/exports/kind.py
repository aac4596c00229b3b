from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.kinds import load_kinds

type Cell = str | int | float | bool | None


class ExportFormat(Protocol):
    """Writes a table of rows to a file."""

    key: str  # also the ending of the file
    label: str
    content_type: str

    def write(self, path: Path, header: list[str], rows: Iterable[list[Cell]]) -> None: ...


def formats() -> dict[str, ExportFormat]:
    return load_kinds("heedful.listen.responses.exports.kinds")


def format_named(key: str) -> ExportFormat:
    found = formats().get(key)
    if found is None:
        raise InvalidInput(Problem("format", f"{key!r} is none of {', '.join(sorted(formats()))}"))
    return found
