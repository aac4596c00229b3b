"""Asks by how they ended."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.platform.core.types import Actor, Permission
from heedful.understand.warehouse.kind import as_rows, engine
from heedful.understand.warehouse.queries.counting import visible_units
from heedful.understand.warehouse.queries.live import retried
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.fields import Key
from heedful.understand.warehouse.sql.others import ASK_FIELDS, grouped
from heedful.understand.warehouse.stores import asks_table, catalog
from heedful.understand.warehouse.types import Filter


def ask_counts(chosen: Filter, *, by: Actor) -> dict[str, int]:
    """Return how many asks ended in each disposition."""
    cells = ask_counts_by((), chosen, by=by)
    return cells.get((), {})


def ask_counts_by(
    dimensions: Sequence[str], chosen: Filter, *, by: Actor
) -> dict[tuple[Key, ...], dict[str, int]]:
    """Return asks by disposition in cells of survey, channel, unit, group or time."""
    by.require(Permission.READ_SCORES)
    known = catalog()
    statement, cells = grouped(
        "count(*)",
        1,
        dimensions,
        chosen,
        known,
        visible_units(known, by),
        fields=ASK_FIELDS,
        plain=("disposition",),
    )

    def read() -> dict[tuple[Key, ...], dict[str, int]]:
        snapshot = asks_table().snapshot()
        source = Source(snapshot.files, snapshot.types, id_column="ask_id")
        found: dict[tuple[Key, ...], dict[str, int]] = {}
        for disposition, *raw, n in as_rows(engine().run(statement, source)):
            key = tuple(one.decode(part) for one, part in zip(cells, raw, strict=True))
            ended = found.setdefault(key, {})
            ended[disposition] = ended.get(disposition, 0) + int(n)
        return found

    return retried(read)
