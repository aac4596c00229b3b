"""Engines that run a statement over a source. Adding one is adding a file to ``kinds``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from heedful.platform.core.errors import PermanentError, TryLater
from heedful.platform.core.kinds import load_kinds
from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Statement

if TYPE_CHECKING:
    import numpy as np

type Row = tuple[Any, ...]
type Column = np.ndarray[Any, Any]  # a masked one where something is not known
type Columns = Sequence[Column]


class EngineUnavailable(TryLater):
    """The engine cannot be reached now."""

    code = "engine-unavailable"


class UnknownEngine(PermanentError):
    """The settings name an engine there is no file for."""

    status = 500
    code = "unknown-engine"


class FilesGone(TryLater):
    """Files were replaced while they were read; the newer version of the table has the rows."""

    code = "files-gone"


class Engine(Protocol):
    """``run`` gives what the statement returns, each combination of keys once: a column each, all as long."""

    key: str
    label: str

    def run(self, statement: Statement, source: Source) -> Columns: ...


def plain(column: Column) -> list[Any]:
    """Return the values of a column as Python knows them; ``None`` is not known."""
    values: list[Any] = (column.astype("M8[D]") if column.dtype.kind == "M" else column).tolist()
    return values


def as_rows(columns: Columns) -> Iterator[Row]:
    """Yield what an engine returned row by row."""
    return zip(*map(plain, columns), strict=True)


def engines() -> dict[str, Engine]:
    return cast("dict[str, Engine]", load_kinds("heedful.understand.warehouse.kinds"))


def engine(key: str | None = None) -> Engine:
    """Return an engine, by default the one of the settings."""
    wanted = configuration().engine if key is None else key
    found = engines().get(wanted)
    if found is None:
        raise UnknownEngine(f"There is no warehouse engine {wanted!r}, only {', '.join(sorted(engines()))}.")
    return found
