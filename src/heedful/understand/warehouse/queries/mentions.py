"""Themes by how often and how they are spoken of."""

from __future__ import annotations

from heedful.platform.core.types import Actor, Permission
from heedful.understand.warehouse.kind import engine
from heedful.understand.warehouse.queries.counting import visible_units
from heedful.understand.warehouse.queries.live import retried
from heedful.understand.warehouse.sources import Source
from heedful.understand.warehouse.sql.others import MENTION_FIELDS, grouped
from heedful.understand.warehouse.stores import catalog, mentions_table
from heedful.understand.warehouse.types import Filter, ThemeCount

POLARITIES = "count(*) FILTER (polarity > 0), count(*) FILTER (polarity = 0), count(*) FILTER (polarity < 0)"


def theme_counts(chosen: Filter, *, by: Actor) -> tuple[ThemeCount, ...]:
    """Return every theme with its mentions by polarity, the most mentioned first."""
    by.require(Permission.READ_SCORES)
    known = catalog()
    statement, _cells = grouped(
        POLARITIES,
        3,
        (),
        chosen,
        known,
        visible_units(known, by),
        fields=MENTION_FIELDS,
        plain=("theme",),
    )

    def read() -> tuple[ThemeCount, ...]:
        snapshot = mentions_table().snapshot()
        source = Source(snapshot.files, snapshot.types)
        found = [ThemeCount(row[0], *(int(n) for n in row[1:])) for row in engine().run(statement, source)]
        return tuple(sorted(found, key=lambda theme: (-theme.n, theme.theme)))

    return retried(read)
