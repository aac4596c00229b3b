from __future__ import annotations

from collections.abc import Sequence

from heedful.understand.warehouse.duck import cursor, used
from heedful.understand.warehouse.kind import Row
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Statement


class DuckDBEngine:
    """All cores of this machine, on the table's files as they lie."""

    key = "duckdb"
    label = "DuckDB"

    def run(self, statement: Statement, source: Source) -> Sequence[Row]:
        rows, files = source.select(statement.columns)
        sql = statement.over(rows)
        with cursor(source.relations()) as opened:
            found: list[Row] = opened.execute(sql, used(sql, {**statement.parameters, **files})).fetchall()
        return found


KIND = DuckDBEngine()
