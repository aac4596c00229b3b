"""Where rows come from: files of one version of the table, less what changed since, plus the live tail."""

# ruff: noqa: S608 - names come from the table's own columns, values are parameters

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

MOST_CODES = 250  # what one byte holds, beside what is no text
MOST_APART = 32  # files read each by itself in one statement: planning takes the engine 1 ms a file


@dataclass(frozen=True, slots=True)
class File:
    """An immutable Parquet file of a table, as the table's log describes it."""

    path: str  # absolute
    rows: int
    size: int
    first_id: int
    last_id: int
    columns: frozenset[str]
    surveys: tuple[int, int] | None = None  # least and greatest survey id
    weighted: bool = True
    left_out: bool = True
    invalid: bool = True
    complete: frozenset[str] = frozenset()  # columns in which no row lacks a value
    # All texts of the columns that have few of them.
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def may_hold(self, ids: Sequence[int]) -> bool:
        """Whether one of the ids (in ascending order) lies between the file's first and last."""
        place = bisect_left(ids, self.first_id)
        return place < len(ids) and ids[place] <= self.last_id


@dataclass(frozen=True)
class Source:
    """The rows of one moment. ``changed`` ids are taken from ``tail``, whatever the files say."""

    files: tuple[File, ...]
    types: Mapping[str, pa.DataType]
    tail: pa.Table | None = None
    changed: tuple[int, ...] = ()  # ascending
    buckets: tuple[int, int] | None = None  # (k, of): only contacts whose id leaves k
    id_column: str = "response_id"

    def slices(self, count: int) -> list[Source]:
        """Cut into parts whose rows add up to these: by files, the tail with the first."""
        parts: list[list[File]] = [[] for _ in range(count)]
        for file in sorted(self.files, key=lambda one: -one.rows):
            min(parts, key=lambda part: sum(one.rows for one in part)).append(file)
        tails = [self.tail, *[None] * (count - 1)]
        return [
            replace(self, files=tuple(part), tail=tail)
            for part, tail in zip(parts, tails, strict=True)
            if part or tail is not None
        ]

    def by_contact(self, count: int) -> list[Source]:
        """Cut by contact: each part has all answers of its contacts."""
        return [replace(self, buckets=(bucket, count)) for bucket in range(count)]

    def complete(self) -> frozenset[str]:
        """Return the columns in which no row lacks a value, as far as that is known."""
        found = frozenset(self.types).intersection(*(file.complete for file in self.files))
        if self.tail is None:
            return found if self.files else frozenset()
        columns = {name: self.tail.column(name) for name in self.tail.column_names}
        return frozenset(name for name in found if name in columns and not columns[name].null_count)

    @property
    def may_be_apart(self) -> bool:
        """Whether each file can be read by itself: there are not too many, and no pending rows."""
        return self.tail is None and len(self.files) <= MOST_APART

    def values(self, column: str) -> tuple[str, ...] | None:
        """Return all texts the files have in a column; ``None`` if they are many, or not all known."""
        files = [file for file in self.files if column in file.columns]
        if any(column not in file.values for file in files):
            return None
        found = sorted({value for file in files for value in file.values[column]})
        return tuple(found) if 0 < len(found) <= MOST_CODES else None

    def select(
        self, columns: Collection[str], *, apart: bool = False, coded: str | None = None
    ) -> tuple[str, dict[str, list[str]]]:
        """Return SQL that gives the columns of these rows, and the lists of files it names.

        ``apart`` reads each file by itself, if there are not too many for that. Of the column ``coded`` it
        gives the place of its text, from 1, in the parameter ``codes``.
        """
        names = sorted(set(columns) | ({"contact_id", self.id_column} if self.buckets else set()))
        names = names or [self.id_column]
        apart = apart and self.may_be_apart
        parts, parameters = [], {}
        for place, (files, touched) in enumerate(self._groups(names, apart=apart)):
            key = f"f{place}"
            parameters[key] = [file.path for file in files]
            held = ", ".join(self._column(name, files[0], is_code=name == coded) for name in names)
            without = f" ANTI JOIN changed USING ({self.id_column})" if touched else ""
            parts.append(f"SELECT {held} FROM read_parquet(${key}){without}")
        if self.tail is not None or not parts:
            parts.append(f"SELECT {', '.join(names)} FROM tail")
        rows = " UNION ALL ".join(parts)
        if self.buckets is not None:
            bucket, count = self.buckets
            whose = f"coalesce(contact_id, {self.id_column})"
            rows = f"SELECT * FROM ({rows}) WHERE {whose} % {count:d} = {bucket:d}"
        return rows, parameters

    def relations(self) -> dict[str, pa.Table]:
        """Return what the SQL reads besides files."""
        found = {}
        if self.tail is not None:
            found["tail"] = self.tail
        elif not self.files:
            found["tail"] = pa.schema(list(self.types.items())).empty_table()
        if self.changed:
            found["changed"] = pa.table({self.id_column: pa.array(self.changed, pa.int64())})
        return found

    def _groups(self, names: list[str], *, apart: bool) -> Iterator[tuple[list[File], bool]]:
        # Files written before a column existed lack it; files are grouped by which columns they have.
        groups: dict[tuple[frozenset[str], bool], list[File]] = {}
        wanted = frozenset(names)
        for file in self.files:
            key = (wanted & file.columns, file.may_hold(self.changed))
            groups.setdefault(key, []).append(file)
        for (_columns, touched), files in groups.items():
            for part in [[file] for file in files] if apart else [files]:
                yield part, touched

    def _column(self, name: str, file: File, *, is_code: bool) -> str:
        held = name if name in file.columns else f"NULL::{SQL_TYPES[self.types[name]]}"
        if is_code:
            # Worked out once for each entry of a row group's dictionary, not for each row.
            return f"list_position($codes, {held})::UTINYINT AS {name}"
        return held if held is name else f"{held} AS {name}"


SQL_TYPES: dict[pa.DataType, str] = {
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.int16(): "SMALLINT",
    pa.int8(): "TINYINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.string(): "VARCHAR",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.list_(pa.int64()): "BIGINT[]",
}
