"""Surveys over HTTP, as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.design.surveys.documents import document_of, options_document, scale_document
from heedful.design.surveys.types import SurveyFacts, VersionFacts

type Text = str | dict[str, str]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class ScaleIn(_Strict):
    low: int
    high: int
    direction: Literal["higher_is_better", "lower_is_better"] = "higher_is_better"
    top_box: list[int] = []
    labels: dict[str, str] = {}


class OptionIn(_Strict):
    key: str = Field(max_length=80)
    label: Text | None = None


class QuestionIn(_Strict):
    key: str = Field(max_length=80, description="Stays the same over all versions.")
    kind: str = Field(max_length=40)
    text: Text = Field(description="In the survey's language, or an object of language and text.")
    required: bool = False
    scale: ScaleIn | None = None
    options: list[OptionIn] = []


class SurveyIn(_Strict):
    name: str = Field(max_length=200)
    language: str = Field("en", max_length=12)
    questions: list[QuestionIn]


class QuestionOut(Schema):
    uid: str
    key: str
    kind: str
    text: str
    is_asked: bool
    scale: dict[str, Any] | None
    options: list[dict[str, Any]]


class SurveyOut(Schema):
    uid: str
    name: str
    language: str
    version: int | None
    is_archived: bool
    questions: list[QuestionOut]


class VersionOut(Schema):
    number: int
    checksum: str
    published_at: datetime
    published_by: str
    definition: dict[str, Any]


def survey_out(facts: SurveyFacts) -> SurveyOut:
    return SurveyOut(
        uid=facts.uid,
        name=facts.name,
        language=facts.language,
        version=facts.version_number,
        is_archived=facts.is_archived,
        questions=[
            QuestionOut(
                uid=question.uid,
                key=question.key,
                kind=question.kind,
                text=question.text,
                is_asked=question.is_asked,
                scale=scale_document(question.scale) if question.scale else None,
                options=options_document(question.options, facts.language),
            )
            for question in facts.questions
        ],
    )


def version_out(facts: VersionFacts) -> VersionOut:
    return VersionOut(
        number=facts.number,
        checksum=facts.checksum,
        published_at=facts.published_at,
        published_by=facts.published_by,
        definition=document_of(facts.definition),
    )
