from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from heedful.listen.responses.exports.escaping import harmless
from heedful.listen.responses.exports.kind import Cell


class Delimited:
    key = "csv"
    label = "CSV"
    content_type = "text/csv; charset=utf-8"

    def write(self, path: Path, header: list[str], rows: Iterable[list[Cell]]) -> None:
        # With the mark: without it, spreadsheets read UTF-8 as something else.
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(harmless(name) for name in header)
            writer.writerows([harmless(cell) for cell in row] for row in rows)


KIND = Delimited()
