"""A drawing in one piece, and the same on sheets of A4."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

from heedful.understand.boards.leaves import bind
from heedful.understand.boards.paper import Sheet, wrapped

CHART = '<svg xmlns="http://www.w3.org/2000/svg" width="349" height="200"><rect width="9" height="9"/></svg>'


def pages(sheet: Sheet) -> list[PageObject]:
    return list(PdfReader(BytesIO(sheet.pdf())).pages)


def words(sheet: Sheet) -> list[list[str]]:
    return [page.extract_text().split("\n") for page in pages(sheet)]


def tile(sheet: Sheet, title: str, *, lines: int) -> None:
    with sheet.together():
        sheet.rule()
        sheet.text(title, 15)
        for number in range(lines):
            sheet.text(f"{title} {number}", 12)


def test_what_fits_on_one_sheet_is_one_page_of_a4():
    sheet = Sheet(head="Home")
    tile(sheet, "Only", lines=3)
    (page,) = pages(sheet)
    assert [round(float(side)) for side in page.mediabox[2:]] == [pytest.approx(595, abs=1), 842]
    assert page.extract_text().split("\n") == ["Only", "Only 0", "Only 1", "Only 2"]


def test_a_tile_is_not_cut_and_every_further_sheet_has_the_head():
    sheet = Sheet(head="Alder & Sons · Home")
    for title in ("First", "Second", "Third"):
        tile(sheet, title, lines=25)
    first, second, third = words(sheet)
    assert first == ["First", *(f"First {n}" for n in range(25))]
    assert second[:2] == ["Alder & Sons · Home 2/3", "Second"]
    assert third[:2] == ["Alder & Sons · Home 3/3", "Third"]
    assert third[-1] == "Third 24"


def test_what_is_longer_than_a_sheet_goes_on_line_by_line():
    sheet = Sheet(head="Home")
    tile(sheet, "Before", lines=2)
    tile(sheet, "Long", lines=120)
    found = words(sheet)
    assert [line for page in found for line in page if line.startswith("Long ")] == [
        f"Long {n}" for n in range(120)
    ]
    assert found[0][:4] == ["Before", "Before 0", "Before 1", "Long"]
    assert [page[0] for page in found] == ["Before", "Home 2/3", "Home 3/3"]


def test_a_chart_that_is_taller_than_a_sheet_is_made_smaller():
    sheet = Sheet()
    sheet.drawing(CHART.replace('height="200"', 'height="2000"'))
    assert len(pages(sheet)) == 1
    assert "scale(0.4" in sheet.svg()


def test_in_one_piece_it_is_as_long_as_it_needs():
    sheet = Sheet(head="never shown")
    for title in ("First", "Second", "Third"):
        tile(sheet, title, lines=25)
    sheet.drawing(CHART)
    svg = sheet.svg()
    assert svg.count("<text") == 78
    assert "never shown" not in svg
    height = float(svg.split('height="')[1].split('"')[0])
    assert height > 1_800


def test_a_file_of_another_build_is_refused():
    with pytest.raises(ValueError, match="startxref"):
        bind([b"%PDF-1.7 something else"])


def test_long_words_are_not_lost():
    assert wrapped("a " * 3 + "b" * 200, 12) == ["a a a", "b" * 200]
