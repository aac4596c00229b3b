"""What every shipped taxonomy keeps to: people get them out of the box."""

from __future__ import annotations

from collections import Counter

import pytest

from heedful.platform.core.errors import NotFound
from heedful.understand.words.themes.industries import (
    FOLDER,
    industries,
    industry_document,
    industry_keys,
)
from heedful.understand.words.themes.yaml_files import read_taxonomy, write_taxonomy

WANTED = {
    "airline", "bank", "ecommerce", "employee", "health", "hotel", "media", "restaurant", "retail", "saas",
    "telecom",
}  # fmt: skip
LANGUAGES = {"de", "fr", "es"}


def leaves(document):
    parents = {theme.parent for theme in document.themes}
    return [theme for theme in document.themes if theme.key not in parents]


def test_these_are_shipped():
    assert set(industry_keys()) == WANTED
    assert len({one.name for one in industries()}) == len(WANTED)
    with pytest.raises(NotFound, match="restaurant"):
        industry_document("../secrets")


@pytest.fixture(params=sorted(WANTED))
def document(request):
    return industry_document(request.param)


def test_it_says_which_it_is(document):
    assert (FOLDER / f"{document.industry}.yaml").exists()
    assert document.language == "en"


def test_two_levels_of_a_size_that_people_grasp(document):
    groups = {theme.parent for theme in document.themes} - {None}
    assert 6 <= len(groups) <= 9
    assert 18 <= len(leaves(document)) <= 30
    assert all(theme.parent in groups for theme in leaves(document))


def test_everything_has_a_name_in_every_language(document):
    for theme in document.themes:
        assert set(theme.names) == LANGUAGES, theme.key
        assert all(theme.names.values()), theme.key
    for language in LANGUAGES:
        names = Counter(theme.names[language].casefold() for theme in leaves(document))
        assert names.most_common(1)[0][1] == 1, (language, names.most_common(1))
    assert len({theme.name for theme in document.themes}) == len(document.themes)


def test_every_theme_is_described_and_shown_by_examples(document):
    for theme in leaves(document):
        assert theme.description.endswith("."), theme.key
        assert 20 <= len(theme.description) <= 160, theme.key
        assert 6 <= len(theme.phrases) <= 10, theme.key
        assert 2 <= len(theme.counter_phrases) <= 4, theme.key


def test_phrases_are_written_like_people_write(document):
    for theme in leaves(document):
        for phrase in theme.phrases:
            assert 2 <= len(phrase.split()) <= 14, phrase
            assert phrase == phrase.strip(), phrase


def test_no_phrase_stands_in_two_places(document):
    said = Counter(
        phrase.casefold() for theme in leaves(document) for phrase in (*theme.phrases, *theme.counter_phrases)
    )
    assert [phrase for phrase, times in said.items() if times > 1] == []


def test_rules_do_not_contradict_the_examples(document):
    """A must-word of one theme stands in no phrase of another; a never-word in no phrase of its own."""
    for theme in leaves(document):
        own = " ".join(theme.phrases).casefold()
        assert [word for word in theme.never if word in own] == [], theme.key
        for other in leaves(document):
            if other is not theme:
                phrases = [f" {phrase.casefold()} " for phrase in other.phrases]
                clash = [(word, phrase) for word in theme.must for phrase in phrases if f" {word} " in phrase]
                assert clash == [], (theme.key, other.key)


def test_it_survives_being_written(document):
    assert read_taxonomy(write_taxonomy(document)) == document


def test_somebody_else_is_named_where_others_act():
    owners = {theme.owner for key in WANTED for theme in industry_document(key).themes if theme.owner}
    assert {"carrier", "airport", "insurer"} <= owners
