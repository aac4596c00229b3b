"""How rows lie in a file, so that the engine has little to do. Nothing here changes what a row says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

SCORES = pa.int16()
MOST_LACKING = 3  # columns rows are sorted by: each halves the runs of rows in a row group
MOST_VALUES = 64  # texts of a column that are worth a place in the footer
VALUES = "heedful.values"


def by_what_is_lacking(rows: pa.Table) -> pa.Table:
    """Lay the rows of a row group together that lack the same scores, in their order otherwise.

    The engine looks for gaps 2,048 rows at a time, and not where there is none; what it then does with each
    row costs half as much again as the row itself.
    """
    columns = dict(zip(rows.column_names, rows.columns, strict=True))
    return pa.table(columns, schema=rows.schema) if lay_together(columns) else rows


def lay_together(columns: dict[str, pa.ChunkedArray[Any]]) -> bool:
    """Do so one column after the other, in the dictionary given; say whether any row went elsewhere."""
    lacking = [column for column in columns.values() if _has_gaps(column)]
    if not lacking:
        return False
    kinds = np.zeros(len(lacking[0]), np.uint8)
    for column in lacking[:MOST_LACKING]:
        kinds = 2 * kinds + np.asarray(column.is_null())
    if (kinds[:-1] <= kinds[1:]).all():
        return False
    places = np.argsort(kinds, kind="stable")
    for name, column in columns.items():
        columns[name] = column.take(places)
    return True


def _has_gaps(column: pa.ChunkedArray[Any]) -> bool:
    return bool(column.type == SCORES and 0 < column.null_count < len(column))


class ValuesSeen:
    """The texts of each column that has few of them, gathered while a file is written."""

    def __init__(self, types: Mapping[str, pa.DataType]) -> None:
        self._seen: dict[str, set[str]] = {name: set() for name, held in types.items() if held == pa.string()}

    def add(self, rows: pa.Table) -> None:
        for name, seen in list(self._seen.items()):
            found = pc.unique(rows.column(name)).drop_null()
            if len(found) <= MOST_VALUES:
                seen.update(str(value) for value in found)
            if max(len(found), len(seen)) > MOST_VALUES:
                del self._seen[name]

    def footer(self) -> dict[str, str]:
        values = {name: sorted(seen) for name, seen in self._seen.items()}
        return {VALUES: json.dumps(values, ensure_ascii=False, separators=(",", ":"))}


def facts(path: str | Path) -> dict[str, Any]:
    """Return what a file's own footer says; files of an older version say less."""
    footer = pq.read_metadata(path)
    schema = footer.schema.to_arrow_schema()
    held = json.loads((footer.metadata or {}).get(VALUES.encode(), b"{}"))
    return {
        "columns": frozenset(schema.names),
        "complete": frozenset(field.name for field in schema if not field.nullable),
        "values": {intern(name): tuple(map(intern, values)) for name, values in held.items()},
    }


def schema(types: Mapping[str, pa.DataType], complete: Iterable[str]) -> pa.Schema:
    """Return how a file is written: of a column that is complete, nobody has to look for gaps."""
    without_gaps = frozenset(complete)
    return pa.schema([pa.field(name, held, name not in without_gaps) for name, held in types.items()])
