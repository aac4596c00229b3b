"""DuckDB in this process: one database in memory, a cursor for each statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from heedful.platform.core.arrow import leave_pandas_out
from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.kind import FilesGone

leave_pandas_out()
_NAMED = re.compile(r"\$(\w+)")


@cache
def database(threads: int = 0, memory: str = "", spill: str = "") -> duckdb.DuckDBPyConnection:
    """Return the database of this process. Its cursors may be used from any thread."""
    config: dict[str, str | bool | int | float | list[str]] = {}
    if threads:
        config["threads"] = threads
    if memory:
        config["memory_limit"] = memory
    if spill:
        config["temp_directory"] = spill
    config["autoinstall_known_extensions"] = config["autoload_known_extensions"] = False
    opened = duckdb.connect(":memory:", config=config)
    opened.execute("SET GLOBAL parquet_metadata_cache = true")
    return opened


@contextmanager
def cursor(relations: Mapping[str, pa.Table] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a cursor of this process's database, set up as the settings say."""
    given = configuration()
    with reading(database(given.threads, given.memory, str(given.spill)), relations or {}) as opened:
        yield opened


@contextmanager
def reading(
    opened: duckdb.DuckDBPyConnection, relations: Mapping[str, pa.Table]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a cursor that sees the given Arrow tables under their names."""
    own = opened.cursor()
    try:
        for name, table in relations.items():
            own.register(name, table)
        yield own
    except duckdb.IOException as error:
        raise FilesGone(str(error)) from error
    finally:
        own.close()


def used(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out parameters the statement does not name: the engine refuses those."""
    named = set(_NAMED.findall(sql))
    return {name: value for name, value in parameters.items() if name in named}
