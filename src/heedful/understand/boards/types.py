from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

type Width = Literal["third", "half", "two-thirds", "full"]

WIDTHS: tuple[Width, ...] = ("third", "half", "two-thirds", "full")
MAX_TILES = 24
HOME = "home"  # what the home board is called in addresses before anybody saved one


@dataclass(frozen=True, slots=True)
class TileSpec:
    """One tile as it is kept. Empty ``metric`` and ``survey``: those of the page."""

    kind: str
    width: Width
    by: str = ""  # dimension of a breakdown
    grain: str = ""  # period of a trend
    metric: str = ""
    survey: str = ""


class Audience(StrEnum):
    """Whose board it is."""

    MINE = "mine"
    ROLE = "role"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A board as pages and the API see it. ``uid`` is ``home`` while it is the one we ship."""

    uid: str
    name: str
    audience: Audience
    role: str
    is_home: bool
    tiles: tuple[TileSpec, ...]
    is_mine: bool = False

    @property
    def is_shipped(self) -> bool:
        return self.uid == HOME


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """A filter with a name."""

    uid: str
    name: str
    query: str
    created_by: str


@dataclass(frozen=True, slots=True)
class AnnotationFacts:
    """What happened on a day; drawn as a flag on trends."""

    uid: str
    on: date
    text: str
    survey_uid: str
    unit_uid: str
    created_by: str


@dataclass(frozen=True, slots=True)
class MailScheduleFacts:
    """A board that goes out by mail. ``weekday`` 0 is Monday, ``None`` every day."""

    uid: str
    board_uid: str
    query: str
    recipients: tuple[str, ...]
    weekday: int | None
    hour: int
    next_at: datetime
    last_sent_at: datetime | None
    created_by: str
