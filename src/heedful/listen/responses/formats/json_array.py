"""One JSON document: an array of objects, or an object with one such array (as APIs answer)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.cells import as_text, flatten
from heedful.listen.responses.imports.format import Head, ReadOptions, Row, Table, refuse
from heedful.listen.responses.imports.headers import clean_header
from heedful.listen.responses.imports.streams import open_bytes


class JsonArray:
    key = "json"
    label = "JSON"
    suffixes = (".json",)

    def confidence(self, head: Head) -> float:
        start = head.data.removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(b"[") and start[1:].lstrip()[:1] in {b"{", b"]"}:
            return 0.9
        # An object that does not end on its line is a document; JSON Lines takes the ones that do.
        is_document = start.startswith(b"{") and (
            head.has_suffix(".json") or not start.split(b"\n", 1)[0].rstrip().endswith(b"}")
        )
        return 0.85 if is_document else 0.0

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        records = [flatten(record) if isinstance(record, dict) else None for record in _records(path)]
        names = list(dict.fromkeys(name for record in records if record for name in record))
        if not names:
            raise refuse("the JSON document has no list of objects")
        columns, notes = clean_header(names)
        place = iter(range(len(records)))
        reached = [0]

        def rows() -> Iterator[Row]:
            for index in place:
                reached[0] = index + 1
                yield _row(index + 1, records[index], names)

        found = options.found(kind=self.key, encoding="utf-8")
        yield Table(columns, rows(), found, notes=notes, read_share=lambda: reached[0] / len(records))


def _row(number: int, record: dict[str, object] | None, names: list[str]) -> Row:
    if record is None:
        return Row(number, [""] * len(names), "is not a JSON object")
    return Row(number, [as_text(record.get(name)) for name in names])


def _records(path: Path) -> list[Any]:
    with open_bytes(path) as (file, _):
        data = file.read(limits.MAX_JSON_BYTES + 1)
    if len(data) > limits.MAX_JSON_BYTES:
        raise refuse(f"one JSON document may have {limits.MAX_JSON_BYTES:,} bytes; use JSON Lines instead")
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise refuse(f"is not valid JSON: {error}") from error
    return _list_of_objects(document)


def _list_of_objects(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        lists = [
            value
            for value in document.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if len(lists) == 1:
            return list(lists[0])
        if not lists:
            return [document]
    raise refuse("the JSON document should be a list of objects, or have exactly one")


KIND = JsonArray()
