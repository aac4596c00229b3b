"""The survey a mapping describes, and the version of it that a file's answers belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping as Dictionary
from dataclasses import replace

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.kind import kinds
from heedful.design.surveys.rules import complete, expand, matrices
from heedful.design.surveys.services import create_survey, publish_survey
from heedful.design.surveys.types import (
    AskedQuestion,
    Direction,
    Option,
    QuestionDefinition,
    Questionnaire,
    Scale,
    SurveyDefinition,
    SurveyFacts,
    VersionFacts,
)
from heedful.listen.responses.imports.format import Row, Table
from heedful.listen.responses.imports.mapping import ColumnMapping, Mapping
from heedful.listen.responses.imports.rows import RowReader
from heedful.listen.responses.imports.types import Role
from heedful.listen.responses.models import ImportRun, Response
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor

MOST_OPTIONS = 500
CHOICES = {"single_choice", "multiple_choice", "ranking"}


def define(mapping: Mapping, options: Dictionary[str, tuple[str, ...]]) -> SurveyDefinition:
    """Return what the file asked, with the options found in it for choices that name none."""
    questions = tuple(
        _question(name, column, mapping.language, options)
        for name, column in mapping.roles(Role.QUESTION, Role.COMMENT)
    )
    definition = SurveyDefinition(mapping.survey, questions, mapping.language)
    known = surveys.survey_by_name(mapping.survey)
    if not questions:
        return _newest(known, mapping)
    return complete(definition if known is None else _as_known(definition, known))


def _newest(known: SurveyFacts | None, mapping: Mapping) -> SurveyDefinition:
    """Return what a survey asks now: for a file that only tells who was asked."""
    if known is None:
        reason = f"there is no survey {mapping.survey!r}, and the file has no questions to make it from"
        raise InvalidInput(Problem("survey", reason))
    return surveys.versions(known.uid)[0].definition


def _question(
    name: str, column: ColumnMapping, language: str, options: Dictionary[str, tuple[str, ...]]
) -> QuestionDefinition:
    question = QuestionDefinition(column.key, column.kind, {language: column.label or name})
    if column.kind in CHOICES:
        found = options.get(column.key) or tuple(
            dict.fromkeys(str(value) for value in column.values.values())
        )
        return replace(question, options=tuple(Option(value, {language: value}) for value in found))
    return replace(question, scale=_scale(column, language))


def _scale(column: ColumnMapping, language: str) -> Scale | None:
    usual = kinds()[column.kind].default_scale
    if usual is None:
        return Scale(*column.scale) if column.scale and column.kind == "number" else None
    low, high = column.scale or (usual.low, usual.high)
    direction = Direction(column.direction) if column.direction else usual.direction
    labels = {number: {language: word} for number, word in _words(column, low, high).items()}
    if (low, high) == (usual.low, usual.high) and not column.direction:
        return replace(usual, top_box=column.top_box or usual.top_box, labels=labels)
    return Scale(low, high, direction, column.top_box, labels)


def _words(column: ColumnMapping, low: int, high: int) -> dict[int, str]:
    return {
        number: word
        for word, number in column.values.items()
        if type(number) is int and low <= number <= high and not word.isdigit()
    }


def _as_known(definition: SurveyDefinition, known: SurveyFacts) -> SurveyDefinition:
    """Keep the wording and boxes a known question has; its options grow."""
    newest = {
        question.key: question
        for version in reversed(surveys.versions(known.uid))
        for question in version.definition.questions
    }
    questions = tuple(_kept(question, newest.get(question.key)) for question in definition.questions)
    return replace(definition, questions=questions, language=known.language)


def _kept(new: QuestionDefinition, known: QuestionDefinition | None) -> QuestionDefinition:
    if known is None or known.kind != new.kind:
        return new
    ends = [(scale.low, scale.high) if scale else None for scale in (known.scale, new.scale)]
    if ends[0] != ends[1] and new.scale is not None:
        return new
    taken = {option.key for option in known.options}
    return replace(known, options=(*known.options, *(one for one in new.options if one.key not in taken)))


def options_wanted(mapping: Mapping) -> bool:
    """Tell whether the file has to be read for the options of its choices."""
    return any(column.kind in CHOICES and not column.values for _, column in mapping.roles(Role.QUESTION))


def find_options(table: Table, reader: RowReader, mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """Return the options that occur in the file, in order of first appearance, for choices that name none."""
    wanted = {
        column.key
        for _, column in mapping.roles(Role.QUESTION)
        if column.kind in CHOICES and not column.values
    }
    found: dict[str, dict[str, None]] = {key: {} for key in wanted}
    for row in reader.read_all(_readable(table.rows)):
        for key in wanted & row.answers.keys():
            value = row.answers[key]
            found[key].update(dict.fromkeys(value if isinstance(value, list) else [value]))
            if len(found[key]) > MOST_OPTIONS:
                raise InvalidInput(
                    Problem(
                        key, f"has more than {MOST_OPTIONS} different answers: words rather than a choice"
                    )
                )
    return {key: tuple(options) for key, options in found.items() if options}


def _readable(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if not row.problem)


def questionnaire_of(definition: SurveyDefinition) -> Questionnaire:
    """Return a definition as answers are checked against it, before it is published."""
    parts = expand(definition)
    return Questionnaire(
        survey_id=0,
        survey_uid="",
        version_id=0,
        number=0,
        language=definition.language,
        questions={key: AskedQuestion(place, "", part) for place, (key, part) in enumerate(parts.items(), 1)},
        matrices=matrices(definition),
    )


def ensure_version(definition: SurveyDefinition, *, by: Actor) -> tuple[SurveyFacts, int]:
    """Return the survey and the number of the version that asks exactly this; publish it if there is none.

    A file that asked other things gets a version of its own, so that what it did not ask is not missing
    in it. A survey that also collects answers by itself goes on with the version it had.
    """
    with writing():
        known = surveys.survey_by_name(definition.name)
        if known is None:
            made = create_survey(by=by, definition=definition)
            return made, made.version_number or 1
        versions = surveys.versions(known.uid)
        for version in versions:
            if _asks_the_same(version, definition):
                return known, version.number
        published = publish_survey(by=by, survey_uid=known.uid, definition=definition)
        number = published.version_number or 1
        if versions and _collects(known):
            publish_survey(by=by, survey_uid=known.uid, definition=versions[0].definition)
        return surveys.survey(known.uid), number


def _asks_the_same(version: VersionFacts, definition: SurveyDefinition) -> bool:
    asked = {
        question.key: (question.kind, question.scale, question.options)
        for question in version.definition.questions
    }
    return asked == {
        question.key: (question.kind, question.scale, question.options) for question in definition.questions
    }


def _collects(survey: SurveyFacts) -> bool:
    """Tell whether the survey gets answers otherwise than by imports."""
    if not ImportRun.objects.filter(survey_id=survey.id).exists():
        return True
    return Response.objects.filter(survey_id=survey.id).exclude(source__startswith="import").exists()
