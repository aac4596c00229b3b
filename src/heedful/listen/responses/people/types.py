from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heedful.listen.audiences.types import (
    AttributeChangeFacts,
    AttributeValue,
    ConsentFacts,
    ContactFacts,
    OptOutFacts,
    Permissions,
)
from heedful.listen.fieldwork.types import AskFacts, EventFacts
from heedful.listen.responses.types import ResponseFacts


@dataclass(frozen=True, slots=True)
class Noted:
    """An attribute as it is now, with what it was before, newest first."""

    key: str
    label: str
    value: AttributeValue
    is_personal: bool
    changes: tuple[AttributeChangeFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """An ask, or why there was none."""

    ask: AskFacts
    survey_uid: str
    survey_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scored:
    at: datetime
    score: int
    css_class: str
    response_uid: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Answers to one question on a scale, oldest first."""

    survey_uid: str
    survey_name: str
    question: str
    low: int
    high: int
    points: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    contact: ContactFacts
    attributes: tuple[Noted, ...]
    asks: tuple[Decided, ...]
    answers: tuple[ResponseFacts, ...]  # none for those who may not read answers
    lines: tuple[ScoreLine, ...]
    permissions: Permissions
    consents: tuple[ConsentFacts, ...]
    opt_outs: tuple[OptOutFacts, ...]
    events: tuple[EventFacts, ...]
