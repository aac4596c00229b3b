"""Tables as CSV and XLSX for spreadsheets, safe to open: nothing in them runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

type Cell = str | int | float | None
type Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]  # name, header, rows

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def to_csv(sheets: Sequence[Sheet]) -> bytes:
    """Write tables under each other, named when there are several; with the mark Excel needs for UTF-8."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    for place, (name, header, rows) in enumerate(sheets):
        if place:
            writer.writerow([])
        if len(sheets) > 1:
            writer.writerow([_harmless(name)])
        writer.writerow([_harmless(cell) for cell in header])
        writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook with a sheet a table; text stays text whatever it begins with."""
    import xlsxwriter

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        for place, (name, header, rows) in enumerate(sheets):
            sheet = book.add_worksheet(_sheet_name(place, name))
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, header, bold)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
            sheet.set_column(0, 0, 28)
    return file.getvalue()


def _harmless(cell: Cell) -> Cell:
    # A spreadsheet runs text that begins like a formula; an apostrophe before it makes it text again.
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def _sheet_name(place: int, name: str) -> str:
    return f"{place + 1} {name.translate(_NOT_IN_SHEET_NAMES)}"[:31].strip()
