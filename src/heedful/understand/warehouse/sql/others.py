"""Statements over the smaller table of asks."""

# ruff: noqa: S608 - names come from the table's own columns, values are parameters

from __future__ import annotations

from collections.abc import Sequence

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.sql.conditions import among, predicates
from heedful.understand.warehouse.sql.fields import Dimension, Parameters, dimension
from heedful.understand.warehouse.sql.statements import Statement
from heedful.understand.warehouse.types import Filter

ASK_FIELDS = frozenset({"survey", "channel", "unit", "group", "time"})


def grouped(
    measures: str,
    sums: int,
    by: Sequence[str],
    chosen: Filter,
    catalog: Catalog,
    unit_ids: frozenset[int] | None,
    *,
    fields: frozenset[str],
    plain: tuple[str, ...],
) -> tuple[Statement, tuple[Dimension, ...]]:
    """Return sums by the ``plain`` columns and the dimensions ``by``."""
    _refuse_others([*by, *(condition.field for condition in chosen.conditions)], fields)
    parameters = Parameters()
    dimensions = tuple(dimension(name, catalog, parameters) for name in by)
    found = predicates(chosen, catalog, parameters)
    if unit_ids is not None:
        found.append(among("unit_id", unit_ids, parameters))
    where = " AND ".join(f"({one.sql})" for one in found) or "true"
    cells = [f"{one.direct(place)} AS c{place}" for place, one in enumerate(dimensions)]
    sql = f"SELECT {', '.join([*plain, *cells, measures])} FROM ({{rows}}) WHERE {where} GROUP BY ALL"
    columns = frozenset(plain).union(*(one.columns for one in dimensions), *(one.columns for one in found))
    keys = len(plain) + len(dimensions)
    return Statement(sql, parameters.values, columns, keys=keys, sums=sums), dimensions


def _refuse_others(names: Sequence[str], fields: frozenset[str]) -> None:
    for name in names:
        if name.partition(".")[0] not in fields or name == "time":
            raise InvalidInput(Problem(name, f"is none of {', '.join(sorted(fields))}"))
