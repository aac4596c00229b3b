"""Units in the order in which a tree is read: each below the one above it, neighbours by name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from heedful.listen.audiences.types import UnitFacts
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.pages import Page, decode_cursor, encode_cursor

type Place = list[list[str | int]]  # name and id of every step down to a unit


def tree_page(
    found: Iterable[UnitFacts], seen: Mapping[int, UnitFacts], *, cursor: str | None = None, limit: int
) -> Page[UnitFacts]:
    """Return some of the units found, after a cursor; ``seen`` has those above them too.

    The cursor is a place in the tree, so it holds although its unit was removed or renamed meanwhile.
    """
    placed = sorted(((_place(unit, seen), unit) for unit in found), key=lambda each: each[0])
    start = bisect_right(placed, _decoded(cursor), key=lambda each: each[0]) if cursor else 0
    shown = placed[start : start + limit]
    more = len(placed) > start + limit
    return Page(tuple(unit for _, unit in shown), encode_cursor(shown[-1][0]) if more else None)


def above(unit: UnitFacts, seen: Mapping[int, UnitFacts]) -> list[UnitFacts]:
    """Return the units above one that may be seen, the top first."""
    return [seen[step] for step in unit.path_ids[:-1] if step in seen]


def _place(unit: UnitFacts, seen: Mapping[int, UnitFacts]) -> Place:
    return [[seen[step].name.lower() if step in seen else "", step] for step in unit.path_ids]


def _decoded(cursor: str) -> Place:
    (place,) = decode_cursor(cursor, 1)
    if not isinstance(place, list) or not all(_is_step(step) for step in place):
        raise InvalidInput(Problem("cursor", "Not a cursor of this list; use the link to the next page."))
    return place


def _is_step(step: object) -> bool:
    match step:
        case [str(), int() as id_] if not isinstance(id_, bool):
            return True
    return False
