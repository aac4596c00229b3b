"""What is written in other languages to train with: balanced, in one part each, and in no other set."""

from __future__ import annotations

from collections import Counter

import pytest
from training.languages.examples import POSTS, SENTENCES, written

EIGHT = {"ar", "de", "en", "es", "fr", "hi", "it", "pt"}


@pytest.mark.parametrize("source", [POSTS, SENTENCES], ids=lambda source: source[0])
def test_no_text_is_in_both_parts(source: tuple[str, int]) -> None:
    train, dev = ({text for _, text, _ in written(source, part)} for part in ("train", "dev"))
    assert not train & dev
    assert 0.1 < len(dev) / (len(train) + len(dev)) < 0.3


def test_posts_are_balanced_in_each_language() -> None:
    counts = Counter(
        (language, label) for part in ("train", "dev") for language, _, label in written(POSTS, part)
    )
    assert {language for language, _ in counts} == EIGHT
    for language in EIGHT:
        own = [count for (code, _), count in counts.items() if code == language]
        assert len(own) == 3
        assert min(own) > sum(own) / 4
        assert sum(own) >= 200
