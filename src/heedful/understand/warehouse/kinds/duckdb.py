from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from heedful.understand.warehouse.duck import cursor, used
from heedful.understand.warehouse.kind import Column, Columns
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Statement

WIDEST_ARRAY = 17  # bits: cells and values of 8,000 places, and a few megabytes for each thread


class DuckDBEngine:
    """All cores of this machine, on the table's files as they lie."""

    key = "duckdb"
    label = "DuckDB"

    def run(self, statement: Statement, source: Source) -> Columns:
        texts = _texts(statement, source)
        in_array = statement.is_by_numbers or texts is not None
        coded = statement.text if texts is not None else None
        rows, files = source.select(statement.columns, apart=in_array, coded=coded)
        sql = statement.over(rows)
        given: dict[str, Any] = {**statement.parameters, **files, "codes": texts}
        with cursor(source.relations()) as opened:
            if in_array:
                opened.execute(f"SET perfect_ht_threshold = {WIDEST_ARRAY:d}")
            found = opened.execute(sql, used(sql, given)).fetchnumpy()
        columns = list(found.values())
        return columns if texts is None else [_decoded(columns[0], texts), *columns[1:]]


def _texts(statement: Statement, source: Source) -> list[str | None] | None:
    """Return what a code stands for, the last one for what is not known; ``None``: texts stay as they are."""
    if statement.text is None or source.types.get(statement.text) != pa.string() or not source.may_be_apart:
        return None  # codes are quicker than texts only where they are counted in an array
    values = source.values(statement.text)
    return None if values is None else [*values, None]


def _decoded(codes: Column, texts: list[str | None]) -> Column:
    held = np.array(texts, object)[np.ma.getdata(codes).astype(np.intp) - 1]
    return np.ma.masked_array(held, [text is None for text in held])


KIND = DuckDBEngine()
