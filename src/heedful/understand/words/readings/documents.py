"""From the document of a reading to the columns it is kept in; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

SIGNS = {"negative": -1, "neutral": 0, "positive": 1}
_ELSEWHERE = frozenset({"language", "themes", "skipped"})  # parts that have columns or rows of their own
_LONGEST_TYPES = 120


@dataclass(frozen=True, slots=True)
class KeptMention:
    theme: str
    start: int
    end: int
    polarity: int | None
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading as it is stored: columns to count by, the rest as a document."""

    language: str
    sentiment: int | None
    sentiment_score: float | None
    emotion: str
    types: str  # each between spaces
    document: dict[str, Any]
    skipped: dict[str, str]
    mentions: tuple[KeptMention, ...]


def text_sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def kept(document: Mapping[str, Any], text: str, *, has_themes: bool = False) -> KeptReading:
    """Part a document of ``words.reading`` into what is stored of it; ``has_themes``: some surveys have."""
    sentiment = document.get("sentiment") or {}
    skipped = dict(document.get("skipped", {}))
    if has_themes and "themes" not in document:
        skipped.setdefault("themes", "no themes are set up for this survey")
    rest = {name: value for name, value in document.items() if name not in _ELSEWHERE}
    if rest.get("redacted") == text:
        del rest["redacted"]  # nothing personal in it: the text itself is kept once
    return KeptReading(
        language=document.get("language") or "",
        sentiment=SIGNS.get(sentiment.get("label", "")),
        sentiment_score=sentiment.get("score"),
        emotion=_name(document.get("emotion")),
        types=_spaced(document.get("types") or ()),
        document=rest,
        skipped=skipped,
        mentions=tuple(_mention(one) for one in document.get("themes") or ()),
    )


def _mention(one: Mapping[str, Any]) -> KeptMention:
    return KeptMention(
        one["theme"], one["start"], one["end"], one["polarity"], one["confidence"], one["source"]
    )


def _spaced(types: Sequence[Any]) -> str:
    names = [name for one in types if (name := _name(one))]
    while names and len(" ".join(names)) + 2 > _LONGEST_TYPES:
        names.pop()
    return f" {' '.join(names)} " if names else ""


def _name(one: Any) -> str:
    """Return the name of a class, said alone or as the label of an object."""
    return str(one.get("label", "")) if isinstance(one, Mapping) else str(one or "")
