from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson

from heedful.listen.responses.exports.kind import Cell


class JsonLines:
    key = "jsonl"
    label = "JSON lines"
    content_type = "application/x-ndjson"

    def write(self, path: Path, header: list[str], rows: Iterable[list[Cell]]) -> None:
        with path.open("wb") as file:
            for row in rows:
                file.write(orjson.dumps(dict(zip(header, row, strict=True))) + b"\n")


KIND = JsonLines()
