from __future__ import annotations

from heedful.understand.warehouse.duck import cursor, used
from heedful.understand.warehouse.kind import Columns
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Statement

WIDEST_ARRAY = 17  # bits: cells and values of 8,000 places, and a few megabytes for each thread


class DuckDBEngine:
    """All cores of this machine, on the table's files as they lie."""

    key = "duckdb"
    label = "DuckDB"

    def run(self, statement: Statement, source: Source) -> Columns:
        rows, files = source.select(statement.columns, apart=statement.is_by_numbers)
        sql = statement.over(rows)
        with cursor(source.relations()) as opened:
            if statement.is_by_numbers:
                opened.execute(f"SET perfect_ht_threshold = {WIDEST_ARRAY:d}")
            found = opened.execute(sql, used(sql, {**statement.parameters, **files})).fetchnumpy()
        return list(found.values())


KIND = DuckDBEngine()
