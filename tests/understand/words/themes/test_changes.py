from __future__ import annotations

from dataclasses import replace

import pytest

from heedful.platform.core.errors import InvalidInput
from heedful.understand.words.themes import changes
from heedful.understand.words.themes.changes import Part, followers, noted
from heedful.understand.words.themes.documents import TaxonomyDocument, Theme

FOOD = Theme("food", "Food")
TASTE = Theme("taste", "Taste", parent="food", phrases=("tasted bland",), counter_phrases=("cold beer",))
HEAT = Theme(
    "heat", "Heat", parent="food", phrases=("stone cold", "cold beer"), must=("lukewarm",), never=("fridge",)
)
PLACE = Theme("place", "Place", phrases=("lovely room",))
DOCUMENT = TaxonomyDocument("Ours", (FOOD, TASTE, HEAT, PLACE))


def keys(document):
    return [theme.key for theme in document.themes]


def reasons(raised):
    return [f"{one.field}: {one.reason}" for one in raised.value.problems]


def test_a_theme_is_added_behind_its_group():
    edited = changes.add_theme(DOCUMENT, Theme("size", "Size", parent="food"))
    assert keys(edited.document) == ["food", "taste", "heat", "size", "place"]
    assert edited.changes == ({"deed": "added", "theme": "size", "name": "Size"},)
    top = changes.add_theme(DOCUMENT, Theme("price", "Price"))
    assert keys(top.document)[-1] == "price"


@pytest.mark.parametrize(
    ("theme", "reason"),
    [
        (Theme("taste", "Again"), "key: taste is there already"),
        (Theme("x", "X", parent="nowhere"), "theme: there is no theme nowhere"),
        (Theme("x", "X", parent="taste"), "parent: there are two levels at most"),
        (Theme("X y", "X"), "themes.X y.key: must begin with a letter or digit"),
    ],
)
def test_what_cannot_be_added(theme, reason):
    with pytest.raises(InvalidInput) as raised:
        changes.add_theme(DOCUMENT, theme)
    assert reasons(raised)[0].startswith(reason)


def test_an_edit_keeps_key_and_group_and_names_the_fields():
    wanted = Theme("else", "Flavour", parent="place", phrases=("full of flavour",))
    edited = changes.edit_theme(DOCUMENT, "taste", wanted)
    assert edited.document.theme("taste") == replace(wanted, key="taste", parent="food")
    assert edited.changes == (
        {"deed": "renamed", "theme": "taste", "before": "Taste", "after": "Flavour"},
        {"deed": "edited", "theme": "taste", "name": "Flavour", "fields": ["phrases", "counter_phrases"]},
    )
    assert changes.edit_theme(DOCUMENT, "taste", TASTE).changes == ()


def test_a_group_goes_only_when_empty():
    with pytest.raises(InvalidInput, match="holds 2 themes"):
        changes.remove_theme(DOCUMENT, "food")
    edited = changes.remove_theme(DOCUMENT, "taste")
    assert keys(edited.document) == ["food", "heat", "place"]
    assert edited.changes[0]["deed"] == "removed"


def test_a_theme_moves_between_groups():
    edited = changes.move_theme(DOCUMENT, "taste", "place")
    assert [(one.key, one.parent) for one in edited.document.themes][-2:] == [
        ("place", None),
        ("taste", "place"),
    ]
    out = changes.move_theme(DOCUMENT, "taste", None)
    assert out.document.theme("taste").parent is None
    assert changes.move_theme(DOCUMENT, "taste", "food").changes == ()
    with pytest.raises(InvalidInput, match="is a group itself"):
        changes.move_theme(DOCUMENT, "food", "place")


def test_merging_keeps_what_both_are_known_by():
    edited = changes.merge_themes(DOCUMENT, ["taste", "heat"], "taste")
    merged = edited.document.theme("taste")
    assert keys(edited.document) == ["food", "taste", "place"]
    assert merged.phrases == ("tasted bland", "Heat", "stone cold", "cold beer")
    assert merged.counter_phrases == ()  # what ruled out the one is what the other is known by
    assert merged.must == ("lukewarm",)
    assert merged.never == ()  # not both shared it
    assert edited.changes[0] | {"names": []} == {
        "deed": "merged", "from": ["heat"], "names": [], "into": "taste", "name": "Taste",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gone", "into", "reason"),
    [
        (["taste"], "taste", "themes: name at least one other theme"),
        (["food"], "place", "themes: Food is a group; merge the themes in it"),
        (["x"], "place", "theme: there is no theme x"),
    ],
)
def test_what_cannot_be_merged(gone, into, reason):
    with pytest.raises(InvalidInput) as raised:
        changes.merge_themes(DOCUMENT, gone, into)
    assert reasons(raised) == [reason]


def test_splitting_puts_parts_in_the_place_of_the_whole():
    parts = [Part("Too cold", "too_cold", ("stone cold",)), Part("Too hot", "too_hot")]
    edited = changes.split_theme(DOCUMENT, "heat", parts)
    assert keys(edited.document) == ["food", "taste", "too_cold", "too_hot", "place"]
    assert edited.document.theme("too_cold").must == ("lukewarm",)
    assert edited.changes[0]["into"] == ["too_cold", "too_hot"]
    with pytest.raises(InvalidInput, match="at least two"):
        changes.split_theme(DOCUMENT, "heat", parts[:1])
    with pytest.raises(InvalidInput, match="taste is there already"):
        changes.split_theme(DOCUMENT, "heat", [parts[0], Part("Taste", "taste")])


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (Part("a\0b", "x"), "themes.x.name: is too long, or holds a character"),
        (Part("A", "x", ("y" * 201,)), "themes.x.phrases: is too long"),
        (
            Part("A", "x", tuple(f"phrase {number}" for number in range(61))),
            "themes.x.phrases: has more than 60",
        ),
    ],
)
def test_texts_from_anywhere_are_checked(part, reason):
    with pytest.raises(InvalidInput) as raised:
        changes.split_theme(DOCUMENT, "heat", [part, Part("B", "b")])
    assert reasons(raised)[0].startswith(reason)


def test_a_file_is_compared_theme_by_theme():
    wanted = TaxonomyDocument(
        "Other", (FOOD, replace(TASTE, name="Flavour", parent=None), PLACE, Theme("new", "New"))
    )
    edited = changes.replace_all(DOCUMENT, wanted)
    assert edited.document.themes == wanted.themes
    assert edited.document.name == "Ours"
    assert [(one["deed"], one["theme"]) for one in edited.changes] == [
        ("removed", "heat"),
        ("renamed", "taste"),
        ("moved", "taste"),
        ("added", "new"),
    ]


def test_the_same_touch_again_is_one_change():
    first = changes.edit_theme(DOCUMENT, "taste", replace(TASTE, phrases=("a b",)))
    second = changes.edit_theme(first.document, "taste", replace(TASTE, phrases=("a b",), must=("x",)))
    known = noted(noted([], first.changes), second.changes)
    assert known == [{"deed": "edited", "theme": "taste", "name": "Taste", "fields": ["must", "phrases"]}]
    assert noted(known, [{"deed": "removed", "theme": "taste"}])[-1]["deed"] == "removed"


def test_keys_are_followed_through_changes():
    steps = [
        {"deed": "merged", "from": ["a", "b"], "into": "c"},
        {"deed": "renamed", "theme": "c", "before": "C", "after": "D"},
        {"deed": "split", "from": "c", "into": ["d", "e"]},
        {"deed": "removed", "theme": "e"},
        {"deed": "merged", "from": ["d"], "into": "x"},
    ]
    assert followers("a", steps) == ("x",)
    assert followers("c", steps[:3]) == ("d", "e")
    assert followers("e", steps) == ()
    assert followers("untouched", steps) == ("untouched",)
