"""Where in a survey somebody is: which question comes, which came before, what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heedful.design.surveys.types import QuestionDefinition

LONGEST_WITHOUT_PROGRESS = 3

type Asked = Sequence[QuestionDefinition]
type Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Progress:
    place: int  # from 1
    count: int


def answer_keys(question: QuestionDefinition) -> tuple[str, ...]:
    """Return the keys a question is answered under: its own, or those of its rows."""
    if question.kind == "matrix":
        return tuple(f"{question.key}.{row.key}" for row in question.options)
    return () if question.kind == "statement" else (question.key,)


def is_answered(question: QuestionDefinition, answers: Answers) -> bool:
    """Say whether anything was answered; of a matrix, any row."""
    return any(key in answers for key in answer_keys(question))


def current(asked: Asked, answers: Answers, wanted: str = "") -> QuestionDefinition | None:
    """Return the wanted question where it is asked, else the one after the last that was answered."""
    found = next((question for question in asked if question.key == wanted), None)
    if found is not None or not asked:
        return found
    done = [place for place, question in enumerate(asked) if is_answered(question, answers)]
    return asked[min(done[-1] + 1, len(asked) - 1)] if done else asked[0]


def following(asked: Asked, order: Sequence[str], key: str) -> QuestionDefinition | None:
    """Return the question asked after ``key``, which itself may not be asked any more; None at the end."""
    place = order.index(key) if key in order else -1
    return next((question for question in asked if order.index(question.key) > place), None)


def before(asked: Asked, order: Sequence[str], key: str) -> QuestionDefinition | None:
    """Return the question asked before ``key``; None at the start."""
    place = order.index(key) if key in order else 0
    return next((question for question in reversed(asked) if order.index(question.key) < place), None)


def first_missing(asked: Asked, answers: Answers) -> QuestionDefinition | None:
    """Return the first required question without an answer; a matrix needs all its rows."""
    for question in asked:
        if question.required and any(key not in answers for key in answer_keys(question)):
            return question
    return None


def kept(asked: Asked, answers: Answers) -> dict[str, object]:
    """Return the answers to what is asked: those to questions that fell away are withdrawn."""
    keys = {key for question in asked for key in answer_keys(question)}
    return {key: value for key, value in answers.items() if key in keys}


def progress(asked: Asked, question: QuestionDefinition) -> Progress | None:
    """Return how far one is, in surveys that are long enough for anybody to ask."""
    if len(asked) <= LONGEST_WITHOUT_PROGRESS:
        return None
    return Progress([one.key for one in asked].index(question.key) + 1, len(asked))
