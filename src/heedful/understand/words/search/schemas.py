from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field


class SpanOut(Schema):
    start: int
    end: int


class CommentMentionOut(SpanOut):
    theme: str
    polarity: int | None
    confidence: float
    source: str


class CommentOut(Schema):
    response: str
    question: str
    question_text: str
    survey: str
    unit: str | None
    channel: str
    answered_at: datetime
    text: str
    language: str
    score: int | None
    score_class: str
    sentiment: int | None
    emotion: str
    types: list[str]
    mentions: list[CommentMentionOut]
    marks: list[SpanOut] = Field(description="Where the words stand that were searched for.")
    nearness: float | None = Field(description="Cosine to what was asked, where meanings were compared.")


class FoundOut(Schema):
    items: list[CommentOut]
    next_cursor: str | None
    total: int | None = Field(description="How many there are; null where meanings were compared.")
    spelled: list[str] = Field(description="Words nobody wrote: those like them were looked for.")
    without_meaning: str = Field(description="Why meanings were not compared, where that was asked.")


class FacetValueOut(Schema):
    value: str
    label: str
    n: int


class FacetOut(Schema):
    field: str
    label: str
    values: list[FacetValueOut]


class SearchStatusOut(Schema):
    is_there: bool
    comments: int
    parts: int
    bytes: int
    waiting: int = Field(description="Responses whose comments are not in the index as they are now.")
    to_rewrite: int
    is_rebuilding: bool
    vectors: dict[str, int] = Field(description="Comments whose meaning can be compared, by model.")
