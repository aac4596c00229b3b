"""Sentences that together say what many say: chosen by what they cover, counted by who says it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from heedful.methods.language.topics import covering_rows, directions
from heedful.understand.words.types import Floats

WIDTH = 512  # of the numbers made of words
WORDS_SHARE = 0.5  # of nearness that comes from the words themselves, the rest from where the comment lies
ALIKE = 0.35
FEWEST_LETTERS, MOST_LETTERS = 12, 240  # of a sentence that may stand for others
_WORD = re.compile(r"[^\W\d_]{2,}")
_STEM = 6  # letters of a word that count: "parking" and "parked" are one
_PLACEHOLDER = re.compile(r"\[[A-Z]+ \d+\]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a comment and who wrote it."""

    text: str
    by: Hashable


@dataclass(frozen=True, slots=True)
class Extracted:
    """Places of sentences: the one that says it best, and those it speaks for, the nearest first."""

    best: int
    others: tuple[int, ...]
    said_by: int  # people


def extract(sentences: Sequence[Sentence], rows: Floats | None, points: int) -> tuple[Extracted, ...]:
    """Choose up to so many sentences; ``rows`` is where each lies, by an encoder, where that is known."""
    if not sentences:
        return ()
    table = _table([one.text for one in sentences], rows)
    able = _able([one.text for one in sentences])
    people = len({one.by for one in sentences})
    fewest = 2 if people > 3 else 1  # what one of many says is no summary
    # A few more are chosen than asked for: some may turn out to be one person's sentences.
    found = covering_rows(table, 2 * points, alike=ALIKE, able=able, fewest=fewest)
    near = table @ table[list(found.chosen)].T if found.chosen else np.zeros((len(sentences), 0))
    made = [
        _extracted(sentences, best, np.flatnonzero(found.speaks_for == place), near[:, place])
        for place, best in enumerate(found.chosen)
    ]
    said = [one for one in made if one.said_by >= fewest]
    return tuple(sorted(said, key=lambda one: -one.said_by)[:points])


def covered(sentences: Sequence[Sentence], made: Sequence[Extracted]) -> int:
    """Count the people whom some point speaks for."""
    return len({sentences[place].by for one in made for place in one.others})


def _extracted(sentences: Sequence[Sentence], best: int, own: np.ndarray, near: np.ndarray) -> Extracted:
    order = sorted(own.tolist(), key=lambda place: (place != best, -near[place]))
    return Extracted(best, tuple(order), len({sentences[place].by for place in order}))


def _able(texts: Sequence[str]) -> list[bool]:
    """Say which sentences may stand for others: of fair length, and without a placeholder where some are."""
    fair = [FEWEST_LETTERS <= len(text) <= MOST_LETTERS for text in texts]
    clean = [is_fair and not _PLACEHOLDER.search(text) for is_fair, text in zip(fair, texts, strict=True)]
    return clean if any(clean) else fair


def _table(texts: Sequence[str], rows: Floats | None) -> np.ndarray:
    """Put what the words say beside where the comments lie, each of its share."""
    words = _of_words(texts)
    if rows is None or len(texts) < 3:
        return words
    lies = directions(rows)
    joint = np.hstack([words * WORDS_SHARE**0.5, lies * (1 - WORDS_SHARE) ** 0.5])
    return directions(joint, np.zeros(joint.shape[1]))


def _of_words(texts: Sequence[str]) -> np.ndarray:
    """Weigh words by how rare they are among these texts, hashed into a table of fixed width."""
    cut = [{word[:_STEM] for word in _WORD.findall(text.casefold())} for text in texts]
    common = Counter(word for words in cut for word in words)
    table = np.zeros((len(texts), WIDTH))
    for row, words in zip(table, cut, strict=True):
        for word in words:
            mixed = crc32(word.encode())
            row[mixed % WIDTH] += (1 if mixed & 0x10000 else -1) * np.log(1 + len(texts) / common[word])
    return directions(table, np.zeros(WIDTH))
