"""Surveys over HTTP: create, read, work on drafts, publish versions, archive."""

from __future__ import annotations

from ninja import Router, Status

from heedful.design.surveys import queries, services
from heedful.design.surveys.documents import definition_from, document_of
from heedful.design.surveys.exchange.api import router as exchange_router
from heedful.design.surveys.library.api import router as library_router
from heedful.design.surveys.schemas import (
    DifferencesOut,
    DraftOut,
    LintIn,
    LintOut,
    SurveyIn,
    SurveyOut,
    VersionOut,
    differences_out,
    lint_out,
    survey_out,
    version_out,
)
from heedful.design.surveys.types import SurveyDefinition
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["surveys"])
router.add_router("", library_router)
router.add_router("", exchange_router)


@router.get("/surveys", response=PageOut[SurveyOut], summary="Surveys, by name")
def list_surveys(
    request: HouseRequest,
    include_archived: bool = False,
    search: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOut[SurveyOut]:
    request.actor.require(Permission.READ_SURVEYS)
    page = queries.survey_page(search=search, include_archived=include_archived, cursor=cursor, limit=limit)
    return PageOut(items=[survey_out(facts) for facts in page.items], next_cursor=page.next_cursor)


@router.post("/surveys", response={201: SurveyOut}, summary="Create a survey and publish its first version")
def create_survey(request: HouseRequest, survey: SurveyIn, as_draft: bool = False) -> Status[SurveyOut]:
    """With ``as_draft`` nothing is published yet, and the survey may still be incomplete."""
    create = services.create_draft if as_draft else services.create_survey
    return Status(201, survey_out(create(by=request.actor, definition=_definition(survey))))


@router.post("/surveys/lint", response=LintOut, summary="What could be asked better")
def lint_survey(request: HouseRequest, survey: LintIn) -> LintOut:
    """Nothing is stored. ``audience`` are the conditions on who is asked, where they are known."""
    request.actor.require(Permission.READ_SURVEYS)
    definition = definition_from(survey.model_dump(exclude_none=True, exclude={"audience"}))
    return lint_out(definition, survey.audience)


@router.get("/surveys/{uid}", response=SurveyOut, summary="One survey with all its questions")
def get_survey(request: HouseRequest, uid: str) -> SurveyOut:
    request.actor.require(Permission.READ_SURVEYS)
    return survey_out(queries.survey(uid))


@router.get("/surveys/{uid}/versions", response=PageOut[VersionOut], summary="Versions, newest first")
def list_versions(request: HouseRequest, uid: str) -> PageOut[VersionOut]:
    request.actor.require(Permission.READ_SURVEYS)
    return PageOut(items=[version_out(facts) for facts in queries.versions(uid)], next_cursor=None)


@router.post("/surveys/{uid}/versions", response=SurveyOut, summary="Publish a new version")
def publish_survey(request: HouseRequest, uid: str, survey: SurveyIn) -> SurveyOut:
    """The same definition again changes nothing. A key keeps its kind and the ends of its scale."""
    return survey_out(
        services.publish_survey(by=request.actor, survey_uid=uid, definition=_definition(survey))
    )


@router.get("/surveys/{uid}/draft", response=DraftOut, summary="What is being worked on")
def get_draft(request: HouseRequest, uid: str) -> DraftOut:
    request.actor.require(Permission.READ_SURVEYS)
    found = queries.draft(queries.survey(uid).uid)
    return DraftOut(definition=document_of(found) if found else None)


@router.put("/surveys/{uid}/draft", response=SurveyOut, summary="Keep a definition without publishing it")
def save_draft(request: HouseRequest, uid: str, survey: SurveyIn) -> SurveyOut:
    services.save_draft(by=request.actor, survey_uid=uid, definition=_definition(survey))
    return survey_out(queries.survey(uid))


@router.delete("/surveys/{uid}/draft", response=SurveyOut, summary="Forget what is being worked on")
def discard_draft(request: HouseRequest, uid: str) -> SurveyOut:
    services.discard_draft(by=request.actor, survey_uid=uid)
    return survey_out(queries.survey(uid))


@router.post("/surveys/{uid}/draft/publish", response=SurveyOut, summary="Publish what is being worked on")
def publish_draft(request: HouseRequest, uid: str) -> SurveyOut:
    return survey_out(services.publish_draft(by=request.actor, survey_uid=uid))


@router.get(
    "/surveys/{uid}/differences", response=DifferencesOut, summary="What changed between two versions"
)
def get_differences(
    request: HouseRequest, uid: str, before: int | None = None, after: int | None = None
) -> DifferencesOut:
    """Without numbers, of the last two versions."""
    request.actor.require(Permission.READ_SURVEYS)
    newer = queries.published(uid).number if after is None else after
    older = max(1, newer - 1) if before is None else before
    return differences_out(queries.version(uid, older).definition, queries.version(uid, newer).definition)


@router.get("/surveys/{uid}/versions/{number}", response=VersionOut, summary="What a version asks")
def get_version(request: HouseRequest, uid: str, number: int) -> VersionOut:
    request.actor.require(Permission.READ_SURVEYS)
    return version_out(queries.version(uid, number))


@router.post("/surveys/{uid}/archive", response=SurveyOut, summary="Take a survey out of lists")
def archive_survey(request: HouseRequest, uid: str) -> SurveyOut:
    services.archive_survey(by=request.actor, survey_uid=uid)
    return survey_out(queries.survey(uid))


@router.post("/surveys/{uid}/restore", response=SurveyOut, summary="Put a survey back into lists")
def restore_survey(request: HouseRequest, uid: str) -> SurveyOut:
    services.restore_survey(by=request.actor, survey_uid=uid)
    return survey_out(queries.survey(uid))


def _definition(survey: SurveyIn) -> SurveyDefinition:
    return definition_from(survey.model_dump(exclude_none=True))
