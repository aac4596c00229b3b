from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.listen.audiences.tree import above, tree_page
from heedful.listen.audiences.types import UnitFacts
from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.pages import encode_cursor


def unit(id_: int, name: str, parent: UnitFacts | None = None) -> UnitFacts:
    path = f"{parent.path if parent else '/'}{id_}/"
    depth = parent.depth + 1 if parent else 0
    return UnitFacts(
        id_, f"unt_{id_}", f"k{id_}", name, "site", "", path, parent.id if parent else None, depth
    )


def seen(*units: UnitFacts) -> dict[int, UnitFacts]:
    return {one.id: one for one in units}


NORTH, SOUTH = unit(1, "north"), unit(2, "South")
SITES = [unit(3, "Pier", NORTH), unit(4, "anchor", NORTH), unit(5, "Dome", SOUTH)]
TREE = seen(SOUTH, NORTH, *SITES)


def names(*, limit: int) -> list[list[str]]:
    pages: list[list[str]] = []
    cursor = None
    while not pages or cursor:
        page = tree_page(TREE.values(), TREE, cursor=cursor, limit=limit)
        pages.append([one.name for one in page.items])
        cursor = page.next_cursor
    return pages


@pytest.mark.parametrize(
    ("limit", "pages"),
    [
        (2, [["north", "anchor"], ["Pier", "South"], ["Dome"]]),
        (5, [["north", "anchor", "Pier", "South", "Dome"]]),
    ],
)
def test_pages_follow_the_tree(limit, pages):
    assert names(limit=limit) == pages


def test_a_cursor_holds_when_its_unit_is_gone():
    first = tree_page(TREE.values(), TREE, limit=2)
    rest = {id_: one for id_, one in TREE.items() if id_ != 4}
    page = tree_page(rest.values(), rest, cursor=first.next_cursor, limit=5)
    assert [one.name for one in page.items] == ["Pier", "South", "Dome"]


def test_what_stands_above_but_may_not_be_seen_is_not_told():
    assert above(SITES[0], TREE) == [NORTH]
    assert above(SITES[0], seen(SITES[0])) == []


@pytest.mark.parametrize("place", [[["a", "b"]], [["a"]], "x", [[1, 1]], [["a", True]], {"a": 1}, None])
def test_what_is_no_place_is_refused(place):
    with pytest.raises(InvalidInput):
        tree_page(TREE.values(), TREE, cursor=encode_cursor(place), limit=2)


@given(st.lists(st.text(max_size=3), min_size=1, max_size=30), st.integers(1, 7))
def test_every_unit_comes_once(given_names, limit):
    units = [unit(id_, name) for id_, name in enumerate(given_names, start=1)]
    found: list[int] = []
    cursor = None
    while True:
        page = tree_page(units, seen(*units), cursor=cursor, limit=limit)
        found += [one.id for one in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert sorted(found) == [one.id for one in units]
