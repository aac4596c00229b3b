"""Readings of answers, for whoever shows or works on what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import batched

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ResponseFilter, WrittenAnswer
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import Edition, Mention, Reading
from heedful.understand.words.readings.types import ClauseFacts, MentionFacts, ReadAnswer, ReadingFacts

_AT_ONCE = 1_000


def readings_of(response_ids: Sequence[int], *, edition_uid: str | None = None) -> tuple[ReadingFacts, ...]:
    """Return what an edition read in these responses, by default the current one; by response and question.

    Who may see the responses is for the caller to know.
    """
    chosen = {"uid": edition_uid} if edition_uid else {"state": Edition.State.CURRENT}
    edition = Edition.objects.filter(**chosen).first()
    if edition is None:
        return ()
    found: list[ReadingFacts] = []
    for some in batched(sorted(set(response_ids)), _AT_ONCE, strict=False):
        rows = list(Reading.objects.filter(edition=edition, response_id__in=some))
        mentions = _mentions([row.pk for row in rows])
        rows.sort(key=lambda row: (row.response_id, row.question_id))
        found += [_facts(row, edition.uid, mentions.get(row.pk, ())) for row in rows]
    return tuple(found)


def reading_of(response_uid: str, *, by: Actor, edition_uid: str | None = None) -> tuple[ReadingFacts, ...]:
    """Return what was read in the answers of one response that the actor may see."""
    return readings_of([responses.response(response_uid, by=by).id], edition_uid=edition_uid)


def written_answers(
    wanted: ResponseFilter | None = None,
    *,
    by: Actor,
    limit: int | None = None,
    with_readings: bool = True,
) -> Iterator[ReadAnswer]:
    """Yield written answers that a filter leaves and the actor may see, the newest responses first.

    Excluded and test responses come only where the filter asks for them.
    """
    by.require(Permission.READ_ANSWERS)
    ids = responses.visible_written_ids(wanted or ResponseFilter(is_excluded=False, is_test=False), by=by)
    for some in batched(ids[:limit], _AT_ONCE, strict=False):
        place = {response_id: number for number, response_id in enumerate(some)}
        read = {(one.response_id, one.question_id): one for one in readings_of(some)} if with_readings else {}
        texts = sorted(responses.written_answers(some), key=lambda one: place[one.response_id])
        yield from (_read_answer(one, read.get((one.response_id, one.question_id))) for one in texts)


def _read_answer(one: WrittenAnswer, reading: ReadingFacts | None) -> ReadAnswer:
    return ReadAnswer(
        response_id=one.response_id,
        response_uid=one.response_uid,
        question_id=one.question_id,
        survey_id=one.survey_id,
        unit_id=one.unit_id,
        answered_at=one.answered_at,
        text=one.text,
        redacted=str(reading.document.get("redacted", one.text)) if reading else one.text,
        language=reading.language if reading else one.language,
        reading=reading,
    )


def _mentions(reading_ids: Sequence[int]) -> dict[int, list[MentionFacts]]:
    found: dict[int, list[MentionFacts]] = {}
    rows = Mention.objects.filter(reading_id__in=reading_ids).order_by("reading_id", "start", "end", "theme")
    for row in rows:
        facts = MentionFacts(row.theme, row.start, row.end, row.polarity, row.confidence, row.source)
        found.setdefault(row.reading_id, []).append(facts)
    return found


def _facts(row: Reading, edition_uid: str, mentions: Sequence[MentionFacts]) -> ReadingFacts:
    clauses = row.document.get("clauses", ())
    return ReadingFacts(
        id=row.pk,
        edition_uid=edition_uid,
        response_id=row.response_id,
        question_id=row.question_id,
        text_sha256=row.text_sha256,
        language=row.language,
        sentiment=row.sentiment,
        sentiment_score=row.sentiment_score,
        emotion=row.emotion,
        types=tuple(row.types.split()),
        clauses=tuple(ClauseFacts(one["start"], one["end"], one["label"]) for one in clauses),
        mentions=tuple(mentions),
        skipped=row.skipped,
        read_at=row.read_at,
        document=row.document,
    )
