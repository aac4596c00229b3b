"""The contract of every format: recognised by content, read as the same rows, refusing in words."""

import csv
import gzip
import json

import pytest
import xlsxwriter

from heedful.listen.responses.imports.format import Head, ReadOptions
from heedful.listen.responses.imports.opening import formats, open_table, recognise
from heedful.listen.responses.imports.streams import read_head
from heedful.platform.core.errors import InvalidInput, Problem

COLUMNS = ["id", "score", "comment"]
ROWS = [["1", "9", "Good, and quick"], ["2", "", "Trop cher – « vraiment »"], ["3", "0", "日本語"]]


def write_delimited(path):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *ROWS])


def write_jsonl(path):
    path.write_text("\n".join(json.dumps(dict(zip(COLUMNS, row, strict=True))) for row in ROWS), "utf-8")


def write_json(path):
    path.write_text(json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in ROWS]), "utf-8")


def write_xlsx(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *ROWS]):
            sheet.write_row(number, 0, row)


def write_parquet(path):
    import pyarrow as pa
    from pyarrow import parquet

    columns = list(zip(*ROWS, strict=True))
    parquet.write_table(
        pa.table({name: list(cells) for name, cells in zip(COLUMNS, columns, strict=True)}), path
    )


WRITERS = {
    "delimited": write_delimited,
    "jsonl": write_jsonl,
    "json": write_json,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}


def test_every_format_is_under_this_contract():
    assert set(WRITERS) == set(formats())


@pytest.mark.parametrize("key", sorted(WRITERS))
def test_is_recognised_and_reads_the_same_rows(key, tmp_path):
    path = tmp_path / "without_a_telling_name"
    WRITERS[key](path)
    assert recognise(read_head(path, path.name)).key == key
    with open_table(path) as table:
        assert list(table.columns) == COLUMNS
        assert [row.cells for row in table.rows] == ROWS
        assert table.options.format == key
        assert table.read_share() == pytest.approx(1)


@pytest.mark.parametrize("key", sorted(WRITERS))
def test_a_broken_file_is_refused_in_words(key, tmp_path):
    path = tmp_path / "broken"
    WRITERS[key](path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\x00\xff\x00\xfe" * 200)
    for problem in problems_of(path, key):
        assert problem.field
        assert problem.reason


def problems_of(path, key):
    """Return why a file, or some of its rows, cannot be read; there must be something."""
    try:
        with open_table(path, options=ReadOptions(format=key)) as table:
            found = [Problem(f"row {row.number}", row.problem) for row in table.rows if row.problem]
    except InvalidInput as error:
        found = list(error.problems)
    assert found
    return found


@pytest.mark.parametrize("key", ["delimited", "jsonl", "json"])
def test_text_may_be_gzipped(key, tmp_path):
    plain, path = tmp_path / "plain", tmp_path / "file.gz"
    WRITERS[key](plain)
    path.write_bytes(gzip.compress(plain.read_bytes()))
    with open_table(path) as table:
        assert [row.cells for row in table.rows] == ROWS


@pytest.mark.parametrize("key", sorted(WRITERS))
def test_has_a_name_and_endings(key):
    assert formats()[key].label
    assert formats()[key].suffixes
    assert formats()[key].confidence(Head("x", b"\x00\x01\x02\x03" * 100)) == 0


def test_types_of_a_workbook_become_text(tmp_path):
    from datetime import date

    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Empty")
        sheet = book.add_worksheet("Answers")
        sheet.write_row(0, 0, ["when", "score", "share", "ok"])
        sheet.write_datetime(1, 0, date(2024, 5, 3))
        sheet.write_row(1, 1, [9.0, 0.25, True])
    with open_table(path) as table:
        assert next(table.rows).cells == ["2024-05-03", "9", "0.25", "true"]
        assert table.options.sheet == "Answers"


def test_nested_json_has_dotted_columns(tmp_path):
    path = tmp_path / "api.json"
    path.write_text(
        json.dumps({"data": [{"id": 1, "person": {"email": "a@b.de"}, "tags": ["x", "y"]}], "next": None})
    )
    with open_table(path) as table:
        assert table.columns == ("id", "person.email", "tags")
        assert next(table.rows).cells == ["1", "a@b.de", '["x","y"]']
