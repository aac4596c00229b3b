"""Reads the words of some responses with an edition, and keeps what it read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import batched
from typing import TYPE_CHECKING, Any

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import WrittenAnswer
from heedful.understand.words.readings.documents import KeptReading, kept, text_sha256
from heedful.understand.words.readings.loaded import loaded, versions_here
from heedful.understand.words.readings.services.forgetting import forget_vectors
from heedful.understand.words.readings.services.storing import (
    Key,
    NewReading,
    known_readings,
    store_readings,
)
from heedful.understand.words.readings.types import EditionFacts
from heedful.understand.words.themes.queries import taxonomy_for

if TYPE_CHECKING:
    from heedful.understand.words.reading import Comment, ReadBatch

BATCH = 64  # comments read at a time: about a second's work, then others have their turn


def read_responses(
    edition: EditionFacts, response_ids: Sequence[int], *, pause: Callable[[], None] = lambda: None
) -> tuple[int, ...]:
    """Read what was written in these responses and is not read yet; return those of which anything changed.

    ``pause`` is called between batches, for whoever must not wait.
    """
    texts = list(responses.written_answers(response_ids))
    known = known_readings(edition.id, response_ids)
    unread = [one for one in texts if known.get(_key(one)) != text_sha256(one.text)]
    # Also responses whose words were taken back: what was read of them goes.
    withdrawn = {response_id for response_id, question_id in known.keys() - {_key(one) for one in texts}}
    changed = set(withdrawn)
    if withdrawn:
        store_readings(edition.id, sorted(withdrawn), ())
    for some in batched(unread, BATCH, strict=False):
        changed |= {response_id for response_id, _ in _read(edition, some)}
        pause()
    return tuple(sorted(changed))


def _read(edition: EditionFacts, texts: Sequence[WrittenAnswer]) -> tuple[Key, ...]:
    taxonomies = _taxonomies(edition, {one.survey_id for one in texts})
    with loaded.reading(edition) as reading:
        batch = reading.read_batch([_comment(one, taxonomies[one.survey_id]) for one in texts])
    aside = _read_with(edition)
    new = [
        NewReading(*_key(one), text_sha256(one.text), _kept(document, one, edition, aside))
        for one, document in zip(texts, batch.documents, strict=True)
    ]
    _put_vectors(texts, batch)
    stored = store_readings(edition.id, sorted({one.response_id for one in texts}), new)
    _forget_lost({_key(one) for one in texts} - set(stored))
    return stored


def _taxonomies(edition: EditionFacts, survey_ids: Iterable[int]) -> dict[int, str]:
    """Return the uid of the themes that each survey is read with; empty where the edition has none for it."""
    if not edition.taxonomy_versions:
        return dict.fromkeys(survey_ids, "")
    found = {survey_id: taxonomy_for(survey_id) for survey_id in survey_ids}
    return {
        survey_id: one.uid if one and one.uid in edition.taxonomy_versions else ""
        for survey_id, one in found.items()
    }


def _comment(one: WrittenAnswer, taxonomy: str) -> Comment:
    from heedful.understand.words.reading import Comment

    names = (one.contact_name,) if one.contact_name else ()
    return Comment(one.text, one.language, names, taxonomy=taxonomy)


def _forget_lost(keys: Collection[Key]) -> None:
    """Take out the numbers of words that were deleted while they were read."""
    ids = [response_id for response_id, _ in keys]
    if gone := set(ids) - responses.with_words(ids).keys():
        forget_vectors(sorted(gone))


def _read_with(edition: EditionFacts) -> dict[str, str]:
    """Name the readers that are newer than the edition: what they read is marked so."""
    here = versions_here(edition.tier)
    return {key: version for key, version in here.items() if edition.versions.get(key) != version}


def _kept(
    document: Mapping[str, Any], one: WrittenAnswer, edition: EditionFacts, aside: dict[str, str]
) -> KeptReading:
    found = kept(document, one.text, has_themes=bool(edition.taxonomy_versions))
    return replace(found, document={**found.document, "read_with": aside}) if aside else found


def _put_vectors(texts: Sequence[WrittenAnswer], batch: ReadBatch) -> None:
    """Keep the numbers that stand for each text: before the rows, so that no row is without them."""
    from heedful.understand.words.vectors.places import store_of
    from heedful.understand.words.vectors.store import TextKey

    for model, (places, rows) in batch.meanings.items():
        keys = [TextKey(*_key(texts[place])) for place in places]
        store_of(model, width=rows.shape[1]).put(keys, rows)


def _key(one: WrittenAnswer) -> Key:
    return one.response_id, one.question_id
