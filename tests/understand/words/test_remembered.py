from __future__ import annotations

import numpy as np

from heedful.understand.words.remembered import LONGEST, Remembered, Seen


def seen(number: float) -> Seen:
    return Seen(np.full(3, number, np.float32))


def test_the_oldest_goes_first_and_what_is_asked_for_stays():
    known = Remembered(most=2)
    known.put("good", seen(1))
    known.put("ok", seen(2))
    assert known.get("good") is not None
    known.put("slow", seen(3))
    assert known.get("ok") is None
    assert [known.get(text).row[0] for text in ("good", "slow")] == [1, 3]


def test_long_texts_are_not_kept():
    known = Remembered()
    known.put("a" * (LONGEST + 1), seen(1))
    assert known.get("a" * (LONGEST + 1)) is None
    assert len(known) == 0


def test_nobodys_words_are_kept():
    known = Remembered()
    known.put("call Ada \ud800", seen(1))
    assert "Ada" not in repr(list(known._held))
    assert known.get("call Ada \ud800") is not None
