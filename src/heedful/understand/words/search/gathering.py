"""Written answers as the index takes them, read from the record store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from zlib import crc32

from heedful.design.surveys.types import QuestionFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeFacts, AttributeKind, AttributeValue
from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ProjectionRow, WrittenAnswer
from heedful.platform.core.organizations import organization
from heedful.understand.warehouse.types import ReadText
from heedful.understand.warehouse.words import opinions, texts_of
from heedful.understand.words.search.index.entries import Entry

_BITS = 20  # below the milliseconds: tells answers of one moment apart
_NPS = {"nps", "enps"}


def entries_of(response_ids: Collection[int]) -> Iterator[Entry]:
    """Yield the written answers of some responses; those that are deleted do not come."""
    written: dict[int, list[WrittenAnswer]] = {}
    for one in responses.written_answers(response_ids):
        written.setdefault(one.response_id, []).append(one)
    if not written:
        return
    scales, known = _scales(), audiences.attributes()
    read = texts_of(sorted(written))
    for row in responses.projection_rows(written):
        readings = {one.question_id: one for one in read.get(row.id, ())}
        for one in written[row.id]:
            yield _entry(row, one, readings.get(one.question_id), scales.get(row.survey_id, ()), known)


def _scales() -> dict[int, list[QuestionFacts]]:
    """Return the questions with a scale of each survey, in their order."""
    from heedful.understand.warehouse.stores import catalog

    found: dict[int, list[QuestionFacts]] = {}
    for question in catalog().questions.values():
        if question.scale is not None:
            found.setdefault(question.survey_id, []).append(question)
    return found


def _entry(
    row: ProjectionRow,
    one: WrittenAnswer,
    read: ReadText | None,
    scales: Sequence[QuestionFacts],
    known: Mapping[str, AttributeFacts],
) -> Entry:
    score, answer_class = _scored(row.answers, scales)
    return Entry(
        response_id=row.id,
        question_id=one.question_id,
        text=one.text,
        order=_order(one),
        day=row.answered_at.astimezone(organization().zone).date().toordinal(),
        survey_id=row.survey_id,
        unit_ids=row.unit_path,
        channel=row.channel,
        touchpoint=row.touchpoint,
        language=_language(read.language if read and read.language else one.language),
        group=row.group,
        status=row.status,
        left_out=row.is_test or row.excluded is not None,
        sentiment=read.sentiment if read else None,
        emotion=read.emotion if read else "",
        types=read.types if read else (),
        themes=_themes(read),
        opinions=tuple(opinions(read.mentions)) if read else (),
        score=score,
        score_class=answer_class,
        attributes=tuple(
            f"{key}={shown(value)}" for key, value in row.attributes.items() if value is not None
        ),
        measures=tuple(
            (key, measured)
            for key, value in row.attributes.items()
            if key in known and (measured := measure(known[key].kind, value)) is not None
        ),
    )


def _scored(answers: Mapping[int, object], scales: Sequence[QuestionFacts]) -> tuple[int | None, str]:
    """Return the first score among answers, in the order of the survey, and the class it falls into."""
    for question in scales:
        score = answers.get(question.id)
        if isinstance(score, int):
            return score, score_class(question, score)
    return None, ""


def shown(value: AttributeValue) -> str:
    """Write a value of an attribute so that it is the same whether it was stored or asked for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def measure(kind: AttributeKind, value: AttributeValue) -> float | None:
    """Return a value as a number that is larger for more, or for later; None for what has no such order."""
    if value is None or isinstance(value, bool):
        return None
    if kind is AttributeKind.DATE and isinstance(value, str):
        return float(date.fromisoformat(value).toordinal())
    return float(value) if kind is AttributeKind.NUMBER and isinstance(value, int | float) else None


def score_class(question: QuestionFacts, score: int) -> str:
    """Return what a score counts as: promoter, passive, detractor, or top or rest of another scale."""
    if question.kind in _NPS:
        return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    assert question.scale is not None
    return "top" if score in question.scale.top_box else "rest"


def _order(one: WrittenAnswer) -> int:
    moment = int(one.answered_at.timestamp() * 1000)
    own = crc32(f"{one.response_id}.{one.question_id}".encode()) & ((1 << _BITS) - 1)
    return (max(moment, 0) << _BITS) | own


def _language(code: str) -> str:
    return code.replace("_", "-").split("-")[0].lower()


def _themes(read: ReadText | None) -> tuple[str, ...]:
    if read is None:
        return ()
    return tuple(dict.fromkeys(theme for one in read.mentions for theme in (one.theme, one.parent) if theme))
