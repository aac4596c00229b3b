"""What columns are, from what is in them."""

import pytest

from heedful.listen.responses.imports.sniff import sniff_column
from heedful.listen.responses.imports.types import ColumnType


def many(*values, times=20):
    return [value for value in values for _ in range(times)]


@pytest.mark.parametrize(
    ("name", "cells", "type_"),
    [
        ("a", ["1", "2", "55"], ColumnType.WHOLE),
        ("a", ["1.0", "2.0", ""], ColumnType.WHOLE),
        ("a", ["1.5", "2", "3.25"], ColumnType.DECIMAL),
        ("a", ["1,5", "2,25", "1.234,5"], ColumnType.DECIMAL),
        ("a", ["1,234", "12,500", "3"], ColumnType.WHOLE),
        ("a", ["yes", "no", "Yes"], ColumnType.YES_NO),
        ("a", ["0", "1", "1"], ColumnType.YES_NO),
        ("a", ["a@b.de", "c.d@example.org"], ColumnType.EMAIL),
        ("phone", ["+49 30 901820", "+43 1 4000"], ColumnType.PHONE),
        ("a", ["DE", "AT", "NA"], ColumnType.CATEGORY),
        ("a", ["", " ", ""], ColumnType.EMPTY),
        ("id", [f"7f3a-{n}" for n in range(50)], ColumnType.ID),
        (
            "a",
            ["The food was cold when it came to us", "Quick and friendly, I will come again soon"],
            ColumnType.TEXT,
        ),
        ("zip", ["94110", "94109"], ColumnType.WHOLE),
    ],
)
def test_types(name, cells, type_):
    assert sniff_column(name, cells).type is type_


@pytest.mark.parametrize(
    ("cells", "format_"),
    [
        (["2024-05-03", "2024-05-04"], "iso"),
        (["2024-05-03T10:00:00Z", "2024-05-03 11:00:00+02:00"], "iso"),
        (["2024-05-03 10:00:00 UTC"], "iso"),
        (["13/01/2024", "02/03/2024"], "%d/%m/%Y"),
        (["01/13/2024", "02/03/2024"], "%m/%d/%Y"),
        (["03.05.2024 14:30", "31.12.2023 09:00"], "%d.%m.%Y %H:%M"),
        (["05/09/2016 12:00:00 AM", "05/21/2016 12:00:00 PM"], "%m/%d/%Y %I:%M:%S %p"),
        (["17-Aug-23", "01-Sep-23"], "%d-%b-%y"),
        (["1st December 2015", "14th September 2016"], "%d %B %Y"),
        (["September 2015", "May 2016"], "%B %Y"),
        (["07_2015", "07_2016"], "%m_%Y"),
        (["Sat Jun 15 2024"], "%a %b %d %Y"),
    ],
)
def test_dates(cells, format_):
    facts = sniff_column("when", cells)
    assert (facts.type, facts.date_format) == (ColumnType.WHEN, format_)


def test_seconds_since_1970_need_a_name_that_says_time():
    assert sniff_column("created_at", ["1718445600", "1718532000"]).date_format == "unix"
    assert sniff_column("account", ["1718445600", "1718532000"]).type is ColumnType.WHOLE


def test_day_and_month_are_told_apart_by_the_shorter_period():
    facts = sniff_column("date", [f"0{day}/05/2024" for day in range(1, 10)])
    assert facts.date_format == "%d/%m/%Y"
    assert "day first is assumed" in facts.notes[0]


@pytest.mark.parametrize(
    ("cells", "scale", "codes"),
    [
        (many(*map(str, range(12))), (0, 10), ("11",)),
        (many("1", "2", "3", "4", "5", "6", "0"), (1, 5), ("0", "6")),
        (many("1", "2", "3", "4", "5", "99"), (1, 5), ("99",)),
        (many("1", "2", "3", "4", "5", "9"), (1, 5), ("9",)),
        (many(*map(str, range(1, 8)), "8"), (1, 7), ("8",)),
        (many(*map(str, range(1, 11)), "-1"), (1, 10), ("-1",)),
        (many("1", "2", "3", "4", "5"), (1, 5), ()),
        (many("1", "2", "17"), None, ()),
        (many("20", "35", "41", "999"), None, ("999",)),
    ],
)
def test_scales_and_the_codes_beside_them(cells, scale, codes):
    facts = sniff_column("q", cells)
    assert facts.scale == scale
    assert facts.scale_codes == codes
    if codes:
        assert codes[0] in facts.notes[0]


def test_words_for_no_answer_are_found_and_shown():
    facts = sniff_column("score", [*many("1", "2", "3", "4", "5"), "N/A", "-", "refused"])
    assert set(facts.missing) == {"N/A", "-", "refused"}
    assert facts.scale == (1, 5)


def test_a_word_that_is_an_answer_is_left_one():
    facts = sniff_column("problem", many("Missing", "Wrong", "Late"))
    assert facts.missing == ()
    assert "Missing" in facts.counts


def test_one_slip_in_a_column_of_numbers_is_a_slip():
    facts = sniff_column("score", [*many("1", "2", "3", "4", "5"), "fiive"])
    assert facts.type is ColumnType.WHOLE
    assert not facts.is_clean
