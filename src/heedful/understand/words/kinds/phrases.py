from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from heedful.methods.language import Span
from heedful.methods.language.phrases import LANGUAGES, phrases
from heedful.understand.words.comments import Comments

RULES = 1  # raised when the rules of ``methods.language.phrases`` find something else


@dataclass(frozen=True, slots=True)
class PhrasesReader:
    """Finds what a comment is about in its own words: no model, but stop words of the language."""

    key: str = "phrases"
    label: str = gettext_noop("Key phrases")
    models: tuple[str, ...] = ()

    def version(self) -> str:
        return f"phrases-{RULES}"

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        return [_document(comments, place) for place in range(len(comments))]


def _document(comments: Comments, place: int) -> dict[str, Any]:
    code = comments.languages[place].code
    if not comments.has_words[place]:
        return {"skipped": {"phrases": "no words"}}
    if code not in LANGUAGES:
        return {"skipped": {"phrases": f"stop words are known of {', '.join(LANGUAGES)} only"}}
    found = phrases(comments.redacted[place].text, code)
    shown = [_found(comments, place, one.span, one.score) for one in found]
    # What stands for personal data is no phrase.
    return {"phrases": [one for one in shown if _as_written(comments, place, one) == one["phrase"]]}


def _as_written(comments: Comments, place: int, found: dict[str, Any]) -> str:
    return comments.texts[place][found["start"] : found["end"]]


def _found(comments: Comments, place: int, span: Span, score: float) -> dict[str, Any]:
    redacted = comments.redacted[place]
    original = redacted.original_span(span)
    return {
        "phrase": span.of(redacted.text),
        "start": original.start,
        "end": original.end,
        "score": round(score, 2),
    }


KIND = PhrasesReader()
