"""A comment cut where something begins or ends: words that were looked for, mentions of themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, pgettext

from heedful.understand.words.readings.types import MentionFacts
from heedful.understand.words.search.types import CommentHit

LONGEST = 600  # characters that a list shows of one comment
BEFORE = 120  # of these before the first word that was looked for

SENTIMENT_MARKS = {-1: ("▼", "worse"), 0: ("●", ""), 1: ("▲", "better")}  # shape and class of the tag


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. ``themes``: what it speaks of, in words; empty where it speaks of nothing known."""

    text: str
    is_mark: bool = False
    themes: str = ""
    polarity: int | None = None


@dataclass(frozen=True, slots=True)
class ShownComment:
    hit: CommentHit
    pieces: tuple[Piece, ...]
    is_cut: bool
    themes: tuple[str, ...]
    sentiment: str = ""
    shape: str = ""
    tone: str = ""


def shown_comment(hit: CommentHit, names: Mapping[str, str]) -> ShownComment:
    start, end = _window(hit)
    shape, tone = SENTIMENT_MARKS.get(hit.sentiment, ("", "")) if hit.sentiment is not None else ("", "")
    return ShownComment(
        hit,
        pieces(hit, names, start, end),
        is_cut=end - start < len(hit.text),
        themes=tuple(dict.fromkeys(names.get(one.theme, one.theme) for one in hit.mentions)),
        sentiment=sentiment_words(hit.sentiment),
        shape=shape,
        tone=tone,
    )


def pieces(hit: CommentHit, names: Mapping[str, str], start: int, end: int) -> tuple[Piece, ...]:
    """Cut the text between two places; every character of it is in exactly one piece."""
    places = {start, end}
    for first, last in [*hit.marks, *((one.start, one.end) for one in hit.mentions)]:
        places |= {place for place in (first, last) if start < place < end}
    cuts = sorted(places)
    found = [_piece(hit, names, cuts[number], cuts[number + 1]) for number in range(len(cuts) - 1)]
    if start > 0:
        found.insert(0, Piece("… "))
    if end < len(hit.text):
        found.append(Piece(" …"))
    return tuple(found)


def sentiment_words(sentiment: int | None) -> str:
    if sentiment is None:
        return ""
    words = {
        -1: pgettext("sentiment", "negative"),
        0: pgettext("sentiment", "neutral"),
        1: pgettext("sentiment", "positive"),
    }
    return words[sentiment]


def _piece(hit: CommentHit, names: Mapping[str, str], start: int, end: int) -> Piece:
    about = [one for one in hit.mentions if one.start <= start and end <= one.end]
    heard = [one.polarity for one in about if one.polarity is not None]
    return Piece(
        hit.text[start:end],
        is_mark=any(first <= start and end <= last for first, last in hit.marks),
        themes=_said(about, names),
        polarity=None if not heard else (sum(heard) > 0) - (sum(heard) < 0),
    )


def _said(mentions: Sequence[MentionFacts], names: Mapping[str, str]) -> str:
    found = []
    for one in mentions:
        name = names.get(one.theme, one.theme)
        spoken = sentiment_words(one.polarity)
        found.append(_("%(theme)s, %(sentiment)s") % {"theme": name, "sentiment": spoken} if spoken else name)
    return " · ".join(dict.fromkeys(found))


def _window(hit: CommentHit) -> tuple[int, int]:
    """Return what to show of a long comment: around the first word that was looked for."""
    if len(hit.text) <= LONGEST:
        return 0, len(hit.text)
    first = hit.marks[0][0] if hit.marks else 0
    start = max(0, min(first - BEFORE, len(hit.text) - LONGEST))
    return start, start + LONGEST
