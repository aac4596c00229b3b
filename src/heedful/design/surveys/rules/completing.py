"""What makes a definition publishable: every default filled in, everything wrong named by its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from heedful.design.surveys.kind import InvalidQuestion, kinds, shown
from heedful.design.surveys.languages import offered
from heedful.design.surveys.rules.flow_checks import flow_problems
from heedful.design.surveys.rules.frame_checks import frame_problems
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.platform.core.errors import InvalidInput, Problem

MAX_QUESTIONS = 1_000
MAX_PROBLEMS = 100
_KEY = re.compile(r"[\w.\-]{1,80}")


def complete(definition: SurveyDefinition) -> SurveyDefinition:
    """Return the definition with every default filled in; raise naming all that is wrong."""
    problems = [*_survey_problems(definition), *frame_problems(definition)]
    questions, languages = [], frozenset(offered(definition))
    for number, question in enumerate(definition.questions):
        try:
            questions.append(_complete(question, languages))
        except InvalidQuestion as error:
            problems.append(Problem(f"questions[{number}].{error.field}", f"{question.key}: {error.reason}"))
    completed = replace(definition, name=definition.name.strip(), questions=tuple(questions))
    problems += _twins(completed)
    problems += flow_problems(completed)
    if problems:
        raise InvalidInput(*problems[:MAX_PROBLEMS])
    return completed


def _complete(question: QuestionDefinition, languages: frozenset[str]) -> QuestionDefinition:
    if not _KEY.fullmatch(question.key):
        raise InvalidQuestion("key", f"{shown(question.key)} is not 1–80 letters, digits, _, - or .")
    kind = kinds().get(question.kind)
    if kind is None:
        raise InvalidQuestion("kind", f"{shown(question.kind)} is none of {', '.join(sorted(kinds()))}")
    if not any(text.strip() for text in question.text.values()):
        raise InvalidQuestion("text", "is empty")
    defined = kind.define(question)
    return defined if question.options else _in_languages(defined, languages)


def _in_languages(question: QuestionDefinition, languages: frozenset[str]) -> QuestionDefinition:
    """Keep of options that the kind filled in only the languages of the survey, where it knows them."""
    options = []
    for option in question.options:
        label = {code: text for code, text in option.label.items() if code in languages}
        options.append(replace(option, label=label or dict(list(option.label.items())[:1])))
    return replace(question, options=tuple(options))


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
        if question.kind not in kinds():
            continue
        for key in {question.key, *(part.key for part in kinds()[question.kind].expand(question))}:
            if key in seen:
                yield Problem("questions", f"the key {key!r} stands there twice")
            seen.add(key)
