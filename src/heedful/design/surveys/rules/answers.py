"""What counts as answers to a version."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from heedful.design.surveys.flow import Surroundings, asked, questions_by_key
from heedful.design.surveys.kind import InvalidAnswer, kinds
from heedful.design.surveys.types import (
    AnswerProblem,
    AnswerValue,
    Questionnaire,
    ReadAnswer,
    ReadAnswers,
    SurveyDefinition,
)


def read_answers(
    questionnaire: Questionnaire,
    answers: Mapping[str, object],
    *,
    is_completed: bool = True,
    keep_invalid: bool = False,
    around: Surroundings | None = None,
) -> ReadAnswers:
    """Check answers by question key; None is "not answered". Required ones are missed in completed only.

    An answer to a question that the flow would not have asked is read like any other: whoever sends it has
    heard it. Without ``around`` nothing is known of attributes, and only what is surely missing is missed.
    """
    read: list[ReadAnswer] = []
    problems: list[AnswerProblem] = []
    by_key, questions = kinds(), questionnaire.questions
    for key, value in _flat(questionnaire, answers):
        if value is None:
            continue
        found = questions.get(key)
        if found is None:
            problems.append(AnswerProblem(key, _unknown(questionnaire)))
            continue
        try:
            checked = by_key[found.definition.kind].check(found.definition, value)
        except InvalidAnswer as error:
            if keep_invalid:
                read.append(ReadAnswer(found.id, key, AnswerValue(text=str(value)[:500]), is_invalid=True))
            else:
                problems.append(AnswerProblem(key, error.reason, found.id))
        else:
            if checked is not None:
                read.append(ReadAnswer(found.id, key, checked))
    if is_completed:
        answered = {answer.key for answer in read} | {problem.key for problem in problems}
        said = {answer.key: answer.value for answer in read}
        problems += missing(questionnaire, answered, said=said, around=around)
    return ReadAnswers(tuple(read), tuple(problems))


def missing(
    questionnaire: Questionnaire,
    answered: Container[str],
    *,
    said: Mapping[str, object] | None = None,
    around: Surroundings | None = None,
) -> list[AnswerProblem]:
    """Required questions without an answer; those the flow does not ask under what was ``said`` are not."""
    found = [
        (key, asked.id)
        for key, asked in questionnaire.questions.items()
        if asked.definition.required and key not in answered
    ]
    if found and questionnaire.definition is not None:
        wanted = _wanted(questionnaire.definition, said or {}, around)
        found = [(key, id_) for key, id_ in found if key in wanted]
    return [AnswerProblem(key, "is required and was not answered", id_) for key, id_ in found]


def _wanted(
    definition: SurveyDefinition, said: Mapping[str, object], around: Surroundings | None
) -> set[str]:
    """Keys of all parts that are surely asked."""
    open_ = set() if around is not None else _depending_on_attributes(definition)
    shown = asked(definition, said, around or Surroundings())
    return {
        part.key
        for question in shown
        if question.key not in open_
        for part in kinds()[question.kind].expand(question)
    }


def _depending_on_attributes(definition: SurveyDefinition) -> set[str]:
    """Keys of questions that are asked or not by something beside the answers, if by a chain of others."""
    by_key = questions_by_key(definition)
    found: set[str] = set()
    for question in definition.questions:
        for condition in question.show_if:
            kind, _dot, key = condition.field.partition(".")
            if kind not in {"answer", "class"} or (key in by_key and by_key[key].key in found):
                found.add(question.key)
        if question.known_as:
            found.add(question.key)
    return found


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
