from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import Floats, Head, head

_HEAD = "sentiment-en"


@dataclass(frozen=True, slots=True)
class SentimentReader:
    """Tells how a comment and each of its clauses is meant: half the whole, half the mean of the clauses."""

    key: str = "sentiment"
    label: str = "Sentiment"

    @property
    def models(self) -> tuple[str, ...]:
        return (head(_HEAD).encoder,)

    def version(self) -> str:
        return head(_HEAD).version

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        found = [{"skipped": {"sentiment": _why_not(comments, place)}} for place in range(len(comments))]
        places = [place for place in range(len(comments)) if not found[place]["skipped"]["sentiment"]]
        if not places:
            return list(found)
        wholes, parts = comments.meanings(head(_HEAD).encoder, places)
        whole_shares = head(_HEAD).probabilities(wholes)
        documents: list[dict[str, Any]] = list(found)
        for place, whole, rows in zip(places, whole_shares, parts, strict=True):
            documents[place] = _document(whole, head(_HEAD).probabilities(rows), comments, place)
        return documents


def _why_not(comments: Comments, place: int) -> str:
    """Say why a comment is not read, nothing where it can be."""
    if not comments.clauses[place]:
        return "no words"
    code = comments.languages[place].code
    measured = head(_HEAD).languages
    if code not in measured:
        return f"not measured on {code or 'an unknown language'}; measured on {', '.join(measured)}"
    return ""


def _document(whole: Floats, parts: Floats, comments: Comments, place: int) -> dict[str, Any]:
    shares = ((whole + parts.mean(axis=0)) / 2).astype(np.float32)
    spans = comments.clauses[place]
    return {
        "sentiment": _labelled(head(_HEAD), shares),
        "clauses": [
            {**_positions(comments, place, span), **_labelled(head(_HEAD), own)}
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
