"""Outgrown: the same numbers from three worker processes, one of them killed during the query."""

from __future__ import annotations

import os
import signal
from threading import Thread

import pytest
from tests.understand.warehouse import worlds

from heedful.understand.warehouse.kind import EngineUnavailable, as_rows, engines
from heedful.understand.warehouse.kinds import dask
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Traits, clustering, counting
from heedful.understand.warehouse.stores import RESPONSES_SHAPE
from heedful.understand.warehouse.tables import table
from heedful.understand.warehouse.types import Query, Repeats

ROWS = [
    worlds.row(
        id_,
        contact_id=id_ % 700 or None,
        unit_id=20 + id_ % 3,
        weight=1 + id_ % 2,
        attributes={"plan": "free" if id_ % 3 else "pro"},
        answers={worlds.NPS: id_ * 7 % 11},
    )
    for id_ in range(1, 4_001)
]
QUERIES = [
    Query((worlds.NPS,), ("time.month", "attribute.plan")),
    Query((worlds.NPS,), ("unit.region",), repeats=Repeats.LAST),
]


@pytest.fixture
def source(tmp_path):
    kept = table(tmp_path / "responses", RESPONSES_SHAPE)
    kept.ensure(worlds.TYPES)
    parts = [ROWS[start : start + 500] for start in range(0, 3_500, 500)]
    files = [kept.write(Source((), worlds.TYPES, tail=worlds.writer().table(part))) for part in parts]
    kept.commit([file for file in files if file is not None], [])
    snapshot = kept.snapshot()
    return Source(snapshot.files, snapshot.types, tail=worlds.writer().table(ROWS[3_500:]))


@pytest.fixture
def statements():
    found = [counting([query], worlds.catalog(), Traits(), None).statement for query in QUERIES]
    clustered = Query((worlds.NPS,), ("attribute.plan",), clustered=True)
    return [*found, clustering(clustered, worlds.catalog(), Traits(), None).statement]


def test_equals_the_engine_of_this_machine_while_a_worker_dies(
    cluster, settings, source, statements, tmp_path, monkeypatch
):
    settings.WAREHOUSE = {**settings.WAREHOUSE, "dask_scheduler": cluster.scheduler_address}
    client = dask.connected(cluster.scheduler_address)
    started = tmp_path / "started"
    monkeypatch.setattr(dask, "run_slice", _slow_slice(str(started)))
    workers = client.run(os.getpid)
    victim = next(iter(workers.values()))

    def kill_once_it_works() -> None:
        while not started.exists():
            pass
        os.kill(victim, signal.SIGKILL)

    killer = Thread(target=kill_once_it_works)
    killer.start()
    here, there = engines()["duckdb"], engines()["dask"]
    for statement in statements:
        assert sorted(as_rows(there.run(statement, source))) == sorted(as_rows(here.run(statement, source)))
    killer.join()
    assert victim not in client.run(os.getpid).values()


def _slow_slice(started: str):
    """The engine's own slice, slowed down so that the kill falls into it."""

    def run(sql, parameters, relations):
        import time
        from pathlib import Path

        from heedful.understand.warehouse.kinds.dask import run_slice

        Path(started).touch()
        time.sleep(0.4)
        return run_slice(sql, parameters, relations)

    return run


def test_says_that_there_is_no_scheduler(settings, source, statements):
    settings.WAREHOUSE = {**settings.WAREHOUSE, "dask_scheduler": ""}
    with pytest.raises(EngineUnavailable, match="HEEDFUL_DASK_SCHEDULER"):
        engines()["dask"].run(statements[0], source)
