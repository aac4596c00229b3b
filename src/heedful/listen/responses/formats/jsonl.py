"""JSON Lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

import orjson

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.cells import as_text, flatten
from heedful.listen.responses.imports.format import Head, ReadOptions, Row, Table, refuse
from heedful.listen.responses.imports.headers import clean_header
from heedful.listen.responses.imports.streams import open_bytes

NAMES_FROM_LINES = 50_000


class JsonLines:
    key = "jsonl"
    label = "JSON Lines"
    suffixes = (".jsonl", ".ndjson")

    def confidence(self, head: Head) -> float:
        first = head.data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
        if not first.startswith(b"{"):
            return 0.0
        if head.has_suffix(*self.suffixes):
            return 0.95
        return 0.8 if _record(first) is not None else 0.0

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        with open_bytes(path) as (file, _):
            names = _names(file)
        columns, notes = clean_header(names)
        with open_bytes(path) as (file, read_share):
            found = options.found(kind=self.key, encoding="utf-8")
            yield Table(columns, _rows(file, names), found, notes=notes, read_share=read_share)


def _record(line: bytes) -> dict[str, object] | None:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return flatten(found) if isinstance(found, dict) else None


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(limits.MAX_LINE):
        number += 1
        if len(line) >= limits.MAX_LINE:
            raise refuse(f"line {number} is longer than {limits.MAX_LINE:,} bytes", row=number)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _names(file: IO[bytes]) -> list[str]:
    names: dict[str, None] = {}
    for _, line in islice(_lines(file), NAMES_FROM_LINES):
        names.update(dict.fromkeys(_record(line) or ()))
    if not names:
        raise refuse("no line holds a JSON object")
    return list(names)


def _rows(file: IO[bytes], names: list[str]) -> Iterator[Row]:
    known = set(names)
    for number, line in _lines(file):
        record = _record(line)
        if record is None:
            yield Row(number, [""] * len(names), "is not a JSON object")
            continue
        unknown = record.keys() - known
        problem = f"has a field {min(unknown)!r} that no earlier line has" if unknown else ""
        yield Row(number, [as_text(record.get(name)) for name in names], problem)


KIND = JsonLines()
