from __future__ import annotations

import pytest

from heedful.understand.warehouse.duck import database
from heedful.understand.warehouse.kinds import dask
from heedful.understand.warehouse.tables import close_tables


@pytest.fixture(autouse=True)
def _warehouse_of_its_own(settings, tmp_path):
    """Every test has its own folder; ids repeat between tests, tables must not."""
    settings.WAREHOUSE = {**settings.WAREHOUSE, "folder": tmp_path / "warehouse"}
    yield
    close_tables(tmp_path)


@pytest.fixture(scope="session")
def cluster():
    """Three real worker processes of one thread each."""
    from dask import config
    from distributed import LocalCluster

    # Each is forked off a process that has loaded the library, instead of loading it itself.
    config.set({"distributed.worker.multiprocessing-method": "forkserver"})
    with LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", memory_limit=0
    ) as running:
        running.wait_for_workers(3)
        yield running
        dask.connected.cache_clear()
        database.cache_clear()
