"""What themes already say of a text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


def is_spoken_for(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Say whether parts of a text hold at least half of its letters."""
    marks = np.zeros(len(text), bool)
    for start, end in spans:
        marks[start:end] = True
    letters = np.array([sign.isalnum() for sign in text], bool)
    return bool(marks.any() and 2 * (marks & letters).sum() >= letters.sum())
