"""What was read, stored with the event that tells of it; what was read of older words goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from heedful.listen.responses import queries as responses
from heedful.listen.responses.services import mark_changed
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.understand.words.events import ResponsesUnderstood
from heedful.understand.words.models import Mention, Reading, WaitingText
from heedful.understand.words.readings.documents import KeptReading, text_sha256

type Key = tuple[int, int]  # response, question


@dataclass(frozen=True, slots=True)
class NewReading:
    response_id: int
    question_id: int
    text_sha256: str
    reading: KeptReading


def known_readings(edition_id: int, response_ids: Sequence[int]) -> dict[Key, str]:
    """Return the hashes of the texts that an edition has read of these responses."""
    rows = Reading.objects.filter(edition_id=edition_id, response_id__in=response_ids)
    return {
        (one, two): sha for one, two, sha in rows.values_list("response_id", "question_id", "text_sha256")
    }


def store_readings(
    edition_id: int, response_ids: Sequence[int], new: Sequence[NewReading]
) -> tuple[Key, ...]:
    """Replace what an edition has of these responses by what is new of them; return what was stored.

    A text that is gone or has changed since it was read is left for the row that its change put in line.
    """
    with writing():
        now = _texts_now(response_ids)
        stored = [one for one in new if now.get((one.response_id, one.question_id)) == one.text_sha256]
        _drop(edition_id, response_ids, now, {(one.response_id, one.question_id) for one in stored})
        _insert(edition_id, stored)
    return tuple((one.response_id, one.question_id) for one in stored)


def finish_texts(
    waiting_ids: Sequence[int], response_ids: Sequence[int], *, is_current: bool, is_live: bool
) -> None:
    """Take read responses out of the line, in the transaction that tells the warehouse and everybody else."""
    with writing():
        WaitingText.objects.filter(id__in=waiting_ids).delete()
        if is_current and response_ids:
            mark_changed(response_ids)
        if is_current and is_live and response_ids:
            announce(ResponsesUnderstood(response_ids=list(response_ids)))


def _texts_now(response_ids: Sequence[int]) -> dict[Key, str]:
    found = responses.written_answers(response_ids)
    return {(one.response_id, one.question_id): text_sha256(one.text) for one in found}


def _drop(
    edition_id: int, response_ids: Sequence[int], now: Mapping[Key, str], replaced: Collection[Key]
) -> None:
    """Delete readings that are replaced, and those of words that nobody wrote any more."""
    rows = Reading.objects.filter(edition_id=edition_id, response_id__in=response_ids)
    gone = [
        row_id
        for row_id, response_id, question_id in rows.values_list("id", "response_id", "question_id")
        if (response_id, question_id) in replaced or (response_id, question_id) not in now
    ]
    if gone:
        Reading.objects.filter(id__in=gone).delete()


def _insert(edition_id: int, stored: Sequence[NewReading]) -> None:
    rows = Reading.objects.bulk_create([_row(edition_id, one) for one in stored])
    Mention.objects.bulk_create(
        Mention(
            reading=row,
            response_id=row.response_id,
            theme=one.theme,
            start=one.start,
            end=one.end,
            polarity=one.polarity,
            confidence=one.confidence,
            source=one.source,
        )
        for row, new in zip(rows, stored, strict=True)
        for one in new.reading.mentions
    )


def _row(edition_id: int, new: NewReading) -> Reading:
    read = new.reading
    return Reading(
        edition_id=edition_id,
        response_id=new.response_id,
        question_id=new.question_id,
        text_sha256=new.text_sha256,
        language=read.language[:12],
        sentiment=read.sentiment,
        sentiment_score=read.sentiment_score,
        emotion=read.emotion[:20],
        types=read.types,
        document=read.document,
        skipped=read.skipped,
    )
