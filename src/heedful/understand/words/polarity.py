"""How a comment is meant towards one part of it: a theme's clause, or the words that name a thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import Head, head
from heedful.understand.words.kinds.sentiment import HEADS, head_for, less_neutral, shares_of
from heedful.understand.words.types import Floats

ASPECT_HEAD, SENTENCE_HEAD = "aspect-en", "sentiment-en"
# How much the sentence counts beside the words, and what the share of neutral is multiplied with: the words'
# head was trained as if mere mention were as common as blame, which it is not. Both were chosen on one half
# of SemEval-2014, told on the other (docs/models/sentiment-en-quality.md).
SENTENCE, NEUTRAL = 0.35, 0.55
CLAUSE = (
    2 / 3
)  # the rest is the whole's; chosen on the development part of MAMS (docs/models/sentiment-en.md)
_POLARITIES = {"negative": -1, "neutral": 0, "positive": 1}


@dataclass(frozen=True, slots=True)
class Polarity:
    """``label`` is the likeliest class, ``score`` how far the scale tips, -1 to 1."""

    label: str
    confidence: float
    score: float

    @property
    def value(self) -> int:
        """Minus one, nought or one."""
        return _POLARITIES[self.label]


def polarity_of(comments: Comments, place: int, span: Span) -> int | None:
    """Return -1, 0 or 1 towards a part of the comment at ``place``; None where it cannot be read.

    ``span`` counts in the redacted text, as ``comments.clauses`` do.
    """
    (found,) = polarities_of(comments, [(place, span)])
    return None if found is None else found.value


def polarities_of(comments: Comments, asked: Sequence[tuple[int, Span]]) -> list[Polarity | None]:
    """Return the polarity towards many parts (place of the comment, span in its redacted text) at once."""
    found: list[Polarity | None] = [None] * len(asked)
    for key in HEADS[comments.tier]:
        rows = [row for row, (place, _) in enumerate(asked) if head_for(comments, place) == key]
        for row, shares in zip(rows, _shares(key, comments, [asked[row] for row in rows]), strict=True):
            found[row] = _polarity(key, shares)
    return found


def aspect_polarities(comments: Comments, asked: Sequence[tuple[int, Span]]) -> list[Polarity | None]:
    """Return the polarity towards words that name a thing, on every tier by the fine-tuned encoder.

    It is read off the words themselves, where they stand in their sentence, and off the sentence, as the
    fast tier does: most praise or blame everything that they name. Other languages than English are read by
    clause and whole.
    """
    own = head(ASPECT_HEAD)
    is_named = [_is_read_by(own, comments, place) for place, _ in asked]
    named = [one for one, is_own in zip(asked, is_named, strict=True) if is_own]
    by_name = iter([_polarity(own.key, row) for row in _by_name(own, comments, named)])
    rest = [one for one, is_own in zip(asked, is_named, strict=True) if not is_own]
    others = iter(polarities_of(comments, rest))
    return [next(by_name if is_own else others) for is_own in is_named]


def _by_name(own: Head, comments: Comments, asked: Sequence[tuple[int, Span]]) -> Sequence[Floats]:
    if not asked:
        return ()
    words = comments.towards(own.encoder, asked)
    whole = head(SENTENCE_HEAD)
    of_sentences = whole.probabilities(comments.sentences_around(whole.encoder, asked))
    mixed = (1 - SENTENCE) * own.probabilities(words) + SENTENCE * of_sentences
    return list(less_neutral(own, mixed.astype(np.float32), NEUTRAL))


def _is_read_by(own: Head, comments: Comments, place: int) -> bool:
    is_known = comments.languages[place].code in own.languages and comments.has_words[place]
    return is_known and comments.is_installed(own.encoder)


def _shares(key: str, comments: Comments, asked: Sequence[tuple[int, Span]]) -> list[Floats]:
    """Mix the clauses that hold the part with the whole."""
    mixed = []
    wholes, parts = shares_of(key, comments, [place for place, _ in asked])
    for (place, span), whole, shares in zip(asked, wholes, parts, strict=True):
        near = [row for row, clause in enumerate(comments.clauses[place]) if clause.meets(span)]
        own = shares[near].mean(axis=0) if near else whole
        mixed.append((CLAUSE * own + (1 - CLAUSE) * whole).astype(np.float32))
    return mixed


def _polarity(key: str, shares: Floats) -> Polarity:
    classes = head(key).classes
    best = int(np.argmax(shares))
    tips = float(shares[classes.index("positive")] - shares[classes.index("negative")])
    return Polarity(classes[best], round(float(shares[best]), 4), round(tips, 4))
