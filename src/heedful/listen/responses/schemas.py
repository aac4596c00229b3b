"""Responses over HTTP, as they go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.listen.responses.types import AnswerFacts, ResponseFacts


class AnswerOut(Schema):
    question: str
    key: str
    kind: str
    value: int | float | str | list[str] | None
    is_invalid: bool


class SurveyNamed(Schema):
    uid: str
    name: str
    version: int


class Named(Schema):
    uid: str
    name: str


class ResponseOut(Schema):
    uid: str
    survey: SurveyNamed
    status: str
    answered_at: datetime
    received_at: datetime
    channel: str
    touchpoint: str
    language: str
    contact: Named | None
    unit: Named | None
    weight: float | None
    attributes: dict[str, Any]
    answers: list[AnswerOut]
    is_test: bool
    is_late: bool
    excluded_at: datetime | None
    excluded_reason: str
    source: str
    duration: float | None
    flags: list[str]


class ExclusionIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=120)


class RefusalOut(Schema):
    row: int | None
    field: str
    reason: str
    body: Any
    refused_at: datetime


def _value(answer: AnswerFacts) -> int | float | str | list[str] | None:
    value = answer.value
    return list(value) if isinstance(value, tuple) else value


def response_out(facts: ResponseFacts) -> ResponseOut:
    return ResponseOut(
        uid=facts.uid,
        survey=SurveyNamed(uid=facts.survey_uid, name=facts.survey_name, version=facts.version),
        status=facts.status,
        answered_at=facts.answered_at,
        received_at=facts.received_at,
        channel=facts.channel,
        touchpoint=facts.touchpoint,
        language=facts.language,
        contact=Named(uid=facts.contact_uid, name=facts.contact_name) if facts.contact_uid else None,
        unit=Named(uid=facts.unit_uid, name=facts.unit_name) if facts.unit_uid else None,
        weight=facts.weight,
        attributes=dict(facts.attributes),
        answers=[
            AnswerOut(
                question=answer.question_uid,
                key=answer.question_key,
                kind=answer.kind,
                value=_value(answer),
                is_invalid=answer.is_invalid,
            )
            for answer in facts.answers
        ],
        is_test=facts.is_test,
        is_late=facts.is_late,
        excluded_at=facts.excluded_at,
        excluded_reason=facts.excluded_reason,
        source=facts.source,
        duration=facts.duration,
        flags=list(facts.flags),
    )
