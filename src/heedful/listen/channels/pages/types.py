from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Closed(StrEnum):
    """Why a public link takes no answers."""

    BY_HAND = "by_hand"
    IN_TIME = "in_time"
    FULL = "full"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class PublicLinkFacts:
    """How a survey may be answered by those whom nobody asked by name."""

    is_open: bool = True
    closes_at: datetime | None = None
    max_answers: int | None = None
    closed_text: Mapping[str, str] = field(default_factory=dict)
    frame_origins: tuple[str, ...] = ()
    kiosk_seconds: int = 20


@dataclass(frozen=True, slots=True)
class VoteFacts:
    survey_uid: str
    survey_name: str
    question_key: str
    value: str
    method: str
    user_agent: str
    times: int
    opened_at: datetime
    last_at: datetime
    signals: Mapping[str, Any]
    confirmed_at: datetime | None
    is_personal: bool


@dataclass(frozen=True, slots=True)
class VoteCounts:
    """Of the links with a score that were opened: how often, how many were confirmed by a person."""

    opened: int
    confirmed: int
    set_aside: int
