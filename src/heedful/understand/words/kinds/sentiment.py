from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext_noop

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import Head, base_of, choice, head
from heedful.understand.words.types import Floats

# By tier. The first that was measured on a comment's language reads it.
HEADS = {"fast": ("sentiment-en", "sentiment-xx"), "quality": ("sentiment-en-quality", "sentiment-xx")}
# What another head says too, counts as much: two encoders are wrong on different comments. What the share of
# neutral is then multiplied with was chosen on half of SemEval-2014 (docs/models/sentiment-en-quality.md).
BESIDE = {"sentiment-en-quality": "sentiment-en"}
NEUTRAL = 0.85


@dataclass(frozen=True, slots=True)
class SentimentReader:
    """Tells how a comment and each of its clauses is meant: half the whole, half the mean of the clauses."""

    key: str = "sentiment"
    label: str = gettext_noop("Sentiment")
    tier: str = "fast"

    def at(self, tier: str) -> SentimentReader:
        return replace(self, tier=tier)

    @property
    def models(self) -> tuple[str, ...]:
        return (base_of(head(HEADS[self.tier][0]).encoder),)

    def version(self) -> str:
        keys = (one for key in HEADS[self.tier] for one in (key, BESIDE.get(key)) if one)
        return "+".join(head(key).version for key in keys)

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"skipped": {"sentiment": why_not(comments, place)}} for place in range(len(comments))
        ]
        for key in HEADS[self.tier]:
            places = [place for place in range(len(comments)) if head_for(comments, place) == key]
            if places:
                for place, whole, parts in zip(places, *shares_of(key, comments, places), strict=True):
                    found[place] = _document(head(key), whole, parts, comments, place)
        return found


def shares_of(key: str, comments: Comments, places: Sequence[int]) -> tuple[list[Floats], list[Floats]]:
    """Return how sure a head is of each class, of comments as wholes and of each of their clauses."""
    if not places:
        return [], []
    wholes, parts = _of_head(key, comments, places)
    if key not in BESIDE:
        return wholes, parts
    others, other_parts = _of_head(BESIDE[key], comments, places)
    return _together(key, wholes, others), _together(key, parts, other_parts)


def _of_head(key: str, comments: Comments, places: Sequence[int]) -> tuple[list[Floats], list[Floats]]:
    own = head(key)
    wholes, parts = comments.meanings(own.encoder, places)
    return list(own.probabilities(wholes)), [own.probabilities(rows) for rows in parts]


def _together(key: str, ones: Sequence[Floats], others: Sequence[Floats]) -> list[Floats]:
    half = np.float32(0.5)
    return [less_neutral(head(key), (a + b) * half, NEUTRAL) for a, b in zip(ones, others, strict=True)]


def less_neutral(by: Head, shares: Floats, times: float) -> Floats:
    """Multiply the share of neutral, the last axis being the classes."""
    weights = np.array([times if one == "neutral" else 1 for one in by.classes], np.float32)
    tipped: Floats = shares * weights
    found: Floats = tipped / tipped.sum(axis=-1, keepdims=True)
    return found


def head_for(comments: Comments, place: int) -> str | None:
    """Return the key of the head that can read a comment; None where none can."""
    return choice.head_for(HEADS[comments.tier], comments, place)


def why_not(comments: Comments, place: int) -> str:
    """Say why a comment is not read, nothing where it can be."""
    return choice.why_not(HEADS[comments.tier], comments, place)


def _document(by: Head, whole: Floats, parts: Floats, comments: Comments, place: int) -> dict[str, Any]:
    shares = ((whole + parts.mean(axis=0)) / 2).astype(np.float32)
    spans = comments.clauses[place]
    mark = {} if choice.is_measured(by.key, comments, place) else {"measured": False}
    return {
        "sentiment": {**_labelled(by, shares), **mark},
        "clauses": [
            {**_positions(comments, place, span), **_labelled(by, own)}
            for span, own in zip(spans, parts, strict=True)
        ],
    }


def _labelled(by: Head, shares: Floats) -> dict[str, Any]:
    """Return the likeliest class, its probability, and how far the scale tips: -1 to 1."""
    best = int(np.argmax(shares))
    tips = float(shares[by.classes.index("positive")] - shares[by.classes.index("negative")])
    return {"label": by.classes[best], "confidence": round(float(shares[best]), 4), "score": round(tips, 4)}


def _positions(comments: Comments, place: int, span: Span) -> dict[str, int]:
    original = comments.redacted[place].original_span(span)
    return {"start": original.start, "end": original.end}


KIND = SentimentReader()
