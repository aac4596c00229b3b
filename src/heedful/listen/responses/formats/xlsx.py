"""Excel workbooks (XLSX): one sheet, the first with rows unless another is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heedful.listen.responses.imports.archives import check_workbook
from heedful.listen.responses.imports.cells import as_text
from heedful.listen.responses.imports.format import Head, ReadOptions, Row, Table, refuse
from heedful.listen.responses.imports.headers import fit_rows, take_header

ZIP_MAGIC = b"PK\x03\x04"
OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0"


class Workbook:
    key = "xlsx"
    label = "Excel workbook (XLSX)"
    suffixes = (".xlsx",)

    def confidence(self, head: Head) -> float:
        return 1.0 if head.data.startswith((ZIP_MAGIC, OLD_OFFICE_MAGIC)) else 0.0

    @contextmanager
    def open(self, path: Path, options: ReadOptions) -> Iterator[Table]:
        import python_calamine as calamine

        _refuse_old(path)
        check_workbook(path)
        try:
            with calamine.CalamineWorkbook.from_path(str(path)) as book:
                sheet = _sheet(book, options.sheet)
                height = max(1, sheet.height)
                reached = [0]
                header = take_header(_records(sheet, reached), options)
                yield Table(
                    header.columns,
                    fit_rows(header.records, len(header.columns)),
                    options.found(kind=self.key, sheet=sheet.name),
                    header.texts,
                    header.notes,
                    lambda: reached[0] / height,
                )
        except (calamine.CalamineError, OSError) as error:
            raise refuse(f"cannot be read as a workbook: {error}") from error


def _refuse_old(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) == OLD_OFFICE_MAGIC:
            raise refuse("is an old .xls file or protected by a password; save it as .xlsx without one")


def _sheet(book: Any, name: str) -> Any:
    if name and name not in book.sheet_names:
        raise refuse(f"has no sheet “{name}”; it has {', '.join(book.sheet_names)}", field="file.sheet")
    for candidate in [name] if name else book.sheet_names:
        sheet = book.get_sheet_by_name(candidate)
        if sheet.height > 1 or name:
            return sheet
    raise refuse("no sheet has rows")


def _records(sheet: Any, reached: list[int]) -> Iterator[Row]:
    start = sheet.start[0] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows(), start + 1):
        reached[0] += 1
        texts = [as_text(cell) for cell in cells]
        if any(texts):
            yield Row(number, texts)


KIND = Workbook()
