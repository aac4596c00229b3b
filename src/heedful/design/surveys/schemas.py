"""Surveys over HTTP, as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.design.surveys.documents import (
    document_of,
    options_document,
    question_document,
    scale_document,
)
from heedful.design.surveys.linter import Severity, findings, measures
from heedful.design.surveys.rules import differences, frame_differences
from heedful.design.surveys.types import (
    Comparison,
    Condition,
    Layout,
    SurveyDefinition,
    SurveyFacts,
    Theme,
    VersionFacts,
)

type Text = str | dict[str, str]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class ScaleIn(_Strict):
    low: int
    high: int
    direction: Literal["higher_is_better", "lower_is_better"] = "higher_is_better"
    top_box: list[int] = []
    labels: dict[str, Text] = Field({}, description="Words at steps, in one language or several.")


class OptionIn(_Strict):
    key: str = Field(max_length=80)
    label: Text | None = None
    is_exclusive: bool = Field(False, description="Chosen alone, as “none of these”.")


class ConditionIn(_Strict):
    field: str = Field(
        max_length=180,
        description="answer.KEY, class.KEY (of its score), attribute.KEY, language or channel.",
    )
    comparison: Comparison = Comparison.IS
    values: list[str | bool | int | float] = []


class PictureIn(_Strict):
    uid: str = Field(max_length=40)
    alternative: Text | None = Field(None, description="What it shows, for those who do not see it.")


class QuestionIn(_Strict):
    key: str = Field(max_length=80, description="Stays the same over all versions.")
    kind: str = Field(max_length=40)
    text: Text = Field(description="In the survey's language, or an object of language and text.")
    help: Text | None = None
    required: bool = False
    scale: ScaleIn | None = None
    options: list[OptionIn] = []
    show_if: list[ConditionIn] = Field([], description="All must hold, else it is not asked.")
    known_as: str = Field("", max_length=80, description="Attribute that answers it, where it is known.")
    picture: PictureIn | None = None
    settings: dict[str, Any] = Field({}, description="What only this kind knows.")


class EndingIn(_Strict):
    key: str = Field(max_length=80)
    text: Text
    detail: Text | None = None
    button: Text | None = None
    url: str = Field("", max_length=2_000)
    show_if: list[ConditionIn] = Field([], description="The first ending whose conditions hold is shown.")


class LookIn(_Strict):
    accent: str = Field("", max_length=7, description="#rrggbb")
    logo: PictureIn | None = None
    theme: Theme = Theme.AUTO
    layout: Layout = Layout.ONE_BY_ONE


class SurveyIn(_Strict):
    name: str = Field(max_length=200)
    language: str = Field("en", max_length=12)
    languages: list[str] = Field([], description="Further languages it is offered in.")
    title: Text | None = None
    intro: Text | None = None
    topic: str = Field("", max_length=80, description="What one opts out of.")
    look: LookIn | None = None
    questions: list[QuestionIn]
    endings: list[EndingIn] = []


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
    has_draft: bool
    questions: list[QuestionOut]


class QuestionDifferenceOut(Schema):
    key: str
    change: Literal["added", "removed", "changed"]
    fields: list[str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class FrameDifferenceOut(Schema):
    place: str
    before: Any
    after: Any


class DifferencesOut(Schema):
    questions: list[QuestionDifferenceOut]
    frame: list[FrameDifferenceOut]


class DraftOut(Schema):
    definition: dict[str, Any] | None


class VersionOut(Schema):
    number: int
    checksum: str
    published_at: datetime
    published_by: str
    definition: dict[str, Any]


class LintIn(SurveyIn):
    audience: list[ConditionIn] = Field([], description="Conditions on who is asked.")


class FindingOut(Schema):
    rule: str
    place: str = Field(description="questions[2].text.en, as errors name places.")
    why: str
    better: str = Field(description="What to write instead; several lines are several questions.")
    severity: Severity


class GradeOut(Schema):
    language: str
    years: float | None = Field(description="Of school; null where the language is not measured.")
    words: int


class LintOut(Schema):
    findings: list[FindingOut]
    minutes: float
    reading: list[GradeOut]


def lint_out(definition: SurveyDefinition, audience: list[ConditionIn]) -> LintOut:
    conditions = [
        Condition(each.field, each.comparison, tuple(str(value) for value in each.values))
        for each in audience
    ]
    taken = measures(definition)
    return LintOut(
        findings=[
            FindingOut(
                rule=each.rule,
                place=each.place,
                why=each.why,
                better=each.better,
                severity=each.severity,
            )
            for each in findings(definition, audience=conditions)
        ],
        minutes=round(taken.minutes, 1),
        reading=[
            GradeOut(language=each.language, years=each.years, words=each.words) for each in taken.grades
        ],
    )


def survey_out(facts: SurveyFacts) -> SurveyOut:
    return SurveyOut(
        uid=facts.uid,
        name=facts.name,
        language=facts.language,
        version=facts.version_number,
        is_archived=facts.is_archived,
        has_draft=facts.has_draft,
        questions=[
            QuestionOut(
                uid=question.uid,
                key=question.key,
                kind=question.kind,
                text=question.text,
                is_asked=question.is_asked,
                scale=scale_document(question.scale, facts.language) if question.scale else None,
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


def differences_out(before: SurveyDefinition, after: SurveyDefinition) -> DifferencesOut:
    return DifferencesOut(
        questions=[
            QuestionDifferenceOut(
                key=one.key,
                change=cast("Literal['added', 'removed', 'changed']", one.change),
                fields=list(one.fields),
                before=question_document(one.before, before.language) if one.before else None,
                after=question_document(one.after, after.language) if one.after else None,
            )
            for one in differences(before, after)
        ],
        frame=[
            FrameDifferenceOut(place=one.place, before=one.before, after=one.after)
            for one in frame_differences(before, after)
        ],
    )
