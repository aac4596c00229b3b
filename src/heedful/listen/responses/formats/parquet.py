"""Parquet, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.cells import as_text
from heedful.listen.responses.imports.format import Head, ReadOptions, Row, Table, refuse
from heedful.listen.responses.imports.headers import clean_header

BATCH_ROWS = 2_000


class Parquet:
    key = "parquet"
    label = "Parquet"
    suffixes = (".parquet",)

    def confidence(self, head: Head) -> float:
        return 1.0 if head.data.startswith(b"PAR1") else 0.0

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        import pyarrow as pa
        from pyarrow import parquet

        try:
            with parquet.ParquetFile(path) as file:
                _check(file.metadata)
                columns, notes = clean_header(file.schema_arrow.names)
                reached = [0]
                total = max(1, file.metadata.num_rows)
                yield Table(
                    columns,
                    _rows(file, reached),
                    options.found(kind=self.key),
                    notes=notes,
                    read_share=lambda: reached[0] / total,
                )
        except (pa.ArrowException, OSError) as error:
            raise refuse(f"cannot be read as Parquet: {str(error)[:200]}") from error


def _check(metadata: Any) -> None:
    if metadata.num_columns > limits.MAX_COLUMNS:
        raise refuse(f"has {metadata.num_columns:,} columns; {limits.MAX_COLUMNS:,} is the limit")
    for group in range(metadata.num_row_groups):
        if metadata.row_group(group).total_byte_size > limits.MAX_ROW_GROUP_BYTES:
            raise refuse(f"a row group unpacks to more than {limits.MAX_ROW_GROUP_BYTES:,} bytes")


def _rows(file: Any, reached: list[int]) -> Iterator[Row]:
    number = 1  # as in a spreadsheet, where the names of the columns are the first row
    for batch in file.iter_batches(batch_size=BATCH_ROWS):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            reached[0] += 1
            yield Row(number, [as_text(cell) for cell in cells])


KIND = Parquet()
