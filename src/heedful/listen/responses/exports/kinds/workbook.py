from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from heedful.listen.responses.exports.kind import Cell
from heedful.platform.core.errors import PermanentError

MOST_ROWS = 1_048_576  # of a sheet; more rows go on to another sheet
LONGEST_TEXT = 32_767  # of a cell


class Workbook:
    key = "xlsx"
    label = "Excel"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, path: Path, header: list[str], rows: Iterable[list[Cell]]) -> None:
        # Texts are written as texts, so no cell can be a formula.
        book = xlsxwriter.Workbook(
            str(path),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        with book:
            line = MOST_ROWS
            sheet = None
            for row in rows:
                if line >= MOST_ROWS:
                    sheet, line = self._new_sheet(book, header), 1
                assert sheet is not None
                for column, cell in enumerate(row):
                    self._write_cell(sheet, line, column, cell)
                line += 1
            if sheet is None:
                self._new_sheet(book, header)

    def _new_sheet(self, book: xlsxwriter.Workbook, header: list[str]) -> xlsxwriter.worksheet.Worksheet:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        return sheet

    def _write_cell(self, sheet: xlsxwriter.worksheet.Worksheet, line: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
            raise PermanentError(f"Row {line} has a text longer than a cell can hold; export CSV or Parquet.")
        sheet.write(line, column, cell)


KIND = Workbook()
