from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema


class Chosen(Schema):
    """What every score can be narrowed by; read by one grammar everywhere."""

    survey: str | None = Field(None, description="Uid of a survey; left out: all that ask such a question.")
    question: str | None = Field(None, description="Key of a question, where the survey has several.")
    theme: str | None = Field(None, description="Key of a theme, for net_sentiment and theme_share.")
    period: str = Field("all", description="all, last-90-days, this-month, last-year …")
    from_: str | None = Field(None, alias="from", description="First day, 2026-01-31.")
    to: str | None = Field(None, description="Last day.")
    f: list[str] = Field([], description="Conditions such as attribute.country:DE,AT or channel!:sms.")
    weighted: bool = False
    interval: str | None = None
    level: float = Field(0.95, description="Confidence level of intervals.")
    repeats: Literal["all", "last", "clustered"] = "all"


class ClassOut(Schema):
    key: str
    label: str
    tone: str
    n: int
    share: float | None


class ScoreBase(Schema):
    metric: str
    value: float | None = Field(description="None when nobody answered, never 0.")
    low: float | None
    high: float | None
    level: float
    n: int
    n_missing: int
    n_invalid: int
    n_effective: float
    method: str
    unit: str
    weighted: bool
    classes: list[ClassOut]


class ScoreRowOut(ScoreBase):
    group: str | int | float | bool | None
    label: str
    near_best: bool | None = Field(
        None, description="Cannot be told from the best; null for groups that overlap, which are no ranking."
    )
    stands_out: bool | None = Field(
        None,
        description="Differs from all others; where groups overlap: from the answers outside it.",
    )
    p_value: float | None = Field(None, description="Of stands_out, adjusted for all groups.")


class ScoreOut(ScoreBase):
    by: str | None = None
    adjustment: str | None = None
    suppressed: int | None = None
    overlaps: bool | None = Field(
        None,
        description="An answer may stand in several groups (themes, opinions, several choices): their n add "
        "up to more than the whole's, their shares to more than 100 %.",
    )
    rows: list[ScoreRowOut] | None = None


class LabelledScore(ScoreBase):
    label: str


class ComparedOut(Schema):
    current: LabelledScore
    reference: LabelledScore
    difference: float | None
    low: float | None
    high: float | None
    level: float
    p_value: float | None
    method: str
    finding: str
    sentence: str
    answers_needed: int | None


class MetricOut(Schema):
    key: str
    label: str
    unit: str
    definition: str
    version: int
    question_kinds: list[str]
    intervals: list[str]
    needs_question: bool


class ProvenanceOut(Schema):
    score: ScoreBase
    metric: dict[str, Any]
    questions: list[dict[str, Any]]
    filter: list[str]
    rows_in: int
    left_out: list[dict[str, Any]]
    counts: list[dict[str, Any]]
    data: dict[str, Any]
