"""Labels over HTTP, as documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class LabelIn(Schema):
    """A person's word on a theme of a comment."""

    response: str
    question_id: int
    theme: str
    is_present: bool
    polarity: int | None = Field(None, ge=-1, le=1)
    start: int | None = Field(None, ge=0)
    end: int | None = Field(None, ge=0)


class LabelOut(Schema):
    uid: str
    taxonomy_uid: str
    response_uid: str
    question_id: int
    theme: str = Field(description="Empty: none of the themes.")
    is_present: bool
    polarity: int | None
    coder: str
    origin: str
    created_at: datetime


class LabelledOut(Schema):
    """The label that was kept."""

    uid: str


class DrawIn(Schema):
    wanted: int = 60


class DrawnOut(Schema):
    """The job that draws: its progress is at ``/jobs/{uid}``."""

    job: str
    state: str


class TaskOut(Schema):
    """A comment to be labelled."""

    uid: str
    taxonomy_uid: str
    response_uid: str
    question_id: int
    question: str
    survey: str
    text: str
    reason: str
    answered_at: datetime
    wanted_coders: int


class ThemesIn(Schema):
    themes: list[str] = Field(max_length=200, description="Empty: none of these.")


class ShareOut(Schema):
    x: int
    n: int
    value: float | None
    low: float | None
    high: float | None


class MeasuredThemeOut(Schema):
    theme: str
    name: str
    precision: ShareOut
    recall: ShareOut
    f1: float | None


class BinOut(Schema):
    low: float
    high: float
    confidence: float
    right: ShareOut


class ThemeAgreementOut(Schema):
    theme: str
    n: int
    present: int
    alpha: float | None
    kappa: float | None


class AgreementOut(Schema):
    n: int
    coders: list[str]
    alpha: float | None
    themes: list[ThemeAgreementOut]


class QualityOut(Schema):
    """How well themes are found, on comments drawn at random; 95 % Wilson intervals."""

    n: int
    taught: int = Field(description="Labelled comments left out: the version in use has learnt from them.")
    overall: MeasuredThemeOut | None
    themes: list[MeasuredThemeOut]
    bins: list[BinOut]
    calibration_error: float | None
    agreement: AgreementOut


class CurvePointOut(Schema):
    n: int = Field(description="Labelled comments learnt from.")
    value: float = Field(description="Micro-F1 on a fifth that was not learnt from: the mean of the draws.")
    spread: float = Field(description="Standard deviation between draws.")


class LearningCurveOut(Schema):
    """Never measured: no points."""

    points: list[CurvePointOut]
    labelled: int
    draws: int
    measured_at: datetime | None
    job: str | None = Field(description="Uid of the job on its way, or that failed since.")


class DriftOut(Schema):
    edition_uid: str
    from_on: date
    to_on: date
    n: int
    is_alarm: bool
    facts: dict[str, Any]
