"""Facts that praise or blame without a word of judgement: the demo says many, and how they are meant."""

from __future__ import annotations

import pytest

from heedful.config.demo.comments import RESTAURANT, SAAS, TELECOM
from heedful.understand.words.reading import Comment, Reading


@pytest.mark.parametrize("language", ["en", "de"])
def test_hardly_any_is_read_the_wrong_way(reading: Reading, language: str) -> None:
    meant = {
        f"{words[0].upper()}{words[1:]}.": label
        for bank in (RESTAURANT, TELECOM, SAAS)
        for both in bank.get(language, {}).values()
        for label, own in zip(("positive", "negative"), both, strict=True)
        for words in own
    }
    said = reading.read(Comment(text, language) for text in meant)
    wrong = [
        text
        for (text, label), found in zip(meant.items(), said, strict=True)
        if found["sentiment"]["label"] not in (label, "neutral")
    ]
    # Processors differ in the last digits of eight-bit sums: one may tip where two ways are as likely.
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The lasagne was served piping hot.", "positive"),
        ("My grandmother's soup came lukewarm.", "negative"),
        ("Our cabin was spotless.", "positive"),
        ("The cabin had not been cleaned.", "negative"),
        ("The soup comes with bread.", "neutral"),
    ],
)
def test_what_was_never_learnt_is_read_by_what_it_says(reading: Reading, text: str, label: str) -> None:
    (found,) = reading.read([Comment(text, "en")])
    assert found["sentiment"]["label"] == label
