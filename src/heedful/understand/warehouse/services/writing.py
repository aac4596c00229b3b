"""New versions of rows into a table, old ones out, in one commit. Doing it twice changes nothing."""

# ruff: noqa: S608 - names come from the table's own columns, values are parameters

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from heedful.understand.warehouse.duck import cursor
from heedful.understand.warehouse.sources import File, Source
from heedful.understand.warehouse.tables import Table

SMALL = 100_000  # rows; smaller files are merged once there are many of them
MOST_SMALL = 12


def upsert(
    table: Table,
    ids: Sequence[int],
    rows: pa.Table,
    types: Mapping[str, pa.DataType],
    *,
    batch: int | None = None,
) -> None:
    """Replace everything the table has of the ids by the given rows. The caller is the only writer."""
    snapshot = table.ensure(types)
    added, removed = replaced(table, snapshot.files, ids, rows, snapshot.types)
    table.commit(added, removed, batch=batch)


def replaced(
    table: Table, files: Sequence[File], ids: Sequence[int], rows: pa.Table, types: Mapping[str, pa.DataType]
) -> tuple[list[File], list[File]]:
    """Write what takes the place of files in which rows change; return the new files and the old ones."""
    changed = tuple(sorted(set(ids)))
    touched = touched_files(table, files, changed)
    removed = touched + _crowd(files, touched, rows.num_rows)
    small = tuple(one for one in removed if one.rows < SMALL)
    id_column = table.shape.id_column
    sources = [Source(small, types, _complete(rows, types), changed, id_column=id_column)]
    sources += [
        Source((one,), types, changed=changed, id_column=id_column) for one in removed if one.rows >= SMALL
    ]
    added = [table.write(source) for source in sources]
    return [one for one in added if one is not None], removed


def touched_files(table: Table, files: Sequence[File], changed: tuple[int, ...]) -> list[File]:
    """Return the files that hold one of the ids. New ids lie behind all files and cost no reading."""
    column = table.shape.id_column
    candidates = [file for file in files if file.may_hold(changed)]
    if not candidates:
        return []
    sql = (
        "SELECT DISTINCT filename FROM read_parquet($files, filename = true)"
        f" SEMI JOIN changed USING ({column})"
    )
    relation = {"changed": pa.table({column: pa.array(changed, pa.int64())})}
    with cursor(relation) as opened:
        paths = [file.path for file in candidates]
        names = {name for (name,) in opened.execute(sql, {"files": paths}).fetchall()}
    return [file for file in candidates if file.path in names]


def _crowd(files: Sequence[File], touched: list[File], new_rows: int) -> list[File]:
    small = [file for file in files if file.rows < SMALL and file not in touched]
    if len(small) < MOST_SMALL or new_rows >= SMALL:
        return []
    # The smallest first, up to a file that is small no longer: each row is merged a few times in its life.
    found, total = [], 0
    for file in sorted(small, key=lambda one: one.rows):
        total += file.rows
        found.append(file)
        if total > SMALL:
            break
    return found


def _complete(rows: pa.Table, types: Mapping[str, pa.DataType]) -> pa.Table:
    columns = [
        rows.column(name).cast(held) if name in rows.column_names else pa.array([None] * rows.num_rows, held)
        for name, held in types.items()
    ]
    return pa.Table.from_arrays(columns, names=list(types))
