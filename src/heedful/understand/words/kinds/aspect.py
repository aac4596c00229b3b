from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from heedful.methods.language import Span
from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import base_of, head
from heedful.understand.words.kinds.sentiment import why_not
from heedful.understand.words.polarity import ASPECT_HEAD, SENTENCE_HEAD, Polarity, aspect_polarities


@dataclass(frozen=True, slots=True)
class AspectReader:
    """Tells how a comment is meant towards words that it holds, where it was asked so."""

    key: str = "aspect"
    label: str = gettext_noop("Polarity towards a term")

    models: tuple[str, ...] = ()  # what it needs is missed only where somebody asks for a term

    def version(self) -> str:
        return f"{head(ASPECT_HEAD).version}+{head(SENTENCE_HEAD).version}"

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        model = head(ASPECT_HEAD).encoder
        if not comments.is_installed(model):
            missing = {"skipped": {"aspect": f"the model {base_of(model)} is not installed"}}
            return [missing if aspect else {} for aspect in comments.aspects]
        spans = [_place_of(aspect, comments, place) for place, aspect in enumerate(comments.aspects)]
        asked = [(place, span) for place, span in enumerate(spans) if span and not why_not(comments, place)]
        found = dict(zip((place for place, _ in asked), aspect_polarities(comments, asked), strict=True))
        return [
            _document(comments, place, span, found.get(place)) if comments.aspects[place] else {}
            for place, span in enumerate(spans)
        ]


def _place_of(aspect: str, comments: Comments, place: int) -> Span | None:
    """Return where the words stand in the redacted text; None where they do not, or nothing is asked.

    They stand alone rather than in another word: "app" is no part of "happy" where there is an app too.
    """
    text, asked = comments.redacted[place].text, re.escape(aspect)
    found = re.search(rf"(?<!\w){asked}(?!\w)", text, re.IGNORECASE) or re.search(asked, text, re.IGNORECASE)
    return Span(*found.span()) if aspect and found else None


def _document(comments: Comments, place: int, span: Span | None, found: Polarity | None) -> dict[str, Any]:
    if span is None:
        return {"skipped": {"aspect": f"{comments.aspects[place]!r} does not stand in the comment"}}
    if found is None:
        return {"skipped": {"aspect": why_not(comments, place)}}
    original = comments.redacted[place].original_span(span)
    return {
        "aspect": {
            "term": comments.aspects[place],
            "start": original.start,
            "end": original.end,
            "label": found.label,
            "confidence": found.confidence,
            "score": found.score,
            "polarity": found.value,
        }
    }


KIND = AspectReader()
