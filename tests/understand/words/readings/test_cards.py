"""Every shipped card can be read, belongs to a reader, and says how much its figures weigh."""

from __future__ import annotations

import pytest

from heedful.understand.words.kind import readers
from heedful.understand.words.readings.cards import _card, cards


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.key)
def test_every_card_is_whole(card):
    assert card.reader in readers()
    assert card.tier in {"fast", "quality"}
    assert all((card.languages, card.licence, card.trained_on, card.limits))
    for score in card.scores:
        assert score.n > 0
        assert 0 <= score.value <= 1
        assert score.low is None or score.low <= score.value <= score.high


def test_a_card_is_read_as_it_is_written():
    (score,) = _card(
        {
            "key": "x",
            "reader": "sentiment",
            "tier": "fast",
            "version": "1",
            "encoder": "bge-small-en",
            "licence": "Apache-2.0",
            "scores": [{True: "restaurants", "language": "en", "measure": "accuracy", "value": 0.8, "n": 9}],
        }
    ).scores
    assert (score.on, score.value) == ("restaurants", 0.8)
