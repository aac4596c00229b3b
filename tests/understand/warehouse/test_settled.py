"""What was counted once in files that do not change is not counted again, and is never wrong."""

from __future__ import annotations

from itertools import count

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.make.effort import examples
from tests.make.responses import scores
from tests.make.surveys import question, survey
from tests.understand.warehouse import worlds
from tests.understand.warehouse.test_engines import queries as any_query, sources

from heedful.listen.responses import services as response_services
from heedful.methods.histograms import Histogram
from heedful.platform.core.types import Actor
from heedful.understand.warehouse import queries, services
from heedful.understand.warehouse.kinds.duckdb import DuckDBEngine
from heedful.understand.warehouse.queries import counting
from heedful.understand.warehouse.queries.counting import Countings
from heedful.understand.warehouse.queries.live import Live
from heedful.understand.warehouse.queries.settled import MOST_TALLIES, Settled, settled
from heedful.understand.warehouse.services.writing import upsert
from heedful.understand.warehouse.sources import File, Source
from heedful.understand.warehouse.sql.statements import Statement
from heedful.understand.warehouse.stores import responses_table
from heedful.understand.warehouse.types import Freshness, Query, Repeats

UID = "org_1"
OVERALL = Statement("SELECT 1", {"ids": [1, 2]}, frozenset(), keys=1, sums=1)


@pytest.fixture(autouse=True)
def _files_settle_at_once(monkeypatch):
    monkeypatch.setattr(counting, "SETTLED_FROM", 1)
    settled.clear()


@pytest.fixture
def engine_runs(monkeypatch):
    """The files the engine read, run by run."""
    found, run = [], DuckDBEngine.run

    def noted(self, statement, source):
        found.append(len(source.files))
        return run(self, statement, source)

    monkeypatch.setattr(DuckDBEngine, "run", noted)
    return found


def lay_out(files):
    """Lay the rows out as the table of the worlds' organisation, in place of what it had."""
    kept = responses_table(UID)
    kept.drop()
    kept.ensure(worlds.TYPES)
    written = [
        kept.write(Source((), worlds.TYPES, tail=worlds.writer().table(one, worlds.texts(one))))
        for one in files
        if one
    ]
    kept.commit([one for one in written if one is not None], [], batch=1)
    return kept


def live(tail: pa.Table | None = None, changed: tuple[int, ...] = ()) -> Live:
    snapshot = responses_table(UID).snapshot()
    return Live(Source(snapshot.files, snapshot.types, tail=tail, changed=changed), Freshness(0, 0))


@given(
    sources(),
    st.lists(any_query().filter(lambda one: one.repeats is Repeats.ALL), min_size=1, max_size=2),
    st.sampled_from([None, frozenset({20, 30})]),
)
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_counts_what_python_counts_before_and_after_the_flush(world, asked, unit_ids):
    now, files, rows, changed = world
    kept = lay_out(files)
    tail = worlds.writer().table(rows, worlds.texts(rows))
    before = [row for file in files for row in file]
    for query in asked:
        countings = Countings([query], worlds.catalog(), unit_ids)
        expected = [worlds.count(now, query, unit_ids).histograms]
        for _ in range(2):
            assert countings.parted(live()) == [worlds.count(before, query, unit_ids).histograms]
            assert countings.parted(live(tail, changed)) == expected
    if changed:
        upsert(kept, changed, tail, worlds.TYPES, batch=2)
    for query in asked:
        expected = [worlds.count(now, query, unit_ids).histograms]
        for _ in range(2):
            assert Countings([query], worlds.catalog(), unit_ids).parted(live()) == expected


def test_a_refresh_reads_only_what_is_new(organization, engine_runs):
    by = Actor.system(organization.pk)
    asked = survey(question())
    board = [Query((asked.questions[0].id,)), Query((asked.questions[0].id,), ("channel",))]

    def n() -> set[int]:
        return {
            sum(cell.histogram.n for cell in result.cells) for result in queries.counts_many(board, by=by)
        }

    scores(asked, 10, 9)
    services.flush(organization.pk)
    assert n() == {2}
    assert engine_runs == [1, 1]
    assert n() == {2}
    assert engine_runs == [1, 1]
    scores(asked, 0)
    assert n() == {3}
    assert engine_runs == [1, 1, 0]
    services.flush(organization.pk)
    assert n() == {3}
    assert engine_runs == [1, 1, 0, 1, 1]
    services.compact()
    assert n() == {3}
    assert engine_runs[5:] == [1, 1]


@pytest.mark.parametrize("how", ["excluded", "deleted"])
def test_what_no_longer_counts_is_gone_from_what_was_kept(organization, how):
    by = Actor.system(organization.pk)
    asked = survey(question())
    one, *_ = scores(asked, 10, 9)
    services.flush(organization.pk)
    overall = Query((asked.questions[0].id,))
    assert queries.counts(overall, by=by).cells[0].histogram.n == 2
    if how == "excluded":
        response_services.exclude_response(one, "spam", by=by)
    else:
        response_services.delete_responses([one], by=by)
    for _ in range(2):
        assert list(queries.counts(overall, by=by).cells[0].histogram.counts) == [9.0]
        services.flush(organization.pk)
    files = {file.path for file in responses_table().snapshot().files}
    assert all(kept.files <= files for kept in settled._kept.values())


def file(path: str) -> File:
    return File(path, 1, 1, 1, 1, frozenset())


def test_what_is_erased_is_forgotten_although_a_reader_was_slow():
    kept = Settled()
    alive = [file("a"), file("b")]
    cells = {(): Histogram.of([10])}

    def erased_meanwhile(_files):
        alive.remove(file("a"))
        kept.forget(UID)
        return cells

    asked = list(alive)
    assert kept.counted(UID, OVERALL, asked, count=erased_meanwhile, alive=lambda: alive) == cells
    assert not kept._kept


def test_memory_is_bounded():
    kept, numbers = Settled(), count()
    large = {(n,): Histogram.of(range(10)) for n in range(MOST_TALLIES // 100)}
    for _ in range(30):
        statement = Statement(f"SELECT {next(numbers)}", {}, frozenset(), keys=1, sums=1)
        kept.counted(UID, statement, [file("a")], count=lambda _: large, alive=lambda: [file("a")])
    assert 0 < kept._tallies <= MOST_TALLIES
    assert kept._tallies == sum(one.tallies for one in kept._kept.values())
    assert len(kept._kept) == 9
    kept.forget_replaced(UID, [file("b")])
    assert (len(kept._kept), kept._tallies) == (0, 0)
