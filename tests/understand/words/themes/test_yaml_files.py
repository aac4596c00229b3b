from __future__ import annotations

import pytest

from heedful.platform.core.errors import InvalidInput
from heedful.understand.words.themes.documents import Theme
from heedful.understand.words.themes.yaml_files import key_of, read_taxonomy, theme_from, write_taxonomy

FILE = """
name: Ours
themes:
  - key: food
    name: Food
    names: {de: Essen}
    themes:
      - name: Hot & cold
        description: Whether dishes arrive as warm as they should be.
        phrases: [the soup was cold, "the soup was cold", lukewarm steak]
        counter_phrases: [cold beer]
        must: [lukewarm]
        never: [cold drink]
        owner: kitchen
  - name: Parking
"""


def test_a_file_becomes_themes():
    document = read_taxonomy(FILE)
    assert [(theme.key, theme.parent) for theme in document.themes] == [
        ("food", None),
        ("hot_cold", "food"),
        ("parking", None),
    ]
    assert document.theme("hot_cold") == Theme(
        key="hot_cold",
        name="Hot & cold",
        description="Whether dishes arrive as warm as they should be.",
        phrases=("the soup was cold", "lukewarm steak"),
        counter_phrases=("cold beer",),
        must=("lukewarm",),
        never=("cold drink",),
        parent="food",
        owner="kitchen",
    )
    assert document.theme("food").names == {"de": "Essen"}


def test_what_is_written_reads_the_same():
    document = read_taxonomy(FILE)
    assert read_taxonomy(write_taxonomy(document)) == document


@pytest.mark.parametrize(
    ("file", "field", "reason"),
    [
        ("- food", "file", "must be a mapping with name and themes"),
        ("themes: []", "name", "is needed"),
        ("{name: A, themes: {a: 1}}", "themes", "must be a list"),
        ("{name: A, themes: [food]}", "themes.1", "must be a mapping with a name"),
        ("{name: A, themes: [{key: a}]}", "themes.a.name", "is needed"),
        ("{name: A, themes: [{name: '🍕'}]}", "themes.🍕.key", "is needed: none can be made of the name"),
        ("{name: A, themes: [{name: Food, key: Food}]}", "themes.Food.key", "must begin with a letter"),
        ("{name: A, themes: [{name: B}, {name: b}]}", "themes.b.key", "is there 2 times"),
        ("{name: A, themes: [{name: B, phrase: [x]}]}", "themes.b.phrase", "is not known"),
        ("{name: A, themes: [{name: B, phrases: x}]}", "themes.b.phrases", "must be a list"),
        ("{name: A, themes: [{name: B, phrases: [[x]]}]}", "themes.b.phrases", "must be text"),
        ("{name: A, themes: [{name: B, names: {german: C}}]}", "themes.b.names", "'german' is no language"),
        ("{name: A, themes: [{name: B, must: [c], never: [C]}]}", "themes.b.never", "'c' is a must-word too"),
        (
            "{name: A, themes: [{name: B, phrases: [c d], counter_phrases: [C D]}]}",
            "themes.b.counter_phrases",
            "'c d' is a phrase too",
        ),
        (
            "{name: A, themes: [{name: B, themes: [{name: C, themes: [{name: D}]}]}]}",
            "themes.c.themes",
            "there are two levels at most",
        ),
        ("name: A\nthemes: [", "file", "is not YAML in line 2"),
    ],
)
def test_an_error_names_theme_field_and_reason(file, field, reason):
    with pytest.raises(InvalidInput) as raised:
        read_taxonomy(file)
    found = {problem.field: problem.reason for problem in raised.value.problems}
    assert reason in found[field]


def test_every_problem_is_told_at_once():
    with pytest.raises(InvalidInput) as raised:
        read_taxonomy("{themes: [{name: B, phrases: x}, {key: c}]}")
    assert [one.field for one in raised.value.problems] == ["name", "themes.b.phrases", "themes.c.name"]


def test_one_theme_is_read_like_many():
    assert theme_from({"name": "Wait"}, parent="food") == Theme("wait", "Wait", parent="food")
    with pytest.raises(InvalidInput):
        theme_from({"name": ""})


@pytest.mark.parametrize(
    ("name", "key"), [("Waiting time", "waiting_time"), ("Größe & Maß", "grosse_mass"), ("!", "")]
)
def test_keys_come_from_names(name, key):
    assert key_of(name) == key
