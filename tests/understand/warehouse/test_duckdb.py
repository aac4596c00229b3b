"""How this machine's engine is asked: files one by one where that lets it count in an array."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.understand.warehouse import worlds

from heedful.understand.warehouse.duck import cursor, used
from heedful.understand.warehouse.kind import as_rows, engines
from heedful.understand.warehouse.kinds.duckdb import WIDEST_ARRAY
from heedful.understand.warehouse.results import histograms
from heedful.understand.warehouse.sources import MOST_APART, Source
from heedful.understand.warehouse.sql.statements import Traits, counting
from heedful.understand.warehouse.stores import RESPONSES_SHAPE
from heedful.understand.warehouse.tables import table
from heedful.understand.warehouse.types import Condition, Filter, Operator, Query

KNOWN = Traits(weighted=False, left_out=False, invalid=False)
BY_NUMBERS = ["unit", "time.day", "time.month", "unit.region", "version"]
BY_TEXTS = ["attribute.plan", "channel"]
ROWS = [
    worlds.row(
        id_,
        unit_id=None if id_ % 13 == 0 else (10, 20, 30)[id_ // 300],
        attributes={"plan": "free" if id_ % 3 else "pro"} if id_ % 7 else {},
        answers={worlds.NPS: id_ * 7 % 11} if id_ % 5 else {},
    )
    for id_ in range(1, 600)
]


@pytest.fixture
def source(tmp_path):
    kept = table(tmp_path / "responses", RESPONSES_SHAPE)
    kept.ensure(worlds.TYPES)
    parts = [ROWS[:200], ROWS[200:400], ROWS[400:]]
    files = [kept.write(Source((), worlds.TYPES, tail=worlds.writer().table(part))) for part in parts]
    kept.commit([file for file in files if file is not None], [])
    snapshot = kept.snapshot()
    return Source(snapshot.files, snapshot.types)


def asked(*by: str):
    return counting([Query((worlds.NPS,), by)], worlds.catalog(), KNOWN, None)


def plan(statement, source, *, apart: bool, texts: tuple[str, ...] = ()) -> str:
    rows, files = source.select(statement.columns, apart=apart, coded=statement.text if texts else None)
    sql = statement.over(rows)
    given = {**statement.parameters, **files, "codes": [*texts, None]}
    with cursor() as opened:
        opened.execute(f"SET perfect_ht_threshold = {WIDEST_ARRAY}")
        found = opened.execute(f"EXPLAIN {sql}", used(sql, given)).fetchall()
    return found[0][1].upper().replace(" ", "_")


@pytest.mark.parametrize("by", BY_NUMBERS)
def test_counts_in_an_array_where_rows_are_grouped_by_numbers(source, by):
    statement = asked(by).statement
    assert statement.is_by_numbers
    assert "PERFECT_HASH_GROUP_BY" in plan(statement, source, apart=True)
    assert "PERFECT_HASH_GROUP_BY" not in plan(statement, source, apart=False)


@pytest.mark.parametrize("by", [(), ("attribute.plan",), ("channel",), ("unit", "channel"), ("time.hour",)])
def test_leaves_other_groupings_alone(by):
    assert not asked(*by).statement.is_by_numbers


@pytest.mark.parametrize("by", BY_NUMBERS)
def test_counts_the_same_of_files_one_by_one_and_together(source, by):
    counted = asked(by)
    together = replace(counted.statement, is_by_numbers=False)
    engine = engines()["duckdb"]
    one_by_one = engine.run(counted.statement, source)
    assert sorted(as_rows(one_by_one), key=str) == sorted(as_rows(engine.run(together, source)), key=str)
    (found,) = histograms(counted, one_by_one)
    assert found == worlds.count(ROWS, Query((worlds.NPS,), (by,)), None).histograms


@pytest.mark.parametrize("by", BY_TEXTS)
def test_counts_codes_in_an_array_where_rows_are_grouped_by_a_text(source, by):
    statement = asked(by).statement
    assert statement.text is not None
    texts = source.values(statement.text)
    assert texts is not None
    assert "PERFECT_HASH_GROUP_BY" in plan(statement, source, apart=True, texts=texts)
    assert "PERFECT_HASH_GROUP_BY" not in plan(statement, source, apart=True)


@pytest.mark.parametrize("by", [*BY_TEXTS, "language"])
def test_counts_the_same_of_codes_and_of_texts(source, by):
    counted = asked(by)
    engine = engines()["duckdb"]
    older = replace(source, files=tuple(replace(file, values={}) for file in source.files))
    of_codes = engine.run(counted.statement, source)
    assert sorted(as_rows(of_codes), key=str) == sorted(
        as_rows(engine.run(counted.statement, older)), key=str
    )
    (found,) = histograms(counted, of_codes)
    assert found == worlds.count(ROWS, Query((worlds.NPS,), (by,)), None).histograms


@pytest.mark.parametrize("by", [*BY_NUMBERS, *BY_TEXTS, "language"])
def test_counts_a_whole_and_its_parts_in_one_statement(source, by):
    queries = [Query((worlds.NPS,), places) for places in [(), (by,)]]
    counted = counting(queries, worlds.catalog(), KNOWN, None)
    found = histograms(counted, engines()["duckdb"].run(counted.statement, source))
    assert found == [worlds.count(ROWS, query, None).histograms for query in queries]


@pytest.mark.parametrize(
    "query",
    [
        Query((worlds.NPS,), ("attribute.plan", "channel")),
        Query((worlds.NPS,), ("unit.region",)),
        Query((), ("attribute.plan",)),
        Query(
            (worlds.NPS,),
            ("attribute.plan",),
            Filter((Condition("attribute.plan", Operator.IS, ("pro",)),)),
        ),
    ],
)
def test_texts_stay_where_more_is_done_with_them(query):
    assert counting([query], worlds.catalog(), KNOWN, None).statement.text is None


def test_reads_many_files_and_pending_rows_together(source):
    many = replace(source, files=source.files * MOST_APART)
    for one in (many, replace(source, tail=worlds.writer().table(ROWS[:1]))):
        assert one.select({"unit_id"}, apart=True) == one.select({"unit_id"})
    assert len(source.select({"unit_id"}, apart=True)[1]) == len(source.files)
