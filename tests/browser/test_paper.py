"""What a long table looks like on paper: every sheet says what its columns are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

import heedful.platform.ui

STYLES = Path(heedful.platform.ui.__file__).parent / "static/ui"
TABLE = """<!doctype html><div class="app"><main><section class="card"><div class="table-box">
<table class="data"><thead>
<tr><th><button type="button">Branch</button></th><th class="num">Base</th></tr></thead>
<tbody>{rows}</tbody></table></div></section></main></div>"""


@pytest.fixture
def sheets(browser: Browser) -> list[str]:
    rows = "".join(f"<tr><th scope='row'>Unit {i}</th><td class='num'>{i}</td></tr>" for i in range(150))
    page = browser.new_page()
    page.set_content(TABLE.format(rows=rows))
    for name in ("base", "layout", "parts"):
        page.add_style_tag(path=STYLES / f"{name}.css")
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]


def test_headings_that_sort_stand_on_every_sheet(sheets: list[str]) -> None:
    assert len(sheets) > 2
    assert all(sheet.count("Branch") == sheet.count("Base") == 1 for sheet in sheets)
    assert sum(sheet.count("Unit") for sheet in sheets) == 150
