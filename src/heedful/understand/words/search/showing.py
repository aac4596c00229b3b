"""Found comments as people see them: from the record store, so that nothing erased or hidden shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from heedful.design.surveys.types import QuestionFacts
from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import AnswerFacts, ResponseFacts, ResponseFilter
from heedful.platform.core.types import Actor
from heedful.understand.words.readings.queries import readings_of
from heedful.understand.words.readings.types import ReadingFacts
from heedful.understand.words.search.gathering import score_class
from heedful.understand.words.search.matching import Wanted, marks
from heedful.understand.words.search.types import CommentHit
from heedful.understand.words.vectors.store import TextKey


def hits_of(
    keys: Sequence[TextKey],
    *,
    by: Actor,
    terms: Sequence[Wanted] = (),
    nearness: Mapping[TextKey, float] | None = None,
) -> tuple[CommentHit, ...]:
    """Return comments in the order of their keys; those the actor may not see, or that are gone, are not."""
    ids = tuple(dict.fromkeys(key.response_id for key in keys))
    if not ids:
        return ()
    wanted = ResponseFilter(response_ids=ids, is_test=False, is_excluded=False)
    seen = {one.id: one for one in responses.responses(wanted, None, len(ids), by=by).items}
    read = {TextKey(one.response_id, one.question_id): one for one in readings_of(sorted(seen))}
    questions = _questions()
    found = []
    for key in keys:
        response = seen.get(key.response_id)
        answer = _answer(response, key) if response else None
        if response is not None and answer is not None:
            hit = _hit(response, answer, read.get(key), questions, terms)
            found.append(replace(hit, nearness=(nearness or {}).get(key)))
    return tuple(found)


def _questions() -> Mapping[int, QuestionFacts]:
    from heedful.understand.warehouse.stores import catalog

    return catalog().questions


def _answer(response: ResponseFacts, key: TextKey) -> AnswerFacts | None:
    return next((one for one in response.comments if one.question_id == key.question_id), None)


def _hit(
    response: ResponseFacts,
    answer: AnswerFacts,
    reading: ReadingFacts | None,
    questions: Mapping[int, QuestionFacts],
    terms: Sequence[Wanted],
) -> CommentHit:
    scored = response.score_answer
    question = questions.get(scored.question_id) if scored else None
    score = scored.score if scored else None
    language = reading.language if reading and reading.language else response.language
    return CommentHit(
        response_id=response.id,
        response_uid=response.uid,
        question_id=answer.question_id,
        question_uid=answer.question_uid,
        question_text=answer.question_text,
        survey_uid=response.survey_uid,
        survey_name=response.survey_name,
        unit_uid=response.unit_uid,
        unit_name=response.unit_name,
        channel=response.channel,
        answered_at=response.answered_at,
        text=answer.text,
        language=language,
        score=score,
        score_class=score_class(question, score) if question and question.scale and score is not None else "",
        sentiment=reading.sentiment if reading else None,
        emotion=reading.emotion if reading else "",
        types=reading.types if reading else (),
        mentions=reading.mentions if reading else (),
        marks=marks(answer.text, terms, language.replace("_", "-").split("-")[0].lower()),
    )
