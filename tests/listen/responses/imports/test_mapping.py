"""Mappings as people write them: read whole, or told what is wrong and where."""

import pytest

from heedful.listen.responses.imports.mapping import slug, write_mapping
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.imports.types import Role
from heedful.platform.core.errors import InvalidInput

WHOLE = """
survey: Airport
time_zone: America/Los_Angeles
defaults: {answered_at: 2017-05-01, channel: kiosk, attributes: {wave: "2017"}}
missing: [n/a]
file: {delimiter: tab, header_rows: 3}
columns:
  NETPRO: {role: question, kind: nps, key: nps, missing: [11], label: Recommend}
  Q7: {role: question, kind: rating, scale: [1, 5], missing: [0, 6]}
  Yes: {role: question, kind: thumbs, values: {yes: 1, no: 0}}
  AREA:
    - {role: unit, level: area}
    - {role: attribute, key: area}
  Why: comment
"""


def test_reads_all_of_it():
    mapping = read_mapping(WHOLE)
    assert mapping.columns["NETPRO"][0].missing == ("11",)
    assert mapping.columns["Q7"][0].key == "q7"
    assert mapping.columns["Yes"][0].values == {"yes": 1, "no": 0}
    assert [column.role for column in mapping.columns["AREA"]] == [Role.UNIT, Role.ATTRIBUTE]
    assert mapping.columns["Why"][0].kind == "long_text"
    assert mapping.defaults.answered_at == "2017-05-01"
    assert mapping.file.delimiter == "\t"


def test_written_and_read_again_it_is_the_same():
    mapping = read_mapping(WHOLE)
    assert read_mapping(write_mapping(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("columns: {a: ignore}", "survey", "name the survey"),
        ("survey: S", "columns", "say what the columns are"),
        ("survey: S\ncolumns: {a: {role: questoin}}", "columns.a.role", "'questoin' is none of"),
        ("survey: S\ncolumns: {a: {kind: nps}}", "columns.a.role", "is missing"),
        ("survey: S\ncolumns: {a: {role: question, kind: npss}}", "columns.a.kind", "'npss' is none of"),
        ("survey: S\ncolumns: {a: {role: question, kind: nps, scal: 1}}", "columns.a.scal", "not a setting"),
        (
            "survey: S\ncolumns: {a: {role: question, kind: rating, scale: [5, 1]}}",
            "columns.a.scale",
            "two ends",
        ),
        ("survey: S\ncolumns: {a: {role: attribute, kind: words}}", "columns.a.kind", "'words' is none of"),
        ("survey: S\ntime_zone: Mars/Base\ncolumns: {a: ignore}", "time_zone", "not a time zone"),
        ("survey: S\non_invalid: forget\ncolumns: {a: ignore}", "on_invalid", "none of refuse, keep"),
        ("survey: S\nfile: {encoding: klingon}\ncolumns: {a: ignore}", "file.encoding", "not an encoding"),
        ("survey: S\ndefaults: {channel: pigeon}\ncolumns: {a: ignore}", "defaults.channel", "none of"),
        (
            "survey: S\ncolumns: {a: {role: question, kind: nps, key: x}, b: {role: comment, key: x}}",
            "columns.b",
            "already read from the column “a”",
        ),
        ("survey: S\ncolumns: {a: {role: question, kind: matrix}}", "columns.a.kind", "one column"),
        ("- a\n- b", "mapping", "should be"),
        ("a: [", "mapping", "is not YAML"),
        ("!!python/object/apply:os.system ['true']", "mapping", "is not YAML"),
    ],
)
def test_mistakes_are_named_with_their_place(text, field, reason):
    with pytest.raises(InvalidInput) as wrong:
        read_mapping(text)
    found = {problem.field: problem.reason for problem in wrong.value.problems}
    assert reason in found[field]


def test_columns_the_file_lacks_are_named():
    with pytest.raises(InvalidInput, match=r"columns\.NETPRO: the file has no such column"):
        read_mapping(WHOLE).check_columns(("Q7", "Yes", "AREA", "Why"))


@pytest.mark.parametrize(
    ("name", "key"),
    [("Q7 ALL", "q7_all"), ("Größe?", "größe"), ("評価", "評価"), ("***", "column"), ("x" * 99, "x" * 80)],
)
def test_keys(name, key):
    assert slug(name) == key


def test_the_example_of_the_manual_is_one():
    from pathlib import Path

    manual = (Path(__file__).parents[4] / "docs" / "mapping.md").read_text("utf-8")
    mapping = read_mapping(manual.split("```yaml")[1].split("```")[0])
    assert {column.role for taken in mapping.columns.values() for column in taken} >= {
        Role.QUESTION,
        Role.UNIT,
    }
    assert all(f"`{role}`" in manual for role in Role)


def test_every_setting_is_in_the_manual():
    from dataclasses import fields
    from pathlib import Path

    from heedful.listen.responses.imports.format import ReadOptions
    from heedful.listen.responses.imports.mapping import ColumnMapping, Defaults, Mapping

    manual = (Path(__file__).parents[4] / "docs" / "mapping.md").read_text("utf-8")
    names = {each.name for shape in (ReadOptions, ColumnMapping, Defaults, Mapping) for each in fields(shape)}
    assert [name for name in sorted(names - {"source"}) if name not in manual] == []


def test_the_mappings_kept_as_examples_can_be_read():
    from pathlib import Path

    examples = sorted((Path(__file__).parents[4] / "docs" / "examples").glob("*.yaml"))
    assert len(examples) == 13
    for path in examples:
        read_mapping(path.read_text("utf-8"))
