"""Engines that run a statement over a source. Adding one is adding a file to ``kinds``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, cast

from heedful.platform.core.errors import PermanentError, TryLater
from heedful.platform.core.kinds import load_kinds
from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Statement

type Row = tuple[Any, ...]


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
    """``run`` gives the rows of the statement over the source, each combination of keys once."""

    key: str
    label: str

    def run(self, statement: Statement, source: Source) -> Sequence[Row]: ...


def engines() -> dict[str, Engine]:
    return cast("dict[str, Engine]", load_kinds("heedful.understand.warehouse.kinds"))


def engine(key: str | None = None) -> Engine:
    """Return an engine, by default the one of the settings."""
    wanted = configuration().engine if key is None else key
    found = engines().get(wanted)
    if found is None:
        raise UnknownEngine(f"There is no warehouse engine {wanted!r}, only {', '.join(sorted(engines()))}.")
    return found
