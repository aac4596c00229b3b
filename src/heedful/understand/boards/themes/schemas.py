from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from heedful.understand.metrics.schemas import ScoreBase


class ImpactOut(Schema):
    """The score less what it would be without those who speak of the theme."""

    value: float | None
    low: float | None
    high: float | None
    score_without: float | None
    n_part: int
    n_rest: int
    p_value: float | None = Field(description="Adjusted for all themes (Benjamini-Hochberg).")
    is_real: bool


class ChangeOut(Schema):
    """Against the period before, in points; p-values adjusted for all themes."""

    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    finding: str
    sentence: str


class ThemeRowOut(Schema):
    key: str
    label: str
    parent: str = Field(description="Key of the theme above; empty for none.")
    n: int = Field(description="Responses that speak of it; each counts once.")
    share: ScoreBase = Field(
        description="Per cent of what was read; those of all themes may add up to more than 100."
    )
    net_sentiment: ScoreBase
    impact: ImpactOut
    share_change: ChangeOut | None
    mood_change: ChangeOut | None
    few: bool = Field(description="Too few to be told from chance.")


class ThemesOut(Schema):
    sentence: str
    score: ScoreBase
    n_read: int
    n_unread: int
    suppressed: int = Field(description="Themes under the minimum base.")
    adjustment: str
    themes: list[ThemeRowOut]


class ThemeClassOut(Schema):
    key: str
    label: str
    n: int
    share: float | None
    share_of_rest: float | None


class ThemePointOut(Schema):
    start: date
    share: float | None
    n_read: int
    net_sentiment: float | None
    n: int


class ThemeOut(Schema):
    key: str
    label: str
    parent: str
    description: str
    figures: ThemeRowOut | None = Field(description="None where nobody speaks of it.")
    classes: list[ThemeClassOut]
    series: list[ThemePointOut]


class QuoteOut(Schema):
    response: str
    question_id: int
    theme: str
    text: str = Field(description="What is far from the place is cut away.")
    spans: list[tuple[int, int]] = Field(description="Places in this text that show the theme.")
    polarity: int | None
    confidence: float
    source: str
    said_at: datetime
    disputed: bool
