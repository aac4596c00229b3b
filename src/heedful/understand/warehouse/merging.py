"""Rows of small files and new ones, merged one column after the other.

Sorting whole rows takes the engine several times the memory of a merged file, at every flush.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from heedful.understand.warehouse import layout
from heedful.understand.warehouse.sources import File, Source

MOST_ROWS = 200_000  # of files; more are left to the engine, which can do with the disk


def may_be_merged(source: Source) -> bool:
    """Whether the rows are so few that they are merged here, and all of them are wanted."""
    return source.buckets is None and sum(file.rows for file in source.files) <= MOST_ROWS


def merged(source: Source, order: Sequence[str], at_once: int) -> Iterator[pa.Table]:
    """Yield the rows of a source in an order, as many at a time as make a row group, laid as in a file."""
    parts = [_Part(file, source) for file in source.files]
    keys = pa.table({name: _joined(name, parts, source) for name in order})
    places = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in order])
    del keys
    for start in range(0, len(places), at_once):
        own = places[start : start + at_once]
        columns = {name: _joined(name, parts, source).take(own) for name in source.types}
        layout.lay_together(columns)
        yield pa.table(columns)


class _Part:
    """The rows of a file that did not change since."""

    def __init__(self, file: File, source: Source) -> None:
        self._file = pq.ParquetFile(file.path)
        self._names, self._rows = file.columns, file.rows
        self._kept: pa.Array[Any] | None = None
        if source.changed and file.may_hold(source.changed):
            ids = np.asarray(self._file.read([source.id_column], use_threads=False).column(0))
            changed = np.isin(ids, np.array(source.changed, ids.dtype))
            if changed.any():
                self._kept = pa.array(np.flatnonzero(~changed))

    def column(self, name: str, held: pa.DataType) -> pa.ChunkedArray[Any]:
        if name not in self._names:
            rows = self._rows if self._kept is None else len(self._kept)
            return pa.chunked_array([pa.array([None] * rows, held)])
        found = self._file.read([name], use_threads=False).column(0).cast(held)
        return found if self._kept is None else found.take(self._kept)


def _joined(name: str, parts: Sequence[_Part], source: Source) -> pa.ChunkedArray[Any]:
    held = source.types[name]
    columns = [part.column(name, held) for part in parts]
    if source.tail is not None:
        columns.append(source.tail.column(name).cast(held))
    chunks = [chunk for column in columns for chunk in column.chunks]
    return pa.chunked_array(chunks or [pa.array([], held)])
