"""Separated text in all the dialects that people's programs write."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.make.effort import examples

from heedful.listen.responses.imports.opening import open_table
from heedful.platform.core.errors import InvalidInput

WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc", "Cn")), max_size=12
)


def read(path, **options):
    with open_table(path, **options) as table:
        return table.columns, [row.cells for row in table.rows], table.options


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(60)
)
@given(
    rows=st.lists(st.lists(WORDS | st.just("with\nbreak"), min_size=3, max_size=3), min_size=3, max_size=12),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(tmp_path, rows, delimiter, encoding, quoting, line_end):
    rows = [["id", *row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end).writerows(
        [["first", "second", "third", "fourth"], *rows]
    )
    path = tmp_path / "dialect.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    columns, found, options = read(path)
    assert columns == ("first", "second", "third", "fourth")
    assert found == rows
    assert options.delimiter == delimiter


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Preis zu hoch – 5 € für Müller"),
        ("latin-1", "très agréable, l'hôtel était propre et calme"),
        ("shift_jis", "スタッフの対応がとても丁寧で気持ちよく過ごせました。また来たいです。"),
        ("cp1251", "Очень хорошее обслуживание, спасибо большое всем сотрудникам"),
        ("utf-16", "größer als gedacht"),
        ("utf-16-le", "grows without a mark"),
    ],
)
def test_encodings_are_found_out(tmp_path, encoding, text):
    path = tmp_path / "encoded.csv"
    path.write_bytes("\n".join(["id;comment", *(f"{n};{text}" for n in range(50))]).encode(encoding))
    _, rows, _ = read(path)
    assert rows[7] == ["7", text]


def test_latin_text_far_behind_plain_text_is_still_read(tmp_path):
    path = tmp_path / "late.csv"
    lines = [b"id,name", *(b"%d,plain" % n for n in range(60_000)), "60000,Müller".encode("latin-1")]
    path.write_bytes(b"\n".join(lines))
    _, rows, _ = read(path)
    assert rows[-1] == ["60000", "Müller"]


def test_a_line_in_another_encoding_is_refused_alone(tmp_path):
    path = tmp_path / "mixed.csv"
    lines = ["id,name", *(f"{n},Zoë" for n in range(50))]
    path.write_bytes("\n".join(lines).encode() + "\n50,Müller".encode("latin-1"))
    with open_table(path) as table:
        problems = [(row.number, row.problem) for row in table.rows if row.problem]
    assert problems == [(52, "has bytes that are not UTF-8")]


def test_longer_and_shorter_rows_have_a_problem(tmp_path):
    path = tmp_path / "ragged.csv"
    path.write_text("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n")
    with open_table(path) as table:
        assert [row.problem for row in table.rows] == [
            "",
            "has 2 cells where the header has 3",
            "has 4 cells where the header has 3",
            "",
        ]


def test_names_twice_and_missing_names_are_told(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("score,score,,x\n1,2,3,4\n")
    with open_table(path) as table:
        assert table.columns == ("score", "score (2)", "column 3", "x")
        assert len(table.notes) == 2


def test_excels_separator_line_is_heard(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_text("sep=|\na|b\n1|2\n")
    assert read(path)[:2] == (("a", "b"), [["1", "2"]])


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text('a,b\n1,"two\nlines"\n3,4\n')
    with open_table(path) as table:
        assert [row.number for row in table.rows] == [2, 3]


@pytest.mark.parametrize("content", ["", "  \n\n ", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidInput, match=r"empty|no row"):
        read(path)


def test_a_header_alone_has_no_rows(tmp_path):
    path = tmp_path / "header.csv"
    path.write_text("a,b,c\n")
    assert read(path)[1] == []
