"""A Delta table in a folder: its versions, its files, and commits that are all or nothing.

We write the Parquet files ourselves and commit only their names: so the files are sorted and encoded as
the queries like them, and the log holds no statistics of what people said, which erasing could not reach.
"""

# ruff: noqa: S608 - names come from the table's own columns, values are parameters

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.transaction import AddAction, RemoveAction

from heedful.understand.warehouse import layout
from heedful.understand.warehouse.duck import cursor
from heedful.understand.warehouse.merging import may_be_merged, merged
from heedful.understand.warehouse.sources import File, Source

LOCK = ".writer"
UNATTENDED_AFTER = 15.0  # seconds; a projector with a backlog comes by more often
ROW_GROUP = 122_880
VECTOR = 2_048
FLAGS = ("weight", "left_out", "invalid")
WRITER = "heedful"  # names our commits in the table's own record of transactions


@dataclass(frozen=True, slots=True)
class TableShape:
    """What is fixed of a table: the column that names a row, and the order rows lie in."""

    name: str
    id_column: str
    order: tuple[str, ...]
    columns: Mapping[str, pa.DataType]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of a table, for as long as its files exist."""

    version: int  # -1: there is no table yet
    files: tuple[File, ...]
    types: Mapping[str, pa.DataType]
    batch: int | None = None  # of the last commit that named one

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


class Table:
    """Open it with :func:`table`, which keeps one for each folder, so that versions are read once."""

    def __init__(self, folder: Path, shape: TableShape) -> None:
        self.folder, self.shape = folder, shape
        self._lock = Lock()
        self._delta: DeltaTable | None = None
        self._snapshot = Snapshot(-1, (), shape.columns)

    def snapshot(self) -> Snapshot:
        """Return the newest version. Looking whether there is a newer one costs a file's existence."""
        with self._lock:
            if self._delta is None and DeltaTable.is_deltatable(str(self.folder)):
                self._delta = DeltaTable(str(self.folder))
            elif self._delta is not None and self._is_behind(self._delta):
                self._delta.update_incremental()
            if self._delta is not None and self._delta.version() != self._snapshot.version:
                self._snapshot = self._read(self._delta)
            return self._snapshot

    def forget(self) -> None:
        """Read everything anew the next time: the folder was replaced."""
        with self._lock:
            self._delta, self._snapshot = None, Snapshot(-1, (), self.shape.columns)

    def drop(self) -> None:
        """Delete the folder with all versions."""
        self.forget()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _is_behind(self, delta: DeltaTable) -> bool:
        if not self.folder.exists():
            raise FileNotFoundError(self.folder)
        return (self.folder / "_delta_log" / f"{delta.version() + 1:020}.json").exists()

    def _read(self, delta: DeltaTable) -> Snapshot:
        known = {file.path: file for file in self._snapshot.files}
        actions = pa.table(delta.get_add_actions(flatten=True)).to_pylist()
        files = [self._file(action, known) for action in actions]
        types = {field.name: _plain(field.type) for field in _arrow_schema(delta)}
        files.sort(key=lambda file: (file.first_id, file.path))
        return Snapshot(delta.version(), tuple(files), types, delta.transaction_version(WRITER))

    def _file(self, action: Mapping[str, object], known: Mapping[str, File]) -> File:
        path = str(self.folder / str(action["path"]))
        return known.get(path) or File(path=path, **_facts(action, path, self.shape.id_column))  # type: ignore[arg-type] # read from the log by name

    def ensure(self, types: Mapping[str, pa.DataType]) -> Snapshot:
        """Create the table, or add the columns it lacks."""
        now = self.snapshot()
        if now.version < 0:
            self.folder.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(str(self.folder), _schema(types), configuration=self._configuration())
        elif missing := {name: held for name, held in types.items() if name not in now.types}:
            assert self._delta is not None
            self._delta.alter.add_columns(list(_schema(missing).fields))
        return self.snapshot()

    def _configuration(self) -> dict[str, str | None]:
        kept = [self.shape.id_column, "survey_id", *FLAGS]
        return {
            "delta.dataSkippingStatsColumns": ",".join(name for name in kept if name in self.shape.columns),
            "delta.checkpointInterval": "50",
            "delta.logRetentionDuration": "interval 1 days",
        }

    def commit(
        self,
        added: Sequence[File],
        removed: Iterable[File],
        *,
        batch: int | None = None,
        is_new: bool = True,
    ) -> None:
        """Add and remove files in one version, which records ``batch``. Merging files is nothing new."""
        assert self._delta is not None
        now_ms = int(time.time() * 1000)
        actions: list[AddAction | RemoveAction] = [self._add(file, now_ms, is_new) for file in added]
        actions += [RemoveAction(Path(file.path).name, is_new, now_ms, file.size, {}) for file in removed]
        named = [] if batch is None else [Transaction(WRITER, batch)]
        self._delta.create_write_transaction(
            actions,
            "append",
            self._delta.schema(),
            commit_properties=CommitProperties(app_transactions=named),
        )
        sync_folder(self.folder / "_delta_log", newest=3)

    def _add(self, file: File, now_ms: int, is_new: bool) -> AddAction:
        stats = {
            "numRecords": file.rows,
            "minValues": {self.shape.id_column: file.first_id},
            "maxValues": {self.shape.id_column: file.last_id},
            "nullCount": {
                name: 0 if getattr(file, _FLAG_FACTS[name]) else file.rows
                for name in FLAGS
                if name in self.shape.columns
            },
        }
        if file.surveys is not None:
            stats["minValues"]["survey_id"], stats["maxValues"]["survey_id"] = file.surveys  # type: ignore[index] # dicts of our own making
        return AddAction(Path(file.path).name, file.size, {}, now_ms, is_new, json.dumps(stats))

    def write(self, source: Source, *, into: Path | None = None) -> File | None:
        """Write the rows of a source as one sorted file, durable, in no version yet; no rows, no file."""
        path = (into or self.folder) / f"part-{uuid.uuid4().hex}.parquet"
        schema = layout.schema(source.types, source.complete())
        seen = layout.ValuesSeen(source.types)
        with pq.ParquetWriter(path, schema, **self._encoding(source.types)) as writer:
            for rows in self._rows(source, row_group(len(source.types))):
                laid = layout.by_what_is_lacking(rows.cast(schema))
                seen.add(laid)
                writer.write_table(laid)
            writer.add_key_value_metadata(seen.footer())
        return self.describe(path, source.types)

    def _rows(self, source: Source, at_once: int) -> Iterator[pa.Table]:
        """Yield the rows of a source in the table's order, as many at a time as make a row group."""
        order = self.shape.order
        if may_be_merged(source):
            yield from merged(source, order, at_once)
            return
        rows, files = source.select(source.types)
        sql = f"SELECT {', '.join(source.types)} FROM ({rows}) ORDER BY {', '.join(order)}"
        with cursor(source.relations()) as opened:
            for batch in opened.sql(sql, params=files).to_arrow_reader(at_once):
                yield pa.Table.from_batches([batch])

    def _encoding(self, types: Mapping[str, pa.DataType]) -> dict[str, Any]:
        numbers = [name for name in ("response_id", "ask_id", "contact_id") if name in types]
        return {
            "compression": "zstd",
            "compression_level": 3,
            "use_dictionary": [name for name in types if name not in numbers],
            "column_encoding": dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
            # A page a group: of what lies across two pages the engine must copy the values it would else
            # only point to.
            "max_rows_per_page": ROW_GROUP,
        }

    def describe(self, path: Path, types: Mapping[str, pa.DataType]) -> File | None:
        """Return what the log will say of a written file; an empty one is taken away."""
        id_column = self.shape.id_column
        flags = [name for name in FLAGS if name in types]
        facts = ["count(*)", f"min({id_column})", f"max({id_column})", "min(survey_id)", "max(survey_id)"]
        facts += [f"count({name})" for name in flags]
        with cursor() as opened:
            found = opened.execute(f"SELECT {', '.join(facts)} FROM read_parquet($path)", {"path": str(path)})
            rows, first, last, low, high, *counts = found.fetchall()[0]
        if not rows:
            path.unlink()
            return None
        _sync(path)
        held: dict[str, Any] = {
            _FLAG_FACTS[name]: bool(count) for name, count in zip(flags, counts, strict=True)
        }
        held |= layout.facts(path)
        size = path.stat().st_size
        return File(str(path), rows, size, first, last, surveys=(low, high), **held)

    def sweep(self, *, older_than: float) -> int:
        """Delete files that no version in use names, unless younger than so many seconds."""
        alive = {Path(file.path).name for file in self.snapshot().files}
        born_before = time.time() - older_than
        swept = 0
        for path in self.folder.glob("*.parquet"):
            if path.name not in alive and path.stat().st_mtime <= born_before:
                path.unlink()
                swept += 1
        return swept


_FLAG_FACTS = {"weight": "weighted", "left_out": "left_out", "invalid": "invalid"}


def row_group(columns: int) -> int:
    """Return the rows of a group: what one thread takes at a time, but never more than memory bears."""
    return max(VECTOR, min(ROW_GROUP, ROW_GROUP * 64 // max(columns, 1) // VECTOR * VECTOR))


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """One projector at a time in a folder, over all processes of the machine."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.utime(folder / LOCK)
        yield


def is_unattended(folder: Path) -> bool:
    """Whether no projector has worked in a folder for a while, nor does now."""
    lock = folder / LOCK
    if not lock.exists():
        return True
    if time.time() - lock.stat().st_mtime < UNATTENDED_AFTER:
        return False
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def sync_folder(folder: Path, *, newest: int) -> None:
    """Bring a folder's newest files and their names to the disk, before others rely on them."""
    for path in sorted(folder.glob("*.json"))[-newest:]:
        _sync(path)
    _sync(folder)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _facts(action: Mapping[str, object], path: str, id_column: str) -> dict[str, object]:
    rows = int(str(action["num_records"]))
    low, high = action.get("min.survey_id"), action.get("max.survey_id")
    facts: dict[str, object] = {
        "rows": rows,
        "size": action["size_bytes"],
        "first_id": action[f"min.{id_column}"],
        "last_id": action[f"max.{id_column}"],
        "surveys": None if low is None or high is None else (low, high),
    } | layout.facts(path)
    for name, fact in _FLAG_FACTS.items():
        facts[fact] = action.get(f"null_count.{name}") != rows
    return facts


def _arrow_schema(delta: DeltaTable) -> pa.Schema:
    found: Any = delta.schema().to_arrow()  # another library's schema, understood by its protocol
    return pa.schema(found)


def _plain(held: pa.DataType) -> pa.DataType:
    if pa.types.is_list(held) or pa.types.is_large_list(held):
        return pa.list_(_plain(held.value_type))
    return pa.string() if pa.types.is_large_string(held) or pa.types.is_string_view(held) else held


def _schema(types: Mapping[str, pa.DataType]) -> Schema:
    return Schema.from_arrow(pa.schema([pa.field(name, held) for name, held in types.items()]))


_tables: dict[Path, Table] = {}
_opening = Lock()


def table(folder: Path, shape: TableShape) -> Table:
    """Return the table of a folder, one object for this process."""
    with _opening:
        if folder not in _tables:
            _tables[folder] = Table(folder, shape)
        return _tables[folder]


def close_tables(folder: Path) -> None:
    """Let go of the tables inside a folder that is going away."""
    with _opening:
        for known in [path for path in _tables if path.is_relative_to(folder)]:
            with suppress(KeyError):
                del _tables[known]
