"""The emotion that speaks from a comment, in the language it was measured on."""

from __future__ import annotations

import pytest

from heedful.understand.words.class_names import EMOTIONS
from heedful.understand.words.heads import head
from heedful.understand.words.kinds.emotion import HEADS
from heedful.understand.words.reading import Comment, Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thank you so much for everything!", "gratitude"),
        ("I am furious, this is an outrage.", "anger"),
        ("I am so sad that the old shop closed.", "sadness"),
        ("I don't understand how this is supposed to work?", "confusion"),
    ],
)
def test_emotion(reading: Reading, text: str, expected: str) -> None:
    (found,) = Reading(reading.folder, ["emotion"]).read([Comment(text, "en")])
    assert found["emotion"]["label"] == expected
    assert 0 < found["emotion"]["confidence"] <= 1


def test_other_languages_are_left_alone(reading: Reading) -> None:
    (found,) = Reading(reading.folder, ["emotion"]).read([Comment("Ich bin sehr traurig darüber.", "de")])
    assert found == {"skipped": {"emotion": "not measured on de; measured on en"}}


def test_every_emotion_has_a_name() -> None:
    assert all(set(head(key).classes) == set(EMOTIONS) for key in HEADS)
