"""What was read in written answers: the seam through which the words module hands it over, and its columns.

Words stand above the warehouse, so they register where they come from. Whoever stores what was read, or
takes it away, puts the responses into the feed (``responses.services.mark_changed``, in the same
transaction): the projector, the live tail, a rebuild and an erasure then all ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from heedful.understand.warehouse.types import ReadText, TextMention

type Texts = Mapping[int, Sequence[ReadText]]  # by response

SIGNS = {1: "+", 0: "0", -1: "-", None: "?"}
_AT_ONCE = 5_000
_sources: list[Callable[[Sequence[int]], Iterable[ReadText]]] = []


def source_of_words[F: Callable[[Sequence[int]], Iterable[ReadText]]](read: F) -> F:
    """Register what yields the readings of some responses, those of the current edition; a decorator."""
    _sources.append(read)
    return read


def texts_of(response_ids: Sequence[int]) -> Texts:
    """Return what was read in the answers of these responses."""
    found: dict[int, list[ReadText]] = {}
    for read in _sources:
        for start in range(0, len(response_ids), _AT_ONCE):
            for text in read(response_ids[start : start + _AT_ONCE]):
                found.setdefault(text.response_id, []).append(text)
    return found


def word_columns(texts: Sequence[ReadText]) -> dict[str, Any]:
    """Return the columns of one response: its written answers together; nothing read is nothing known."""
    felt = [text.sentiment for text in texts if text.sentiment is not None]
    tagged = [text for text in texts if text.is_tagged]
    mentions = [mention for text in tagged for mention in text.mentions]
    return {
        "sentiment": _sign(felt),
        "emotion_set": _distinct(text.emotion for text in texts) or None,
        "comment_type_set": _distinct(kind for text in texts for kind in text.types) or None,
        "comment_language_set": _distinct(text.language for text in texts) or None,
        "theme_set": opinions(mentions) if tagged else None,
    }


def opinions(mentions: Iterable[TextMention]) -> list[str]:
    """Return each theme once, and each theme above, behind how all its mentions together speak of it."""
    said: dict[str, list[int]] = {}
    for mention in mentions:
        for theme in dict.fromkeys((mention.theme, mention.parent)):
            if theme:
                heard = said.setdefault(theme, [])
                heard += [] if mention.polarity is None else [mention.polarity]
    return [f"{SIGNS[_sign(heard)]}{theme}" for theme, heard in sorted(said.items())]


def _sign(values: Sequence[int]) -> int | None:
    # As much praise as blame is neither.
    if not values:
        return None
    total = sum(values)
    return (total > 0) - (total < 0)


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
