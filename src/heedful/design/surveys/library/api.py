"""Templates over HTTP: look at them, begin a survey with one."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from heedful.design.surveys import services
from heedful.design.surveys.documents import document_of
from heedful.design.surveys.library import Template, template as library_template, templates
from heedful.design.surveys.schemas import SurveyOut, survey_out
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["surveys"])


class TemplateOut(Schema):
    key: str
    label: dict[str, str]
    summary: dict[str, str]
    metric: str
    audience: str
    languages: list[str]
    definition: dict[str, Any]


class FromTemplateIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=200, description="Otherwise that of the template.")
    language: str = Field("", max_length=12, description="The default language of the survey.")
    languages: list[str] | None = Field(None, description="Further ones; otherwise all the template knows.")
    as_draft: bool = True


@router.get("/survey-templates", response=PageOut[TemplateOut], summary="Templates to begin with")
def list_templates(request: HouseRequest) -> PageOut[TemplateOut]:
    request.actor.require(Permission.READ_SURVEYS)
    return PageOut(items=[_out(found) for found in templates()], next_cursor=None)


@router.get("/survey-templates/{template}", response=TemplateOut, summary="One template")
def get_template(request: HouseRequest, template: str) -> TemplateOut:
    request.actor.require(Permission.READ_SURVEYS)
    return _out(library_template(template))


@router.post(
    "/survey-templates/{template}/survey", response={201: SurveyOut}, summary="Begin a survey with a template"
)
def create_from_template(request: HouseRequest, template: str, wanted: FromTemplateIn) -> Status[SurveyOut]:
    made = services.create_from_template(
        by=request.actor,
        template=template,
        name=wanted.name,
        language=wanted.language,
        languages=None if wanted.languages is None else tuple(wanted.languages),
        as_draft=wanted.as_draft,
    )
    return Status(201, survey_out(made))


def _out(found: Template) -> TemplateOut:
    return TemplateOut(
        key=found.key,
        label=found.label,
        summary=found.summary,
        metric=found.metric,
        audience=found.audience,
        languages=list(found.languages),
        definition=document_of(found.definition),
    )
