"""Summaries of a file of comments, without a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from heedful.methods.language import personal_data, redact, sentences
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder, models
from heedful.understand.words.summaries.extracting import Sentence, covered, extract
from heedful.understand.words.types import Floats

MOST = 1_000  # comments of a group that are looked at, drawn at random
_MODEL = "bge-small-en"

type Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class FilePoint:
    text: str
    said_by: int
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileSummary:
    """``n`` comments with words, of which ``of`` were looked at and ``covered`` are spoken for."""

    group: str
    n: int
    of: int
    covered: int
    points: tuple[FilePoint, ...]


def summary_of_texts(
    texts: Sequence[str],
    *,
    folder: Folder,
    group: str = "",
    points: int = 5,
    encoder: Encoder | None = None,
    told: Told = lambda _done: None,
    seed: int = 0,
) -> FileSummary:
    """Summarise comments in their own words, without personal data; a comment is a person."""
    written = [text for text in texts if text.strip()]
    order = np.random.default_rng(seed).permutation(len(written))[:MOST]
    said = [
        Sentence(span.of(clean), int(number))
        for number in order
        for clean in [_clean(written[number])]
        for span in sentences(clean)
    ]
    own = encoder or Encoder(folder, models()[_MODEL])
    made = extract(said, _rows(said, own, told), points)
    return FileSummary(
        group,
        len(written),
        len(order),
        covered(said, made),
        tuple(
            FilePoint(said[one.best].text, one.said_by, tuple(said[place].text for place in one.others[1:4]))
            for one in made
        ),
    )


def _clean(text: str) -> str:
    return redact(text, personal_data(text)).text


def _rows(said: Sequence[Sentence], encoder: Encoder, told: Told) -> Floats:
    """Encode each sentence; its first half is what texts are compared by."""
    found = []
    for number in range(0, len(said), 64):
        told(number)
        rows = encoder.encode([one.text for one in said[number : number + 64]])
        found.append(rows[:, : rows.shape[1] // 2])
    return np.vstack(found) if found else np.empty((0, 0), np.float32)
