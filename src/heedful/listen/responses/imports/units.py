"""Columns that name places, teams or agents: the tree they make, as far as the rows bear it out."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.listen.responses.imports import hints
from heedful.listen.responses.imports.format import Row
from heedful.listen.responses.imports.mapping import ColumnMapping, slug
from heedful.listen.responses.imports.types import ColumnFacts, ColumnType, Role

MOST_UNITS = 20_000
NESTED = 0.99  # share of lower units that lie under one upper unit


def guess_units(
    facts: Sequence[ColumnFacts], sample: Sequence[Row], known: frozenset[str]
) -> dict[str, ColumnMapping]:
    """Return the columns that make the tree of units, top first; none when nothing names a place."""
    place = {column.name: index for index, column in enumerate(facts)}
    candidates = [column for column in facts if column.name not in known and _may_be_unit(column)]
    lowest = next((column for column in candidates if _names(hints.UNIT, column)), None)
    if lowest is None:
        return {}
    chain = [lowest.name]
    above = [column for column in candidates if _names(hints.UNIT_ABOVE, column) and column is not lowest]
    for column in sorted(above, key=lambda column: -column.distinct):
        if column.distinct < _distinct(facts, chain[0]) and _is_nested(
            sample, place[chain[0]], place[column.name]
        ):
            chain.insert(0, column.name)
    return {
        name: ColumnMapping(Role.UNIT, level=slug(name), depth=depth, missing=facts[place[name]].missing)
        for depth, name in enumerate(chain, 1)
    }


def _distinct(facts: Sequence[ColumnFacts], name: str) -> int:
    return next(column.distinct for column in facts if column.name == name)


def _names(hint: object, column: ColumnFacts) -> bool:
    return bool(hint.search(hints.words_of(column.name)))  # type: ignore[attr-defined]


def _may_be_unit(column: ColumnFacts) -> bool:
    is_name = column.type in {ColumnType.CATEGORY, ColumnType.ID, ColumnType.WHOLE}
    rating = column.scale is not None and column.distinct <= 11
    return is_name and not rating and 2 <= column.distinct <= MOST_UNITS and not column.is_unique


def _is_nested(sample: Sequence[Row], lower: int, upper: int) -> bool:
    """Tell whether (nearly) every lower value comes with one upper value only."""
    parents: dict[str, set[str]] = {}
    for row in sample:
        if not row.problem and row.cells[lower] and row.cells[upper]:
            parents.setdefault(row.cells[lower], set()).add(row.cells[upper])
    single = sum(len(found) == 1 for found in parents.values())
    return bool(parents) and single >= NESTED * len(parents)
