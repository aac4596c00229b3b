from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from heedful.listen.audiences.types import AttributeValue

MAX_PATTERNS = 50
MAX_ORIGINS = 50


class Shape(StrEnum):
    BAR = "bar"
    MODAL = "modal"
    INLINE = "inline"
    SIDE = "side"


class Position(StrEnum):
    """At which edge: a bar at the end of the page or its start, a side button likewise of the line."""

    START = "start"
    END = "end"


class Untracked(StrEnum):
    """What visitors get whose browser asks not to be tracked (Do Not Track, Global Privacy Control)."""

    ANONYMOUS = "anonymous"  # asked, without a name or a trace on the device
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site without its secret."""

    id: int
    uid: str
    organization_id: int
    name: str
    key: str
    former_key: str
    former_key_until: datetime | None
    origins: tuple[str, ...]
    takes_unsigned: bool
    untracked: Untracked
    created_at: datetime
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    last_origin: str

    @property
    def is_connected(self) -> bool:
        return self.first_seen_at is not None


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """Where and when a survey is shown. ``site_uid`` empty: on every site."""

    survey_uid: str
    is_on: bool = False
    site_uid: str = ""
    shape: Shape = Shape.BAR
    position: Position = Position.END
    pages: tuple[str, ...] = ()
    hidden_pages: tuple[str, ...] = ()
    event: str = ""
    delay_seconds: int = 0
    scroll_percent: int = 0
    share: float | None = None  # of those who come along; None: what the contact rules say
    language: str = ""
    selector: str = ""
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the page: a known contact, or a device that kept a random id, or nobody in particular."""

    device: str = ""
    identities: tuple[tuple[str, str], ...] = ()
    name: str = ""
    language: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    is_signed: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.identities)
