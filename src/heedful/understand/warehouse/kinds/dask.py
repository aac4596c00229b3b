"""The same statement on a cluster: slices of the files to workers, partial sums back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.duck import database, reading, used
from heedful.understand.warehouse.kind import Column, Columns, EngineUnavailable, Row
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.statements import Statement

SLICES_PER_WORKER = 2  # so that the last one to finish is not far behind the others
RETRIES = 3  # a slice whose worker dies is given to another one
CONNECT_WITHIN = "10s"


class DaskEngine:
    """Workers of a Dask cluster that see the warehouse's folder under the same path."""

    key = "dask"
    label = "Dask cluster"

    def run(self, statement: Statement, source: Source) -> Columns:
        client = connected(configuration().dask_scheduler)
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        count = workers * SLICES_PER_WORKER
        # What compares the answers of a contact needs all of them in one place.
        parts = source.slices(count) if statement.is_additive else source.by_contact(count)
        futures = [self._submit(client, statement, part) for part in parts or [source]]
        try:
            rows = added_up(statement, client.gather(futures))
        except _lost() as error:
            raise EngineUnavailable(f"The cluster lost its workers: {error}") from error
        return [_column(values) for values in zip(*rows, strict=True)]

    def _submit(self, client: Any, statement: Statement, part: Source) -> Any:
        rows, files = part.select(statement.columns)
        sql = statement.over(rows)
        parameters = used(sql, {**statement.parameters, **files})
        return client.submit(run_slice, sql, parameters, part.relations(), pure=False, retries=RETRIES)


def run_slice(sql: str, parameters: Mapping[str, Any], relations: Mapping[str, pa.Table]) -> list[Row]:
    """Run on a worker, which needs no settings of ours."""
    with reading(database(threads=1), relations) as opened:
        found: list[Row] = opened.execute(sql, dict(parameters)).fetchall()
    return found


def added_up(statement: Statement, partials: Iterable[Sequence[Row]]) -> list[Row]:
    """Add the sums of rows with the same keys."""
    total: dict[Row, list[Any]] = {}
    for rows in partials:
        for row in rows:
            key, sums = row[: statement.keys], row[statement.keys :]
            known = total.get(key)
            if known is None:
                total[key] = list(sums)
            else:
                total[key] = [a + b for a, b in zip(known, sums, strict=True)]
    return [(*key, *sums) for key, sums in total.items()]


def _column(values: Sequence[Any]) -> Column:
    import numpy as np

    held = np.empty(len(values), object)
    held[:] = values
    return np.ma.masked_array(held, [value is None for value in values])


@lru_cache(maxsize=1)
def connected(address: str) -> Any:
    """Return a client of the scheduler, one for the process."""
    if not address:
        raise EngineUnavailable("The dask engine needs HEEDFUL_DASK_SCHEDULER, the scheduler's address.")
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineUnavailable("The dask engine needs the package's extra: heedful[dask].") from error
    try:
        return Client(address, timeout=CONNECT_WITHIN, set_as_default=False)
    except OSError as error:
        raise EngineUnavailable(f"No Dask scheduler answers at {address}.") from error


def _lost() -> tuple[type[Exception], ...]:
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    return KilledWorker, FutureCancelledError


KIND = DaskEngine()
