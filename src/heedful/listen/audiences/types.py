from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

MAX_ATTRIBUTES = 300  # of one response, and of one contact
MAX_ORGANIZATION_ATTRIBUTES = 2_000  # each is a column of the warehouse

type AttributeValue = str | int | float | bool | None


class IdentityKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external_id"
    DEVICE = "device"


class ForbiddenKind(StrEnum):
    """By what somebody is recognised on a do-not-contact list: an identity, or a whole mail domain."""

    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external_id"
    DEVICE = "device"
    DOMAIN = "domain"


class AttributeKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"  # kept as YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class AttributeFacts:
    id: int
    key: str
    label: str
    kind: AttributeKind
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit of the tree. ``path`` ends in its own id (``/3/17/204/``), so a subtree is a prefix."""

    id: int
    uid: str
    key: str
    name: str
    level: str
    group: str
    path: str
    parent_id: int | None
    depth: int
    closed_on: date | None = None

    @property
    def path_ids(self) -> tuple[int, ...]:
        """Ids from the root down to this unit."""
        return tuple(int(step) for step in self.path.split("/") if step)


@dataclass(frozen=True, slots=True)
class NewUnit:
    key: str
    name: str = ""  # empty: the key
    level: str = "site"
    group: str = ""
    parent_key: str | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact as it comes in: any of the identities (kind, value) may already be known."""

    identities: tuple[tuple[str, str], ...]
    name: str = ""
    language: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    id: int
    uid: str
    name: str
    language: str
    time_zone: str
    identities: tuple[tuple[str, str], ...]  # kind, value
    attributes: Mapping[str, AttributeValue]
    created_at: datetime
    erased_at: datetime | None

    @property
    def label(self) -> str:
        """What to call them: the name, else the first identity, else the id."""
        return self.name or next((value for _, value in self.identities), self.uid)


@dataclass(frozen=True, slots=True)
class AttributeChangeFacts:
    """A fact about a contact that became another one; ``None``: not known, before or since."""

    key: str
    before: AttributeValue
    after: AttributeValue
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReadAttributes:
    """Attributes in the form they are stored in, and those that were refused with the reason."""

    values: dict[str, AttributeValue]
    problems: tuple[tuple[str, str], ...] = ()  # key, reason


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a contact allows: consents by channel, opt-outs, and whether a list forbids to contact them."""

    consents: frozenset[str] = frozenset()  # channels
    withdrawn: frozenset[str] = frozenset()  # channels for which consent was taken back
    opted_out: frozenset[tuple[str, str]] = frozenset()  # channel, topic; empty: all of them
    forbidden: str = ""  # why; empty: no list names them


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    channel: str
    is_given: bool
    source: str
    text: str
    at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class OptOutFacts:
    channel: str
    topic: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SuppressionFacts:
    """A line of the do-not-contact list. Of an erased person only a keyed hash is kept as ``value``."""

    uid: str
    kind: str
    value: str
    reason: str
    added_at: datetime
    added_by: str

    @property
    def is_hashed(self) -> bool:
        return self.value.startswith("hash:")


@dataclass(frozen=True, slots=True)
class NewSuppression:
    kind: str
    value: str
    reason: str = ""
