"""What a comment is, what it is about, and that a clause is enough to say so."""

from __future__ import annotations

from typing import Any

import pytest

from heedful.understand.words.class_names import TYPES
from heedful.understand.words.reading import Comment, Reading


@pytest.fixture(scope="module")
def only(reading: Reading) -> Reading:
    return Reading(reading.folder, ["types", "phrases"])


def read(reading: Reading, text: str, language: str = "en") -> dict[str, Any]:
    return next(reading.read([Comment(text, language)]))


def types(found: dict[str, Any]) -> set[str]:
    return {one["label"] for one in found["types"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you for the quick help!", {"thanks"}),
        ("How do I change my delivery address?", {"question"}),
        ("Please add a dark mode.", {"suggestion"}),
        ("My parcel arrived broken.", {"problem"}),
        ("I will cancel my contract and go to a competitor.", {"churn_threat"}),
        ("Please call me back tomorrow.", {"callback_wish"}),
        ("The room was on the second floor.", set()),
    ],
)
def test_what_a_comment_is(only: Reading, text: str, expected: set[str]) -> None:
    assert types(read(only, text)) == expected


def test_several_hold_at_once_and_one_clause_is_enough(only: Reading) -> None:
    text = (
        "The delivery was two weeks late. The box was open and a part is missing. The manual is useless. "
        "Please call me back on my mobile."
    )
    found = types(read(only, text))
    assert {"problem", "callback_wish"} <= found
    assert found <= set(TYPES)


def test_another_language_is_read_and_an_unmeasured_one_marked(only: Reading) -> None:
    german = read(only, "Bitte rufen Sie mich morgen zurück.", "de")
    assert types(german) == {"callback_wish"}
    italian = read(only, "Grazie mille per l'aiuto!", "it")
    assert types(italian) == {"thanks"}
    assert italian["types"][0]["measured"] is False
    assert "measured" not in german["types"][0]


def test_phrases_stand_where_they_say_in_the_text_as_it_was_written(only: Reading) -> None:
    text = "Ann ann@example.org says the battery life of the tablet is poor."
    found = read(only, text)["phrases"]
    assert "battery life" in [one["phrase"] for one in found]
    assert all(text[one["start"] : one["end"]] == one["phrase"] for one in found)


def test_phrases_of_a_language_without_stop_words_are_skipped(only: Reading) -> None:
    found = read(only, "Jídlo bylo studené a číšník byl nepříjemný.", "cs")
    assert found["skipped"]["phrases"] == "stop words are known of de, en, es, fr only"
