"""What a file says of itself, and how its rows lie; none of it changes what is read."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from heedful.understand.warehouse import layout
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.tables import TableShape, table

TYPES = {
    "response_id": pa.int64(),
    "survey_id": pa.int32(),
    "channel": pa.string(),
    "note": pa.string(),
    "q1": pa.int16(),
    "q2": pa.int16(),
}
SHAPE = TableShape("responses", "response_id", ("response_id",), TYPES)


def rows(first: int, n: int, *, channel: str | None = None) -> pa.Table:
    ids = range(first, first + n)
    return pa.table(
        {
            "response_id": pa.array(ids, pa.int64()),
            "survey_id": pa.array([1] * n, pa.int32()),
            "channel": pa.array([channel or ("email" if id_ % 2 else "sms") for id_ in ids]),
            "note": pa.array([f"note {id_}" if id_ % 5 else None for id_ in ids]),
            "q1": pa.array([id_ % 11 if id_ % 3 else None for id_ in ids], pa.int16()),
            "q2": pa.array([id_ % 5 if id_ % 4 else None for id_ in ids], pa.int16()),
        }
    )


@pytest.fixture
def kept(tmp_path):
    made = table(tmp_path / "responses", SHAPE)
    made.ensure(TYPES)
    return made


def write(kept, *tables: pa.Table):
    files = [kept.write(Source((), TYPES, tail=one)) for one in tables]
    kept.commit(files, [])
    return kept.snapshot().files


def test_rows_that_lack_the_same_scores_lie_together_in_their_order():
    laid = layout.by_what_is_lacking(rows(1, 600))
    lacks = list(zip(*[[v is None for v in laid[name].to_pylist()] for name in ("q1", "q2")], strict=True))
    assert lacks == sorted(lacks)
    for kind in set(lacks):
        ids = [id_ for id_, one in zip(laid["response_id"].to_pylist(), lacks, strict=True) if one == kind]
        assert ids == sorted(ids)
    assert laid.sort_by("response_id").to_pylist() == rows(1, 600).to_pylist()


def test_rows_of_which_none_lacks_a_score_stay_as_they_are():
    whole = rows(1, 20).drop_columns(["q1", "q2"])
    assert layout.by_what_is_lacking(whole) is whole
    nobody = rows(1, 3).set_column(4, "q1", pa.array([None] * 3, pa.int16())).drop_columns(["q2"])
    assert layout.by_what_is_lacking(nobody) is nobody


def test_a_column_without_gaps_is_written_as_one(kept):
    (file,) = write(kept, rows(1, 100))
    assert file.complete == {"response_id", "survey_id", "channel"}
    assert not pq.read_schema(file.path).field("channel").nullable
    assert pq.read_schema(file.path).field("q1").nullable
    kept.forget()
    assert kept.snapshot().files[0].complete == file.complete


def test_a_merged_file_has_gaps_where_one_of_them_has(kept):
    gap = rows(101, 3).set_column(2, "channel", pa.array(["email", None, "sms"]))
    files = write(kept, rows(1, 100), gap)
    merged = kept.write(Source(files, TYPES))
    assert merged.complete == {"response_id", "survey_id"}
    found = pq.read_table(merged.path).sort_by("response_id")
    assert found["channel"].null_count == 1
    assert found.num_rows == 103


def test_a_file_that_lacks_a_column_is_not_complete_in_it(kept):
    files = write(kept, rows(1, 100))
    merged = kept.write(Source(files, TYPES | {"a1": pa.string()}))
    assert "a1" not in merged.complete
    assert merged.values["a1"] == ()


def test_a_file_knows_its_texts_where_they_are_few(kept):
    files = write(kept, rows(1, 100), rows(101, 100, channel="web"))
    assert [file.values for file in files] == [{"channel": ("email", "sms")}, {"channel": ("web",)}]
    kept.forget()
    source = Source(kept.snapshot().files, TYPES)
    assert source.values("channel") == ("email", "sms", "web")
    assert source.values("note") is None


def test_texts_are_not_known_where_an_older_file_does_not_say(kept):
    files = write(kept, rows(1, 100))
    old = kept.folder / "part-old.parquet"
    pq.write_table(rows(101, 100), old)
    described = kept.describe(old, TYPES)
    assert described.values == {}
    assert described.complete == frozenset()
    assert Source((*files, described), TYPES).values("channel") is None
    merged = kept.write(Source((*files, described), TYPES))
    assert merged.values["channel"] == ("email", "sms")
    assert merged.complete == frozenset()
