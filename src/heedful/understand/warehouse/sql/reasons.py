"""Statements beside the counts: why rows do not count, and which rows do."""

# ruff: noqa: S608 - names come from the table's own columns, values are parameters

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.sql.conditions import Predicate, among, predicates
from heedful.understand.warehouse.sql.fields import Parameters
from heedful.understand.warehouse.sql.statements import (
    CLUSTER,
    NEWEST,
    Rows,
    Statement,
    Traits,
    asked_rows,
    check_known,
)
from heedful.understand.warehouse.types import Filter, Query, Repeats

OUTSIDE_PERIOD, OUTSIDE_FILTER, REPEATED = "outside_period", "outside_filter", "repeated"
HOURS = "date_diff('day', DATE '1970-01-01', day) * 24 + hour"


def leaving_out(query: Query, catalog: Catalog, traits: Traits, unit_ids: frozenset[int] | None) -> Statement:
    """Count the rows of who was asked, and visible to the actor, that do not count, by the first reason."""
    parameters = Parameters()
    check_known(query.question_ids, catalog)
    period = predicates(replace(query.filter, conditions=()), catalog, parameters)
    chosen = predicates(Filter(query.filter.conditions), catalog, parameters)
    asked = asked_rows(query.question_ids, catalog, traits)
    seen = None if unit_ids is None else among("unit_id", unit_ids, parameters)
    base = [one for one in (asked, seen) if one is not None]
    reason = (
        f"CASE WHEN NOT {_all(period)} THEN '{OUTSIDE_PERIOD}'"
        f" WHEN NOT {_all(chosen)} THEN '{OUTSIDE_FILTER}' ELSE left_out END"
    )
    columns = frozenset({"left_out"}).union(*(one.columns for one in [*period, *chosen, *base]))
    is_last = query.repeats is Repeats.LAST
    if is_last:
        columns |= {"contact_id", "response_id", "day", "hour"}
    keep = ", contact_id, response_id, day, hour" if is_last else ""
    sql = f"WITH reasons AS (SELECT {reason} AS reason{keep} FROM ({{rows}}) WHERE {_all(base)})"
    if is_last:
        turn = f"row_number() OVER (PARTITION BY {CLUSTER}, reason IS NULL ORDER BY {NEWEST})"
        sql += (
            f", ranked AS (SELECT CASE WHEN reason IS NULL AND {turn} > 1 THEN '{REPEATED}'"
            " ELSE reason END AS reason FROM reasons)"
        )
    source = "ranked" if is_last else "reasons"
    sql += f"\nSELECT reason, count(*) FROM {source} WHERE reason IS NOT NULL GROUP BY ALL"
    return Statement(sql, parameters.values, columns, keys=1, sums=1, is_additive=not is_last)


def _all(found: Collection[Predicate]) -> str:
    sql = " AND ".join(f"({one.sql})" for one in found)
    return f"coalesce({sql}, false)" if sql else "true"


def listing(
    query: Query,
    catalog: Catalog,
    traits: Traits,
    unit_ids: frozenset[int] | None,
    *,
    values: Collection[float] | None,
    limit: int,
    after: int | None,
) -> Statement:
    """Return the ids of the rows that count, newest first, after a given one."""
    parameters = Parameters()
    rows = Rows(query, catalog, traits, unit_ids, parameters)
    where = [] if values is None else [f"{rows.value} IN ({_bound(values, parameters)})"]
    if after is not None:
        is_last = f"response_id = {parameters.bind(after)}"
        place = f"(SELECT ({HOURS}, response_id) FROM {rows.last(())} WHERE {is_last})"
        where.append(f"({HOURS}, response_id) < {place}")
    sql = (
        f"{rows.pipeline(())}\nSELECT response_id FROM {rows.last(())}"
        f" WHERE {' AND '.join(where) or 'true'} ORDER BY {NEWEST} LIMIT {limit:d}"
    )
    columns = rows.columns(()) | {"response_id", "day", "hour"}
    return Statement(sql, parameters.values, columns, keys=1, sums=0, is_additive=False)


def _bound(values: Collection[float], parameters: Parameters) -> str:
    return ", ".join(parameters.bind(value) for value in values) or "NULL"
