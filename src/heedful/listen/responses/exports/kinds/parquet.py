from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched, chain
from pathlib import Path
from typing import Any

from heedful.listen.responses.exports.kind import Cell

ROWS_A_GROUP = 20_000


class Parquet:
    key = "parquet"
    label = "Parquet"
    content_type = "application/vnd.apache.parquet"

    def write(self, path: Path, header: list[str], rows: Iterable[list[Cell]]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        first, groups = _first_of(batched(rows, ROWS_A_GROUP, strict=False))
        # The first group shows the types; what does not fit them later is written as text throughout.
        kinds = [_type_of([row[i] for row in first]) for i in range(len(header))]
        schema = pa.schema(list(zip(header, kinds, strict=True)))
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for group in groups:
                columns = [_column([row[i] for row in group], kind) for i, kind in enumerate(kinds)]
                writer.write_table(pa.table(columns, schema=schema))


def _first_of[T](groups: Iterator[tuple[T, ...]]) -> tuple[tuple[T, ...], Iterator[tuple[T, ...]]]:
    first = next(groups, ())
    return first, chain([first], groups)


def _type_of(cells: list[Cell]) -> Any:
    import pyarrow as pa

    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return pa.bool_()
    if kinds and kinds <= {int, float}:
        return pa.float64()
    return pa.string()


def _column(cells: list[Cell], kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_string(kind):
        return pa.array([None if cell is None else str(cell) for cell in cells], kind)
    return pa.array(cells, kind)


KIND = Parquet()
