"""Writes of surveys: create, keep a draft, publish a version, archive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count
from typing import Any

from django.db.models import Max
from django.utils import timezone

from heedful.design.surveys import queries
from heedful.design.surveys.documents import document_of, options_document, scale_document
from heedful.design.surveys.events import SurveyPublished
from heedful.design.surveys.exchange import Note, read_survey
from heedful.design.surveys.library import survey_from, template as library_template
from heedful.design.surveys.models import Question, Survey, SurveyVersion
from heedful.design.surveys.rules import complete, expand, refuse_incomparable
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition, SurveyFacts
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def create_survey(*, by: Actor, definition: SurveyDefinition) -> SurveyFacts:
    """Create a survey and publish its first version."""
    by.require(Permission.WRITE_SURVEYS)
    completed = complete(definition)
    with writing():
        _refuse_taken(completed.name, besides=None)
        row = Survey.objects.create(name=completed.name, language=completed.language)
        audit.record("survey.created", by=by, subject_uid=row.uid, name=row.name)
        _publish(row, completed, by=by)
    return queries.survey(row.uid)


def create_draft(*, by: Actor, definition: SurveyDefinition) -> SurveyFacts:
    """Create a survey that is a draft only: nothing is asked before it is published."""
    by.require(Permission.WRITE_SURVEYS)
    name = _name(definition)
    with writing():
        _refuse_taken(name, besides=None)
        row = Survey.objects.create(name=name, language=definition.language, draft=document_of(definition))
        audit.record("survey.created", by=by, subject_uid=row.uid, name=row.name)
    return queries.survey(row.uid)


def create_from_template(
    *,
    by: Actor,
    template: str,
    name: str = "",
    language: str = "",
    languages: tuple[str, ...] | None = None,
    as_draft: bool = True,
) -> SurveyFacts:
    """Create a survey from a template of the library; as a draft unless said otherwise."""
    by.require(Permission.WRITE_SURVEYS)
    definition = survey_from(library_template(template), name=name, language=language, languages=languages)
    if not name:
        definition = replace(definition, name=_free_name(definition.name))
    create = create_draft if as_draft else create_survey
    return create(by=by, definition=definition)


def import_survey(*, by: Actor, text: str, format: str = "") -> tuple[SurveyFacts, tuple[Note, ...]]:  # noqa: A002 - the word for it
    """Create a draft from a file of ours or of another system; return what could not be taken over too.

    A name that is taken gets a number.
    """
    by.require(Permission.WRITE_SURVEYS)
    imported = read_survey(text, format)
    definition = replace(imported.definition, name=_free_name(_name(imported.definition)[:190]))
    facts = create_draft(by=by, definition=definition)
    audit.record(
        "survey.imported",
        by=by,
        subject_uid=facts.uid,
        format=format or "guessed",
        left_out=len(imported.notes),
    )
    return facts, imported.notes


def publish_survey(*, by: Actor, survey_uid: str, definition: SurveyDefinition) -> SurveyFacts:
    """Publish a new version; the same definition again changes nothing.

    A question keeps its identity by key. A key cannot change its kind or the ends of its scale.
    """
    by.require(Permission.WRITE_SURVEYS)
    completed = complete(definition)
    with writing():
        row = _survey(survey_uid)
        known = {question.key: question for question in queries.survey(survey_uid).questions}
        refuse_incomparable(known, expand(completed))
        if not _is_published(row, completed):
            _refuse_taken(completed.name, besides=row.pk)
            _publish(row, completed, by=by)
        Survey.objects.filter(pk=row.pk).update(draft=None)
    return queries.survey(survey_uid)


def save_draft(*, by: Actor, survey_uid: str, definition: SurveyDefinition) -> None:
    """Keep a definition that is not published yet; it may still be incomplete."""
    by.require(Permission.WRITE_SURVEYS)
    document = document_of(definition)
    with writing():
        row = _survey(survey_uid)
        if row.draft == document:
            return
        Survey.objects.filter(pk=row.pk).update(draft=document)
        if not SurveyVersion.objects.filter(survey=row).exists():
            # Until something is published, the survey is called what its draft is called.
            name = _name(definition)
            _refuse_taken(name, besides=row.pk)
            Survey.objects.filter(pk=row.pk).update(name=name, language=definition.language)
        audit.record("survey.draft_saved", by=by, subject_uid=survey_uid)


def discard_draft(*, by: Actor, survey_uid: str) -> None:
    """Forget what was being worked on. A survey that was never published stays, empty."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _survey(survey_uid)
        if row.draft is None:
            return
        Survey.objects.filter(pk=row.pk).update(draft=None)
        audit.record("survey.draft_discarded", by=by, subject_uid=survey_uid)


def publish_draft(*, by: Actor, survey_uid: str) -> SurveyFacts:
    """Publish what is being worked on as a new version."""
    by.require(Permission.WRITE_SURVEYS)
    definition = queries.draft(survey_uid)
    if definition is None:
        queries.survey(survey_uid)
        raise Conflict("The survey has no draft to publish.")
    return publish_survey(by=by, survey_uid=survey_uid, definition=definition)


def archive_survey(*, by: Actor, survey_uid: str) -> None:
    """Take a survey out of lists; its answers stay and count."""
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _survey(survey_uid)
        Survey.objects.filter(pk=row.pk).update(archived_at=timezone.now())
        audit.record("survey.archived", by=by, subject_uid=survey_uid)


def restore_survey(*, by: Actor, survey_uid: str) -> None:
    by.require(Permission.WRITE_SURVEYS)
    with writing():
        row = _survey(survey_uid)
        Survey.objects.filter(pk=row.pk).update(archived_at=None)
        audit.record("survey.restored", by=by, subject_uid=survey_uid)


def _survey(uid: str) -> Survey:
    row = Survey.objects.filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No survey {uid}.")
    return row


def _name(definition: SurveyDefinition) -> str:
    name = definition.name.strip()
    if not 1 <= len(name) <= 200:
        raise InvalidInput(Problem("name", "must have 1 to 200 characters"))
    return name


def _free_name(name: str) -> str:
    taken = set(Survey.objects.filter(name__startswith=name).values_list("name", flat=True))
    return next(one for one in chain([name], (f"{name} {n}" for n in count(2))) if one not in taken)


def _refuse_taken(name: str, *, besides: int | None) -> None:
    if Survey.objects.filter(name=name).exclude(pk__in=[besides] if besides else []).exists():
        raise InvalidInput(Problem("name", f"another survey is called {name!r}"))


def _checksum(document: Mapping[str, Any]) -> str:
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _is_published(row: Survey, definition: SurveyDefinition) -> bool:
    newest = SurveyVersion.objects.filter(survey=row).order_by("-number").first()
    return newest is not None and newest.checksum == _checksum(document_of(definition))


def _publish(row: Survey, definition: SurveyDefinition, *, by: Actor) -> None:
    if row.archived_at is not None:
        raise Conflict(f"Survey {row.name} is archived; restore it first.")
    document = document_of(definition)
    number = (SurveyVersion.objects.filter(survey=row).aggregate(last=Max("number"))["last"] or 0) + 1
    SurveyVersion.objects.create(
        survey=row, number=number, definition=document, checksum=_checksum(document), published_by=by.label
    )
    Survey.objects.filter(pk=row.pk).update(name=definition.name, language=definition.language)
    _keep_questions(row, definition, number)
    audit.record("survey.published", by=by, subject_uid=row.uid, version=number)
    announce(SurveyPublished(survey_id=row.pk, version_number=number))


def _keep_questions(row: Survey, definition: SurveyDefinition, number: int) -> None:
    asked = expand(definition)
    known = {question.key: question for question in Question.objects.filter(survey=row)}
    questions = [
        _question(row, known.get(key), question, position, number, definition.language)
        for position, (key, question) in enumerate(asked.items())
    ]
    Question.objects.bulk_create([question for question in questions if question.pk is None])
    Question.objects.bulk_update(
        [question for question in questions if question.pk is not None and question.key in known],
        ["text", "scale", "options", "position", "last_version"],
        batch_size=200,
    )
    retired = [
        question.pk for key, question in known.items() if key not in asked and question.last_version is None
    ]
    Question.objects.filter(pk__in=retired).update(last_version=number - 1)


def _question(
    row: Survey, known: Question | None, asked: QuestionDefinition, position: int, number: int, language: str
) -> Question:
    question = known or Question(survey=row, key=asked.key, kind=asked.kind, first_version=number)
    question.text = asked.text
    question.scale = scale_document(asked.scale, language) if asked.scale else None
    question.options = options_document(asked.options, language)
    question.position = position
    question.last_version = None
    return question
