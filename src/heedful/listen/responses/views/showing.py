"""Answers as a page shows them: with the class of the score, and options by their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.kind import text_in
from heedful.design.surveys.types import QuestionFacts
from heedful.listen.responses.marks import Piece, marks_of, pieces
from heedful.listen.responses.quality import BOT, SPEEDER, STRAIGHT_LINING
from heedful.listen.responses.types import AnswerFacts, ResponseFacts
from heedful.listen.responses.uploads.queries import UploadFacts, uploads_of
from heedful.platform.core.types import Actor

_WITH_CLASSES = {"nps", "enps"}
_FILES = {"file", "audio", "video"}

type Files = Mapping[str, UploadFacts]


def flag_words(flag: str) -> str:
    """Return what a flag of quality means, in words."""
    words = {
        SPEEDER: _("very fast"),
        STRAIGHT_LINING: _("one answer for every line"),
        BOT: _("filled in like a machine does"),
    }
    return words.get(flag, flag)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    question: str
    value: str
    css_class: str
    is_invalid: bool
    file: UploadFacts | None = None
    pieces: tuple[Piece, ...] = ()  # of a written answer in which something was found
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownResponse:
    facts: ResponseFacts
    score: int | None
    css_class: str
    words: str
    answers: tuple[ShownAnswer, ...]
    flags: tuple[str, ...] = ()  # of quality, in words


def shown(responses: Sequence[ResponseFacts]) -> list[ShownResponse]:
    """Make responses ready for a page, with one look-up of their questions."""
    ids = {answer.question_id for facts in responses for answer in facts.answers}
    questions = surveys.questions_by_id(ids)
    has_files = any(answer.kind in _FILES for facts in responses for answer in facts.answers)
    files = uploads_of(facts.id for facts in responses) if has_files else {}
    return [_shown(facts, questions, files) for facts in responses]


def with_marks(answer: ShownResponse, *, by: Actor) -> ShownResponse:
    """Return an answer with what was found in its words."""
    found = marks_of(answer.facts.id, by=by)
    answers = tuple(
        replace(one, pieces=pieces(facts.text, known.marks), tags=known.tags)
        if (known := found.get(facts.question_id)) and facts.text and not one.file
        else one
        for one, facts in zip(answer.answers, answer.facts.answers, strict=True)
    )
    return replace(answer, answers=answers)


def _shown(facts: ResponseFacts, questions: dict[int, QuestionFacts], files: Files) -> ShownResponse:
    scored = facts.score_answer
    return ShownResponse(
        facts=facts,
        score=scored.score if scored else None,
        css_class=class_of(scored, questions) if scored else "",
        words=" · ".join(answer.text for answer in facts.comments),
        answers=tuple(_answer(answer, questions, files) for answer in facts.answers),
        flags=tuple(flag_words(flag) for flag in facts.flags),
    )


def _answer(answer: AnswerFacts, questions: dict[int, QuestionFacts], files: Files) -> ShownAnswer:
    value = answer.value
    if answer.kind in _FILES and (file := files.get(answer.text)) is not None:
        return ShownAnswer(answer.question_text, file.file_name, "", answer.is_invalid, file)
    if answer.choices:
        value = ", ".join(_labels(answer.choices, questions[answer.question_id]))
    css_class = class_of(answer, questions) if answer.score is not None else ""
    return ShownAnswer(
        answer.question_text, "" if value is None else str(value), css_class, answer.is_invalid
    )


def _labels(keys: Iterable[str], question: QuestionFacts) -> list[str]:
    labels = {option.key: text_in(option.label, "") or option.key for option in question.options}
    return [labels.get(key, key) for key in keys]


def class_of(answer: AnswerFacts, questions: Mapping[int, QuestionFacts]) -> str:
    """Return the class of a score, as it is coloured."""
    score = answer.score
    question = questions[answer.question_id]
    if score is None or question.scale is None:
        return ""
    if question.kind in _WITH_CLASSES:
        return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    return "top" if score in question.scale.top_box else "rest"
