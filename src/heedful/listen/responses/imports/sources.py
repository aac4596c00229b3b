"""What a known tool's reader offers; the readers are in ``responses/sources``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.types import ColumnFacts
from heedful.platform.core.kinds import load_kinds


class Source(Protocol):
    """A tool whose exports are recognised by their columns."""

    key: str
    label: str
    header_rows: int

    def recognises(self, table: Table) -> bool:
        """Tell whether the columns are those of this tool's export."""
        ...

    def columns(self, table: Table, facts: Sequence[ColumnFacts]) -> dict[str, tuple[ColumnMapping, ...]]:
        """Return what the tool's own columns mean; the others are guessed like any."""
        ...


def sources() -> dict[str, Source]:
    """Return every known tool by key."""
    return load_kinds("heedful.listen.responses.sources")


def recognise_source(table: Table) -> Source | None:
    """Return the tool that the file was exported from, if it is one we know."""
    return next((source for source in sources().values() if source.recognises(table)), None)
