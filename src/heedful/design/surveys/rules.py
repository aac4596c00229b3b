"""What makes a definition publishable, what a version asks, and what counts as answers to it: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from heedful.design.surveys.kind import InvalidAnswer, InvalidQuestion, kinds, shown
from heedful.design.surveys.types import (
    AnswerProblem,
    AnswerValue,
    AskedQuestion,
    QuestionDefinition,
    QuestionFacts,
    Questionnaire,
    ReadAnswer,
    ReadAnswers,
    SurveyDefinition,
    VersionDifference,
)
from heedful.platform.core.errors import InvalidInput, Problem

MAX_QUESTIONS = 1_000
_KEY = re.compile(r"[\w.\-]{1,80}")


def complete(definition: SurveyDefinition) -> SurveyDefinition:
    """Return the definition with every default filled in; raise naming all that is wrong."""
    problems = list(_survey_problems(definition))
    questions = []
    for number, question in enumerate(definition.questions):
        try:
            questions.append(_complete(question))
        except InvalidQuestion as error:
            problems.append(Problem(f"questions[{number}].{error.field}", f"{question.key}: {error.reason}"))
    completed = replace(definition, name=definition.name.strip(), questions=tuple(questions))
    problems += _twins(completed)
    if problems:
        raise InvalidInput(*problems)
    return completed


def _complete(question: QuestionDefinition) -> QuestionDefinition:
    if not _KEY.fullmatch(question.key):
        raise InvalidQuestion("key", f"{shown(question.key)} is not 1–80 letters, digits, _, - or .")
    kind = kinds().get(question.kind)
    if kind is None:
        raise InvalidQuestion("kind", f"{shown(question.kind)} is none of {', '.join(sorted(kinds()))}")
    if not any(text.strip() for text in question.text.values()):
        raise InvalidQuestion("text", "is empty")
    return kind.define(question)


def _survey_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    if not 1 <= len(definition.name.strip()) <= 200:
        yield Problem("name", "must have 1 to 200 characters")
    if not definition.questions:
        yield Problem("questions", "there are none")
    if len(definition.questions) > MAX_QUESTIONS:
        yield Problem("questions", f"there are {len(definition.questions):,}; {MAX_QUESTIONS:,} are allowed")


def _twins(definition: SurveyDefinition) -> Iterable[Problem]:
    seen: set[str] = set()
    for question in definition.questions:
        for key in {question.key, *(part.key for part in kinds()[question.kind].expand(question))}:
            if key in seen:
                yield Problem("questions", f"the key {key!r} stands there twice")
            seen.add(key)


def expand(definition: SurveyDefinition) -> dict[str, QuestionDefinition]:
    """Everything that can be answered, by key, in the order it is asked."""
    return {
        part.key: part
        for question in definition.questions
        for part in kinds()[question.kind].expand(question)
    }


def matrices(definition: SurveyDefinition) -> dict[str, tuple[str, ...]]:
    """Questions that are answered in parts, with the keys of the parts."""
    parted = {}
    for question in definition.questions:
        parts = tuple(part.key for part in kinds()[question.kind].expand(question))
        if parts and parts != (question.key,):
            parted[question.key] = parts
    return parted


def refuse_incomparable(known: Mapping[str, QuestionFacts], asked: Mapping[str, QuestionDefinition]) -> None:
    """Refuse a new version that gives a known key another kind or another scale."""
    problems = []
    for key, question in asked.items():
        before = known.get(key)
        if before is None:
            continue
        if before.kind != question.kind:
            problems.append(
                _incomparable(key, f"was of the kind {before.kind} and would become {question.kind}")
            )
        elif before.scale and question.scale:
            old, new = (before.scale.low, before.scale.high), (question.scale.low, question.scale.high)
            if old != new:
                problems.append(
                    _incomparable(key, f"was asked from {old[0]} to {old[1]}, not {new[0]} to {new[1]}")
                )
    if problems:
        raise InvalidInput(*problems)


def _incomparable(key: str, reason: str) -> Problem:
    return Problem(f"questions.{key}", f"{reason}: the answers could not be compared; give it a new key")


def read_answers(
    questionnaire: Questionnaire,
    answers: Mapping[str, object],
    *,
    is_completed: bool = True,
    keep_invalid: bool = False,
) -> ReadAnswers:
    """Check answers by question key; None is "not answered". Required ones are missed in completed only."""
    read: list[ReadAnswer] = []
    problems: list[AnswerProblem] = []
    by_key, questions = kinds(), questionnaire.questions
    for key, value in _flat(questionnaire, answers):
        if value is None:
            continue
        asked = questions.get(key)
        if asked is None:
            problems.append(AnswerProblem(key, _unknown(questionnaire)))
            continue
        try:
            checked = by_key[asked.definition.kind].check(asked.definition, value)
        except InvalidAnswer as error:
            if keep_invalid:
                read.append(ReadAnswer(asked.id, key, AnswerValue(text=str(value)[:500]), is_invalid=True))
            else:
                problems.append(AnswerProblem(key, error.reason, asked.id))
        else:
            if checked is not None:
                read.append(ReadAnswer(asked.id, key, checked))
    if is_completed:
        problems += missing(
            questionnaire, {answer.key for answer in read} | {problem.key for problem in problems}
        )
    return ReadAnswers(tuple(read), tuple(problems))


def missing(questionnaire: Questionnaire, answered: set[str]) -> list[AnswerProblem]:
    """Required questions without an answer."""
    return [
        AnswerProblem(key, "is required and was not answered", asked.id)
        for key, asked in questionnaire.questions.items()
        if asked.definition.required and key not in answered
    ]


def _flat(questionnaire: Questionnaire, answers: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    if not questionnaire.matrices:
        yield from answers.items()
        return
    for key, value in answers.items():
        if key in questionnaire.matrices and isinstance(value, Mapping):
            yield from ((f"{key}.{row}", rating) for row, rating in value.items())
        else:
            yield key, value


def _unknown(questionnaire: Questionnaire) -> str:
    known = list(questionnaire.questions)
    named = ", ".join(known[:20]) + (f" and {len(known) - 20} more" if len(known) > 20 else "")
    return f"no such question; version {questionnaire.number} asks {named}"


def differences(before: SurveyDefinition, after: SurveyDefinition) -> tuple[VersionDifference, ...]:
    """What changed between two versions, in the order of the newer one; removed questions last."""
    old = {question.key: question for question in before.questions}
    new = {question.key: question for question in after.questions}
    found = [_difference(old.get(key), question, key) for key, question in new.items()]
    order_old = [key for key in old if key in new]
    order_new = [key for key in new if key in old]
    moved = {key for key, other in zip(order_old, order_new, strict=True) if key != other}
    changed = [
        replace(difference, fields=(*difference.fields, "position"))
        if difference.change == "changed" and difference.key in moved
        else difference
        for difference in found
        if difference.change == "added" or difference.fields or difference.key in moved
    ]
    removed = [VersionDifference(key, "removed", before=old[key]) for key in old if key not in new]
    return (*changed, *removed)


def _difference(before: QuestionDefinition | None, after: QuestionDefinition, key: str) -> VersionDifference:
    if before is None:
        return VersionDifference(key, "added", after=after)
    changed = tuple(
        field.name for field in fields(after) if getattr(before, field.name) != getattr(after, field.name)
    )
    return VersionDifference(key, "changed", changed, before, after)


def asked_by_key(
    definition: SurveyDefinition, ids: Mapping[str, tuple[int, str]]
) -> dict[str, AskedQuestion]:
    """Join what a version asks with the identities of the questions (id and uid by key)."""
    return {key: AskedQuestion(*ids[key], part) for key, part in expand(definition).items()}
