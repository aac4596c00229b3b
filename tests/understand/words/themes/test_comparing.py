from __future__ import annotations

from dataclasses import replace

import pytest

from heedful.methods.comparisons import paired_proportion_change
from heedful.understand.words.themes import changes
from heedful.understand.words.themes.changes import Part
from heedful.understand.words.themes.comparing import Example, change_from, plain_change, theme_changes
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

BEFORE = TaxonomyDocument("Ours", (Theme("a", "A"), Theme("b", "B"), Theme("c", "C")))
AT = (0, 4)


def by_key(edited, found):
    return {one.key: one for one in theme_changes(BEFORE, edited.document, edited.changes, found)}


def test_gains_and_losses_of_a_theme_that_stays():
    edited = changes.edit_theme(BEFORE, "a", replace(BEFORE.theme("a"), phrases=("a b",)))
    found = [({"a": AT}, {"a": AT}), ({"a": (2, 5)}, {}), ({}, {"a": AT}), ({}, {"a": AT}), ({}, {})]
    line = by_key(edited, found)["a"]
    assert (line.fate, line.before, line.after, line.gains, line.losses) == ("kept", 2, 3, 2, 1)
    wanted = paired_proportion_change(2, 1, 5)
    assert (line.change, line.low, line.high) == (wanted.estimate, wanted.low, wanted.high)
    assert line.change == pytest.approx(0.2)
    assert line.gained == (Example(2, 0, 4), Example(3, 0, 4))
    assert line.lost == (Example(1, 2, 5),)


def test_a_merged_theme_is_compared_with_all_that_it_was():
    edited = changes.merge_themes(BEFORE, ["b"], "a")
    found = [({"b": AT}, {"a": AT}), ({"a": AT}, {"a": AT}), ({"a": AT, "b": AT}, {"a": AT}), ({}, {"a": AT})]
    lines = by_key(edited, found)
    assert set(lines) == {"a", "c"}
    assert lines["a"].sources == ("a", "b")
    assert (lines["a"].before, lines["a"].after, lines["a"].gains) == (3, 4, 1)
    assert not lines["c"].is_changed


def test_a_split_theme_is_compared_with_its_parts_together():
    edited = changes.split_theme(BEFORE, "a", [Part("X", "x"), Part("Y", "y")])
    found = [({"a": AT}, {"x": AT}), ({"a": AT}, {"x": AT, "y": AT}), ({"a": AT}, {})]
    lines = by_key(edited, found)
    assert (lines["a"].fate, lines["a"].before, lines["a"].after, lines["a"].losses) == ("split", 3, 2, 1)
    assert (lines["x"].fate, lines["x"].before, lines["x"].after) == ("new", None, 2)


def test_what_goes_and_what_comes():
    gone = changes.remove_theme(BEFORE, "a")
    edited = changes.add_theme(gone.document, Theme("d", "D"))
    both = replace(edited, changes=(*gone.changes, *edited.changes))
    lines = by_key(both, [({"a": AT}, {"d": AT}), ({}, {})])
    assert (lines["a"].fate, lines["a"].before, lines["a"].after) == ("removed", 1, None)
    assert (lines["d"].fate, lines["d"].before, lines["d"].after) == ("new", None, 1)
    assert lines["a"].losses == lines["d"].gains == 1


def test_no_comments_is_not_no_change():
    edited = changes.remove_theme(BEFORE, "a")
    line = by_key(edited, [])["a"]
    assert (line.change, line.low, line.high) == (None, None, None)
    assert line.is_changed


def test_a_change_is_kept_as_plain_data():
    edited = changes.remove_theme(BEFORE, "a")
    line = by_key(edited, [({"a": AT}, {})])["a"]
    assert change_from(plain_change(line)) == line
