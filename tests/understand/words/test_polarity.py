"""Which way a comment leans towards one part of it."""

from __future__ import annotations

import pytest

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.model_files import Folder
from heedful.understand.words.polarity import polarities_of, polarity_of
from heedful.understand.words.reading import Reading

TEXT = "The room was lovely and warm, but the breakfast was cold and horrible."


def span(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(("words", "value"), [("room", 1), ("breakfast", -1)])
def test_each_part_of_a_mixed_comment_has_its_own(reading: Reading, words: str, value: int) -> None:
    comments = Comments([TEXT], folder=reading.folder)
    assert polarity_of(comments, 0, span(words)) == value


def test_many_at_once_are_as_each_alone_in_the_order_asked(reading: Reading) -> None:
    german = "Das Essen war leider kalt und der Kellner unfreundlich."
    comments = Comments([TEXT, "", german], folder=Folder(reading.folder.root))
    asked = [(0, span("breakfast")), (1, Span(0, 0)), (0, span("room")), (2, span("Essen", german))]
    found = polarities_of(comments, asked)
    assert [None if one is None else one.value for one in found[:3]] == [-1, None, 1]
    assert [None if one is None else one.value for one in found] == [
        polarity_of(comments, place, part) for place, part in asked
    ]


def test_without_the_model_there_is_no_polarity(tmp_path) -> None:
    assert polarity_of(Comments([TEXT], folder=Folder(tmp_path)), 0, span("room")) is None
