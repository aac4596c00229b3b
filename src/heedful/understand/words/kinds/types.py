from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import Floats, Head, base_of, choice, head

HEADS = ("types-en", "types-xx")
# One clause is enough, for a wish to be called stands at the end of a long complaint. It must be a sure one:
# among ten clauses one says anything by chance.
_SURE = 0.8
NAMES = {
    "praise": "Praise",
    "problem": "Problem",
    "suggestion": "Suggestion",
    "question": "Question",
    "thanks": "Thanks",
    "churn_threat": "Threat to leave",
    "callback_wish": "Wish to be called",
}


@dataclass(frozen=True, slots=True)
class TypesReader:
    """Tells what a comment is: praise, a problem, a question … Several may hold at once, or none."""

    key: str = "types"
    label: str = "Kinds of comment"

    @property
    def models(self) -> tuple[str, ...]:
        return (base_of(head(HEADS[0]).encoder),)

    def version(self) -> str:
        return "+".join(head(key).version for key in HEADS)

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"skipped": {"types": choice.why_not(HEADS, comments, place)}} for place in range(len(comments))
        ]
        for key in HEADS:
            places = [
                place for place in range(len(comments)) if choice.head_for(HEADS, comments, place) == key
            ]
            by = head(key)
            for place, whole, parts in zip(places, *comments.meanings(by.encoder, places), strict=True):
                found[place] = {"types": _documents(by, whole, parts, comments, place)}
        return found


def _documents(
    by: Head, whole: Floats, parts: Floats, comments: Comments, place: int
) -> list[dict[str, Any]]:
    overall = by.probabilities(whole[None])[0]
    best = by.probabilities(parts).max(axis=0)
    likely = np.maximum(overall, best)
    mark = {} if choice.is_measured(by.key, comments, place) else {"measured": False}
    holds = (overall >= np.array(by.thresholds)) | (best >= _SURE)
    held = [at for at in np.argsort(-likely) if holds[at]]
    return [{"label": by.classes[at], "confidence": round(float(likely[at]), 4), **mark} for at in held]


KIND = TypesReader()
