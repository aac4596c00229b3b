"""Reads of surveys, versions and questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from heedful.design.surveys.documents import definition_from, options_from, scale_from
from heedful.design.surveys.kind import text_in
from heedful.design.surveys.models import Question, Survey, SurveyVersion
from heedful.design.surveys.rules import asked_by_key, expand, matrices
from heedful.design.surveys.types import (
    QuestionFacts,
    Questionnaire,
    SurveyDefinition,
    SurveyFacts,
    SurveyHead,
    VersionFacts,
)
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.memory import made_of, remembered
from heedful.platform.core.pages import Page, cursor_page


@remembered
def survey(uid: str) -> SurveyFacts:
    return _one(Survey.objects.filter(uid=uid), f"No survey {uid}.")


def organization_of(survey_uid: str) -> int:
    """Return the id of the organisation whose survey this is: a public link says no more than the uid."""
    found = Survey.unscoped.filter(uid=survey_uid).values_list("organization_id", flat=True).first()
    if found is None:
        raise NotFound(f"No survey {survey_uid}.")
    return found


def survey_by_id(survey_id: int) -> SurveyFacts:
    return _one(Survey.objects.filter(pk=survey_id), "No such survey.")


def survey_by_name(name: str) -> SurveyFacts | None:
    found = _facts(Survey.objects.filter(name=name))
    return found[0] if found else None


@remembered
def surveys(*, include_archived: bool = False) -> tuple[SurveyFacts, ...]:
    """Surveys with their questions, by name."""
    rows = Survey.objects.all() if include_archived else Survey.objects.filter(archived_at__isnull=True)
    return _facts(rows.order_by("name", "id"))


def survey_page(
    *,
    search: str = "",
    include_archived: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[SurveyFacts]:
    """Surveys by name, a page at a time; ``search`` is a part of the name."""
    rows = Survey.objects.all() if include_archived else Survey.objects.filter(archived_at__isnull=True)
    if search:
        rows = rows.filter(name__icontains=search)
    page = cursor_page(rows, lambda row: row, order=("name", "id"), cursor=cursor, limit=limit)
    return Page(_facts(page.items), page.next_cursor)


def _newest(column: str) -> Subquery:
    rows = SurveyVersion.objects.filter(survey_id=OuterRef("id")).order_by("-number")
    return Subquery(rows.values(column)[:1])


def _head_rows(**which: int | str) -> QuerySet[Survey, Any]:
    newest = [_newest(column) for column in ("id", "number", "published_at")]
    return Survey.objects.filter(**which).values_list("id", "uid", "name", "archived_at", *newest)


@remembered
@made_of(_head_rows)
def survey_head(**which: int | str) -> SurveyHead:
    """Return a survey without its questions, by its ``uid`` or ``id``: kept as long as it is the same."""
    found = _head_rows(**which).first()
    if found is None:
        raise NotFound("No such survey.")
    id_, uid, name, archived_at, version_id, number, published_at = found
    return SurveyHead(id_, uid, name, version_id, number, published_at, archived_at is not None)


@lru_cache(maxsize=1_000)
def published_definition(head: SurveyHead) -> SurveyDefinition:
    """Return what the published version asks; it never changes, so it is read once."""
    if head.version_number is None:
        raise Conflict(f"{head.name} has no published version yet.")
    return version(head.uid, head.version_number).definition


def survey_names() -> dict[int, tuple[str, str]]:
    """Uid and name of every survey by id, archived ones too."""
    return {id_: (uid, name) for id_, uid, name in Survey.objects.values_list("id", "uid", "name")}


def draft(uid: str) -> SurveyDefinition | None:
    """The definition that is being worked on, if any."""
    row = Survey.objects.filter(uid=uid).values_list("draft", flat=True).first()
    return definition_from(row) if row is not None else None


def definition(uid: str) -> SurveyDefinition:
    """What is worked on, else what is published."""
    found = draft(uid)
    if found is None:
        published = versions(uid)
        if not published:
            raise Conflict("The survey has neither a draft nor a published version.")
        found = published[0].definition
    return found


def published(uid: str) -> VersionFacts:
    """Return the published version; raise :class:`Conflict` where there is none yet."""
    facts = survey(uid)
    if facts.version_number is None:
        raise Conflict(f"{facts.name} has no published version yet.")
    return version(uid, facts.version_number)


def question(uid: str) -> QuestionFacts:
    found = _questions(Question.objects.filter(uid=uid))
    if not found:
        raise NotFound(f"No question {uid}.")
    return found[0]


def questions_by_id(question_ids: Iterable[int]) -> dict[int, QuestionFacts]:
    return {facts.id: facts for facts in _questions(Question.objects.filter(id__in=set(question_ids)))}


def versions(survey_uid: str) -> tuple[VersionFacts, ...]:
    """Versions of a survey, newest first."""
    survey(survey_uid)
    rows = SurveyVersion.objects.filter(survey__uid=survey_uid).order_by("-number")
    return tuple(_version_facts(row) for row in rows)


def version(survey_uid: str, number: int) -> VersionFacts:
    row = SurveyVersion.objects.filter(survey__uid=survey_uid, number=number).first()
    if row is None:
        raise NotFound(f"Survey {survey_uid} has no version {number}.")
    return _version_facts(row)


@remembered
def newest_versions() -> dict[int, int]:
    """Number of the newest version of every survey that has one: cheap, and another one after publishing."""
    rows = SurveyVersion.objects.order_by().values_list("survey_id").annotate(newest=Max("number"))
    return dict(rows)


def version_questions(survey_id: int) -> dict[int, frozenset[int]]:
    """Which questions each version of a survey asks: ids by version number."""
    ids = dict(Question.objects.filter(survey_id=survey_id).values_list("key", "id"))
    rows = SurveyVersion.objects.filter(survey_id=survey_id).values_list("number", "definition")
    return {
        number: frozenset(ids[key] for key in expand(definition_from(document))) for number, document in rows
    }


def questionnaire(survey_id: int, number: int | None = None) -> Questionnaire:
    """What a version asks (the published one, if no number is given), ready to check answers against."""
    rows = SurveyVersion.objects.filter(survey_id=survey_id)
    if number is not None:
        rows = rows.filter(number=number)
    found = rows.order_by("-number").values_list("id", "published_at").first()
    if found is None:
        if number is not None:
            raise NotFound(f"The survey has no version {number}.")
        if not Survey.objects.filter(pk=survey_id).exists():
            raise NotFound("No such survey.")
        raise Conflict("The survey has no published version.")
    return _questionnaire(*found)


@lru_cache(maxsize=256)
def _questionnaire(version_id: int, published_at: datetime) -> Questionnaire:
    # A version never changes; the time beside the id keeps two databases of one test run apart.
    assert published_at is not None
    row = SurveyVersion.objects.select_related("survey").get(pk=version_id)
    ids = {
        key: (id_, uid)
        for key, id_, uid in Question.objects.filter(survey_id=row.survey_id).values_list("key", "id", "uid")
    }
    definition = definition_from(row.definition)
    questions = asked_by_key(definition, ids)
    return Questionnaire(
        survey_id=row.survey_id,
        survey_uid=row.survey.uid,
        version_id=row.pk,
        number=row.number,
        language=definition.language,
        questions=questions,
        matrices=matrices(definition),
        definition=definition,
        has_required=any(asked.definition.required for asked in questions.values()),
    )


def _one(rows: QuerySet[Survey], otherwise: str) -> SurveyFacts:
    found = _facts(rows)
    if not found:
        raise NotFound(otherwise)
    return found[0]


def _facts(rows: Iterable[Survey]) -> tuple[SurveyFacts, ...]:
    found = list(rows)
    ids = [row.pk for row in found]
    newest: dict[int, tuple[int, int]] = {}
    numbers = SurveyVersion.objects.filter(survey_id__in=ids).order_by("number")
    for survey_id, version_id, number in numbers.values_list("survey_id", "id", "number"):
        newest[survey_id] = (version_id, number)
    asked: dict[int, list[QuestionFacts]] = {id_: [] for id_ in ids}
    for facts in _questions(Question.objects.filter(survey_id__in=ids)):
        asked[facts.survey_id].append(facts)
    return tuple(_survey_facts(row, newest.get(row.pk, (None, None)), asked[row.pk]) for row in found)


def _survey_facts(
    row: Survey, newest: tuple[int | None, int | None], questions: list[QuestionFacts]
) -> SurveyFacts:
    return SurveyFacts(
        id=row.pk,
        uid=row.uid,
        name=row.name,
        language=row.language,
        version_id=newest[0],
        version_number=newest[1],
        questions=tuple(questions),
        is_archived=row.archived_at is not None,
        has_draft=row.draft is not None,
    )


def _questions(rows: QuerySet[Question]) -> tuple[QuestionFacts, ...]:
    found: Iterable[Any] = rows.values(
        "id", "uid", "survey_id", "survey__uid", "survey__language", "key", "kind", "text", "scale",
        "options", "last_version", "position",
    )  # fmt: skip
    ordered = sorted(found, key=lambda row: (row["last_version"] is not None, row["position"], row["id"]))
    return tuple(_question_facts(row) for row in ordered)


def _question_facts(row: dict[str, Any]) -> QuestionFacts:
    language = row["survey__language"]
    return QuestionFacts(
        id=row["id"],
        uid=row["uid"],
        survey_id=row["survey_id"],
        survey_uid=row["survey__uid"],
        key=row["key"],
        kind=row["kind"],
        text=text_in(row["text"], language),
        scale=scale_from(row["scale"], language),
        options=options_from(row["options"], language),
        is_asked=row["last_version"] is None,
    )


def _version_facts(row: SurveyVersion) -> VersionFacts:
    return VersionFacts(
        id=row.pk,
        number=row.number,
        checksum=row.checksum,
        published_at=row.published_at,
        published_by=row.published_by,
        definition=definition_from(row.definition),
    )
