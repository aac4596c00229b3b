"""What a comment is grouped by: its clauses, so that who speaks of five things is heard on each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heedful.methods.language import Span, clauses
from heedful.understand.words.encoder import Floats
from heedful.understand.words.topics.explained import is_spoken_for
from heedful.understand.words.topics.remarks import Remark

SHORTEST = 3  # words; less says too little to be like something else

type Encode = Callable[[list[str]], Floats]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of remarks: their texts, the place of each one's remark, and a row of numbers each."""

    texts: list[str]
    whose: npt.NDArray[np.int64]
    rows: Floats


def whole(remarks: Sequence[Remark], rows: Floats) -> Parts:
    """Return remarks as they are, each of one part."""
    return Parts([one.text for one in remarks], np.arange(len(remarks)), rows)


def open_clauses(remark: Remark) -> list[str]:
    """Return the clauses that say something and that no theme explains; none of a remark of one clause."""
    found = clauses(remark.text)
    if len(found) < 2:
        return []
    kept = [span.of(remark.text) for span in found if not _is_explained(remark, span)]
    return [text for text in kept if len(text.split()) >= SHORTEST]


def in_clauses(remarks: Sequence[Remark], rows: Floats, encode: Encode) -> Parts:
    """Take remarks apart. ``rows`` stand for whole remarks, and do for those that are one clause."""
    cut = [open_clauses(one) for one in remarks]
    flat = [text for own in cut for text in own]
    encoded = iter(encode(flat) if flat else ())
    texts: list[str] = []
    whose: list[int] = []
    found: list[Floats] = []
    for place, (remark, own) in enumerate(zip(remarks, cut, strict=True)):
        texts += own or [remark.text]
        whose += [place] * max(len(own), 1)
        found += [next(encoded) for _ in own] or [rows[place]]
    table = np.stack(found) if found else rows
    return Parts(texts, np.array(whose, np.int64), table)


def _is_explained(remark: Remark, span: Span) -> bool:
    inside = [
        (max(start, span.start) - span.start, min(end, span.end) - span.start)
        for start, end in remark.explained
        if start < span.end and span.start < end
    ]
    return is_spoken_for(span.of(remark.text), inside)
