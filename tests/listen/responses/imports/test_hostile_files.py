"""Files made to hurt: refused with a reason, in little time and memory."""

import gzip
import random
import resource
import time
import zipfile

import pytest

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.files import stored_path
from heedful.listen.responses.imports.look import look_at
from heedful.listen.responses.imports.opening import open_table
from heedful.platform.core.errors import InvalidInput

SHEET = "xl/worksheets/sheet1.xml"


def refusal(path, **kwargs):
    """Return why a file is refused, having made sure that this cost neither long nor much."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        look_at(path, path.name, **kwargs)
    assert time.monotonic() - started < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
    assert refused.value.problems[0].field
    return refused.value.problems[0].reason


def write_zip(path, parts, *, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_fifty_megabytes_of_garbage(tmp_path):
    path = tmp_path / "garbage.csv"
    path.write_bytes(random.Random(1).randbytes(50_000_000))
    assert "binary" in refusal(path)


def test_fifty_megabytes_of_letters_in_one_line(tmp_path):
    path = tmp_path / "line.csv"
    path.write_bytes(b"x" * 50_000_000)
    assert "longer than 1,000,000" in refusal(path)


def test_a_million_columns(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n")
    assert "2,000 columns" in refusal(path)


def test_a_few_thousand_columns(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(3_000)) + "\n1\n")
    assert "has 3,000 columns" in refusal(path)


def test_a_quote_that_never_closes(tmp_path):
    path = tmp_path / "quote.csv"
    path.write_text('id,comment\n1,"never closed\n' + "2,more\n" * 100_000)
    with pytest.raises(InvalidInput, match="quotation mark is not closed"), open_table(path) as table:
        list(table.rows)


def test_nul_bytes_in_text(tmp_path):
    path = tmp_path / "nul.csv"
    path.write_bytes(b"id,comment\n" + b"1,fine\n" * 20_000 + b"2,not\x00fine\n")
    with pytest.raises(InvalidInput, match="NUL"), open_table(path) as table:
        list(table.rows)


def test_a_gzip_bomb(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(200):
            file.write(b"0,0\n" * 262_144)
    assert "zip bombs" in refusal(path)


def test_a_damaged_gzip_file(tmp_path):
    path = tmp_path / "damaged.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n" * 100_000)[:500])
    assert "damaged" in refusal(path)


def test_a_zip_bomb_as_workbook(tmp_path):
    path = tmp_path / "bomb.xlsx"
    write_zip(path, {SHEET: b"<row/>" * 20_000_000})
    assert "zip bombs" in refusal(path)


def test_a_zip_bomb_that_lies_about_its_size(tmp_path):
    path = tmp_path / "liar.xlsx"
    content = b"0" * 120_000_000
    write_zip(path, {SHEET: content})
    data = path.read_bytes()
    size = len(content).to_bytes(4, "little")
    assert data.count(size) >= 2
    path.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    assert "zip bombs" in refusal(path)


def test_too_many_parts(tmp_path):
    path = tmp_path / "parts.xlsx"
    write_zip(path, {f"xl/part{n}.xml": b"" for n in range(limits.MAX_WORKBOOK_ENTRIES + 1)})
    assert "parts" in refusal(path)


def test_one_cell_far_out(tmp_path):
    path = tmp_path / "far.xlsx"
    rows = b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    write_zip(path, {SHEET: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"})
    assert "columns" in refusal(path)


def test_a_tall_sheet_with_one_wide_row(tmp_path):
    path = tmp_path / "tall.xlsx"
    rows = b'<row r="1"><c r="BXX1"/></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    write_zip(path, {SHEET: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"})
    assert "cells" in refusal(path)


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "photos.xlsx"
    write_zip(path, {"holiday.jpg": b"x"})
    assert "not an XLSX" in refusal(path)


def test_an_old_or_locked_workbook(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000)
    assert "password" in refusal(path)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"\0" * 500, b"%PDF-1.7\n" + bytes(range(256)) * 20, b"<html>"]
)
def test_other_files(tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    assert "not a table" in refusal(path)


def test_json_nested_without_end(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text('[{"a":' + "[" * 100_000 + "]" * 100_000 + "}]")
    assert "JSON" in refusal(path)


def test_a_line_of_json_without_end(tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_text('{"a":1}\n{"a":"' + "x" * 2_000_000 + '"}')
    assert "longer" in refusal(path)


def test_memory_stays_bounded_while_rows_stream(tmp_path):
    path = tmp_path / "many.csv.gz"
    with gzip.open(path, "wt") as file:
        file.write("id,score,comment\n")
        for n in range(300_000):
            file.write(f"{n},{n % 11},{random.Random(n).random()}\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_table(path) as table:
        assert sum(1 for _ in table.rows) == 300_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_names_of_files_are_not_paths(organization, alice):
    from heedful.listen.responses.imports import services

    facts = services.receive_file([b"id,nps\n1,9\n"], "../../etc/passwd\\evil.csv", by=alice)
    assert facts.file_name == "evil.csv"
    with pytest.raises(ValueError, match="passwd"):
        stored_path("../passwd")


def test_a_file_beyond_the_limit_leaves_nothing_behind(organization, alice, settings):
    from heedful.listen.responses.imports import services

    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"max_upload_mb": 1})
    folder = settings.HEEDFUL_HOME / "imports"
    before = set(folder.glob("*")) if folder.is_dir() else set()
    with pytest.raises(InvalidInput, match="limit"):
        services.receive_file((b"x" * 300_000 for _ in range(9)), "large.csv", by=alice)
    assert set(folder.glob("*")) == before
