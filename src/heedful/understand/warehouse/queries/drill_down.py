"""Behind a number: which rows it counts, and which it leaves out."""

from __future__ import annotations

from heedful.platform.core.types import Actor, Permission
from heedful.understand.warehouse.kind import as_rows, engine, plain
from heedful.understand.warehouse.queries.counting import visible_units
from heedful.understand.warehouse.queries.live import live, retried
from heedful.understand.warehouse.sql.reasons import leaving_out, listing
from heedful.understand.warehouse.stores import catalog
from heedful.understand.warehouse.types import LeftOut, Query

MOST_IDS = 10_000


def left_out(query: Query, *, by: Actor) -> tuple[LeftOut, ...]:
    """Return how many responses of who was asked do not count, by the first reason that applies.

    Reasons: ``outside_period``, ``outside_filter``, ``test``, ``excluded:REASON``, and with
    ``Repeats.LAST`` ``repeated``. Responses the actor may not see are not told of at all.
    """
    by.require(Permission.READ_SCORES)
    known = catalog()
    unit_ids = visible_units(known, by)

    def read() -> tuple[LeftOut, ...]:
        now = live(known)
        statement = leaving_out(query, known, now.traits(), unit_ids)
        rows = as_rows(engine().run(statement, now.source_for(statement, known)))
        return tuple(LeftOut(str(reason), int(n)) for reason, n in sorted(rows))

    return retried(read)


def matching_response_ids(
    query: Query,
    *,
    by: Actor,
    value: float | tuple[float, ...] | None = None,
    limit: int = 50,
    after: int | None = None,
) -> tuple[int, ...]:
    """Return the responses a query counts, newest first; of one value or several, if given.

    ``after`` is the last id of the page before.
    """
    by.require(Permission.READ_ANSWERS)
    known = catalog()
    unit_ids = visible_units(known, by)
    values = value if value is None or isinstance(value, tuple) else (value,)

    def read() -> tuple[int, ...]:
        now = live(known)
        statement = listing(
            query, known, now.traits(), unit_ids, values=values, limit=min(limit, MOST_IDS), after=after
        )
        # A page of ids is found on this machine: there is nothing to add up.
        found = engine("duckdb").run(statement, now.source_for(statement, known))
        return tuple(plain(found[0]))

    return retried(read)
