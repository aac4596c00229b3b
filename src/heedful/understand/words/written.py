"""What the warehouse keeps of what was read: the readings of the current edition, themes with those above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from heedful.understand.warehouse.types import ReadText, TextMention
from heedful.understand.warehouse.words import source_of_words
from heedful.understand.words.models import Edition, Mention, Reading, TaxonomyVersion

_FIELDS = (
    "id", "response_id", "question_id", "edition_id", "language", "sentiment", "sentiment_score", "emotion",
    "types", "skipped",
)  # fmt: skip


@source_of_words
def current_readings(response_ids: Sequence[int]) -> Iterator[ReadText]:
    """Yield what the current edition read in these responses' answers; without an edition, nothing."""
    edition = Edition.objects.filter(state=Edition.State.CURRENT).first()
    if edition is None:
        return
    rows = list(
        Reading.objects.filter(edition=edition, response_id__in=list(response_ids)).values_list(*_FIELDS)
    )
    mentions = _mentions([row[0] for row in rows], _parents(edition)) if rows else {}
    for row in rows:
        yield _text(row, mentions.get(row[0], ()), is_tagged=bool(edition.taxonomy_versions))


def _text(row: tuple[Any, ...], mentions: Sequence[TextMention], *, is_tagged: bool) -> ReadText:
    _id, response_id, question_id, edition, language, sentiment, score, emotion, types, skipped = row
    return ReadText(
        response_id=response_id,
        question_id=question_id,
        edition=edition,
        language=language,
        sentiment=sentiment,
        score=score,
        emotion=emotion,
        types=tuple(types.split()),
        is_tagged=is_tagged and "themes" not in skipped,
        mentions=tuple(mentions),
    )


def _mentions(reading_ids: Sequence[int], parents: dict[str, str]) -> dict[int, list[TextMention]]:
    found: dict[int, list[TextMention]] = {}
    fields = ("reading_id", "theme", "start", "end", "polarity", "confidence", "source")
    rows = Mention.objects.filter(reading_id__in=list(reading_ids)).order_by("start", "id")
    for reading_id, theme, start, end, polarity, confidence, source in rows.values_list(*fields):
        said = TextMention(theme, start, end, polarity, confidence, source, parents.get(theme, ""))
        found.setdefault(reading_id, []).append(said)
    return found


def _parents(edition: Edition) -> dict[str, str]:
    """Return the theme above each theme of the edition's taxonomies."""
    found: dict[str, str] = {}
    for uid, number in edition.taxonomy_versions.items():
        version = TaxonomyVersion.objects.filter(taxonomy__uid=uid, number=number).first()
        for theme in version.document.get("themes", ()) if version else ():
            if theme.get("parent"):
                found[theme["key"]] = theme["parent"]
    return found
