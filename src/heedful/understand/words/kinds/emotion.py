from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import Floats, Head, base_of, choice, head

HEADS = ("emotion-en",)
NAMES = {
    "admiration": "Admiration",
    "joy": "Joy",
    "gratitude": "Gratitude",
    "disappointment": "Disappointment",
    "anger": "Anger",
    "sadness": "Sadness",
    "fear": "Fear",
    "surprise": "Surprise",
    "confusion": "Confusion",
    "neutral": "No particular emotion",
}


@dataclass(frozen=True, slots=True)
class EmotionReader:
    """Tells the emotion that speaks from a comment as a whole; its clauses count half."""

    key: str = "emotion"
    label: str = "Emotion"

    @property
    def models(self) -> tuple[str, ...]:
        return (base_of(head(HEADS[0]).encoder),)

    def version(self) -> str:
        return "+".join(head(key).version for key in HEADS)

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"skipped": {"emotion": choice.why_not(HEADS, comments, place)}} for place in range(len(comments))
        ]
        for key in HEADS:
            places = [
                place for place in range(len(comments)) if choice.head_for(HEADS, comments, place) == key
            ]
            by = head(key)
            for place, whole, parts in zip(places, *comments.meanings(by.encoder, places), strict=True):
                found[place] = {"emotion": _document(by, whole, parts, comments, place)}
        return found


def _document(by: Head, whole: Floats, parts: Floats, comments: Comments, place: int) -> dict[str, Any]:
    shares = (by.probabilities(whole[None])[0] + by.probabilities(parts).mean(axis=0)) / 2
    best = int(np.argmax(shares))
    mark = {} if choice.is_measured(by.key, comments, place) else {"measured": False}
    return {"label": by.classes[best], "confidence": round(float(shares[best]), 4), **mark}


KIND = EmotionReader()
