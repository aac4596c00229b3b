"""Merging small files here gives what the engine gives, whichever columns they have and whatever changed."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from hypothesis import given, strategies as st

from heedful.understand.warehouse import merging
from heedful.understand.warehouse.duck import cursor
from heedful.understand.warehouse.sources import File, Source
from heedful.understand.warehouse.tables import TableShape, table

TYPES = {
    "response_id": pa.int64(),
    "survey_id": pa.int32(),
    "place": pa.string(),
    "themes": pa.list_(pa.string()),
    "q1": pa.int16(),
    "q2": pa.int16(),
}
ORDER = ("survey_id", "place", "response_id")
SHAPE = TableShape("responses", "response_id", ORDER, TYPES)
BY_ID = [("response_id", "ascending")]


@st.composite
def tables_of_rows(draw):
    """Some files' rows and newer ones; ids of files lie apart, as they do in a table."""
    made, first = [], 1
    for _ in range(draw(st.integers(1, 4))):
        n = draw(st.integers(1, 12))
        values = st.lists(st.none() | st.integers(0, 10), min_size=n, max_size=n)
        places = st.lists(st.none() | st.sampled_from(["Bonn", "Oslo", "Å"]), min_size=n, max_size=n)
        columns = {
            "response_id": pa.array(range(first, first + n), pa.int64()),
            "survey_id": pa.array(draw(st.lists(st.integers(1, 2), min_size=n, max_size=n)), pa.int32()),
            "place": pa.array(draw(places), pa.string()),
            "themes": pa.array([draw(st.none() | st.just(["food", "staff"]))] * n, TYPES["themes"]),
            "q1": pa.array(draw(values), pa.int16()),
        }
        if draw(st.booleans()):
            columns["q2"] = pa.array(draw(values), pa.int16())
        made.append(pa.table(columns))
        first += n
    return made, tuple(sorted(draw(st.sets(st.integers(1, first + 3), max_size=8))))


@given(tables_of_rows(), st.integers(0, 3), st.integers(2, 30))
def test_it_gives_what_the_engine_gives(found, newest, at_once):
    rows, changed = found
    with tempfile.TemporaryDirectory() as folder:
        kept = table(Path(folder) / "responses", SHAPE)
        kept.ensure(TYPES)
        files = [
            kept.write(Source((), {name: TYPES[name] for name in one.column_names}, tail=one)) for one in rows
        ]
        newer = rows[0].drop_columns(["q1"]).append_column("q1", pa.nulls(len(rows[0]), pa.int16()))
        if "q2" not in newer.column_names:
            newer = newer.append_column("q2", newer["q1"])
        tail = newer.select(list(TYPES)).slice(0, newest)
        ids = tuple(sorted({*changed, *tail["response_id"].to_pylist()}))
        source = Source(tuple(files), TYPES, tail=tail, changed=ids)
        sql, parameters = source.select(TYPES)
        with cursor(source.relations()) as opened:
            columns = ", ".join(TYPES)
            ordered = f"SELECT {columns} FROM ({sql}) ORDER BY {', '.join(ORDER)}"
            expected = opened.sql(ordered, params=parameters).to_arrow_table()
        parts = list(merging.merged(source, ORDER, at_once))
    assert all(part.num_rows <= at_once for part in parts)
    assert all(part.schema.types == list(TYPES.values()) for part in parts)
    for number, part in enumerate(parts):  # each is laid by what it lacks; no row goes into another
        own = expected.slice(number * at_once, at_once)
        assert part.sort_by(BY_ID).to_pylist() == own.sort_by(BY_ID).to_pylist()
    assert sum(part.num_rows for part in parts) == expected.num_rows


def test_many_rows_are_left_to_the_engine():
    few = File("a.parquet", merging.MOST_ROWS, 1, 1, merging.MOST_ROWS, frozenset(TYPES))
    assert merging.may_be_merged(Source((few,), TYPES))
    assert not merging.may_be_merged(Source((few, replace(few, rows=1)), TYPES))
    assert not merging.may_be_merged(Source((), TYPES, buckets=(0, 2)))


def test_of_rows_that_are_all_gone_nothing_is_left(tmp_path):
    kept = table(tmp_path / "responses", SHAPE)
    kept.ensure(TYPES)
    said = {"response_id": 1, "survey_id": 1}
    rows = pa.table({name: pa.array([said.get(name)], held) for name, held in TYPES.items()})
    file = kept.write(Source((), TYPES, tail=rows))
    assert kept.write(Source((file,), TYPES)) is not None
    assert kept.write(Source((file,), TYPES, changed=(1,))) is None
