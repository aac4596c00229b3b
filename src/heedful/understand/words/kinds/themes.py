from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from heedful.understand.words.comments import Comments
from heedful.understand.words.mentions import Finder, FoundTheme
from heedful.understand.words.polarity import Polarity, polarities_of

RULES = 1  # raised when a document is put together differently; what finds has its own version


@dataclass(frozen=True, slots=True)
class ThemesReader:
    """Tells which themes a comment speaks of, in which clause, and how it is meant there."""

    key: str = "themes"
    label: str = gettext_noop("Themes")
    models: tuple[str, ...] = ()  # a finder knows what it needs

    def version(self) -> str:
        return f"themes-{RULES}"

    def read(self, comments: Comments) -> list[dict[str, Any]]:
        documents = [_unread(comments, place) for place in range(len(comments))]
        for taxonomy, finder in comments.finders.items():
            places = [
                place
                for place, wanted in enumerate(comments.taxonomies)
                if wanted == taxonomy and not documents[place]
            ]
            for place, document in zip(places, _read(finder, comments, places), strict=True):
                documents[place] = document
        return documents


def _unread(comments: Comments, place: int) -> dict[str, Any]:
    """Say why no themes are looked for; nothing where they are. Without a taxonomy nobody asked."""
    taxonomy = comments.taxonomies[place]
    if not taxonomy:
        return {"skipped": {}}
    finder = comments.finders.get(taxonomy)
    why = finder.why_not(comments, place) if finder else f"no themes are known by {taxonomy!r}"
    return {"skipped": {"themes": why}} if why else {}


def _read(finder: Finder, comments: Comments, places: list[int]) -> list[dict[str, Any]]:
    found = finder.find(comments, places) if places else []
    asked = [
        (place, comments.clauses[place][one.clause])
        for place, own in zip(places, found, strict=True)
        for one in own
    ]
    polarities = iter(polarities_of(comments, asked))
    return [{"themes": [_document(one, next(polarities)) for one in own]} for own in found]


def _document(one: FoundTheme, polarity: Polarity | None) -> dict[str, Any]:
    return {
        "theme": one.theme,
        "start": one.span.start,
        "end": one.span.end,
        "polarity": polarity.value if polarity else None,
        "confidence": round(one.confidence, 4),
        "source": one.source,
    }


KIND = ThemesReader()
