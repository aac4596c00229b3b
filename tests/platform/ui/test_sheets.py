from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from heedful.platform.ui.sheets import to_csv, to_xlsx

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_begins_like_a_formula_stays_text_in_csv(text):
    content = to_csv([("Sheet", ("a",), [(text,)])]).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(content, newline="")))
    assert rows[1] == [f"'{text}"]


def test_numbers_stay_numbers():
    content = to_csv([("Sheet", ("a", "b"), [(-6.5, None)])]).decode("utf-8-sig")
    assert content.splitlines()[1] == "-6.5,"


def test_several_tables_are_named():
    content = to_csv([("One", ("a",), [(1,)]), ("=Two", ("b",), [(2,)])]).decode("utf-8-sig")
    assert content.splitlines() == ["One", "a", "1", "", "'=Two", "b", "2"]


def test_a_workbook_holds_text_and_numbers_and_no_formula():
    content = to_xlsx([("NPS by [Site]: all/*?", ("Site", "NPS"), [("=HYPERLINK(1)", -6.5), ("Wien", None)])])
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheet = book.get_sheet_by_index(0)
    assert sheet.to_python() == [["Site", "NPS"], ["=HYPERLINK(1)", -6.5], ["Wien", ""]]
    assert b"<f>" not in content
