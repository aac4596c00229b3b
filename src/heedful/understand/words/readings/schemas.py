from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field


class EditionOut(Schema):
    uid: str
    state: str = Field(description="reading, current or retired.")
    tier: str
    versions: dict[str, str] = Field(description="Version of each reader.")
    taxonomy_versions: dict[str, int]
    created_at: datetime
    created_by: str
    current_from: datetime | None
    current_until: datetime | None
    job_uid: str


class QueueOut(Schema):
    live: int
    history: int
    failed: int
    oldest_at: datetime | None


class StatusOut(Schema):
    state: str = Field(
        description="not_installed, no_worker, learning, waiting, reading, nothing, outdated or up_to_date."
    )
    says: str
    missing: list[str]
    edition: EditionOut | None
    queue: QueueOut
    read: int
    per_second: float | None
    seconds_left: float | None
    changed: dict[str, list[str]] = Field(description="By reader: version read with, version here.")


class EditionIn(Schema):
    tier: Literal["fast", "quality"] | None = Field(None, description="Left out: as the current edition.")
    then_current: bool = Field(False, description="Let it count once the whole history is read.")


class ScoreOut(Schema):
    on: str
    language: str
    measure: str
    value: float
    n: int
    low: float | None
    high: float | None
    is_own_domain: bool
    note: str


class CardOut(Schema):
    key: str
    tier: str
    version: str
    encoder: str
    languages: list[str]
    licence: str
    trained_on: list[str]
    scores: list[ScoreOut]
    limits: list[str]


class ReaderOut(Schema):
    key: str
    label: str
    version: str
    current_version: str
    missing: list[str]
    cards: list[CardOut]


class TallyOut(Schema):
    key: str
    n: int
    positive: int
    neutral: int
    negative: int


class SkippedOut(Schema):
    reader: str
    reason: str
    n: int


class CountsOut(Schema):
    """What an edition read; n counts all, the three those whose sentiment was read."""

    sentiment: TallyOut
    themes: list[TallyOut]
    languages: list[TallyOut]
    skipped: list[SkippedOut]


class ClauseOut(Schema):
    start: int
    end: int
    label: str


class MentionOut(Schema):
    theme: str
    start: int
    end: int
    polarity: int | None
    confidence: float
    source: str


class ReadingOut(Schema):
    """Positions are characters of the stored answer."""

    edition_uid: str
    question_id: int
    language: str
    sentiment: int | None
    sentiment_score: float | None
    emotion: str
    types: list[str]
    clauses: list[ClauseOut]
    mentions: list[MentionOut]
    skipped: dict[str, Any]
    read_at: datetime
