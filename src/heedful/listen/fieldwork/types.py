from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    WEB = "web"
    MOBILE = "mobile"
    LINK = "link"
    QR = "qr"
    KIOSK = "kiosk"
    API = "api"
    IMPORT = "import"
    OTHER = "other"


class Disposition(StrEnum):
    """How an ask ended, furthest step last reached."""

    SAMPLED_OUT = "sampled_out"
    INVITED = "invited"
    BOUNCED = "bounced"
    SHOWN = "shown"
    OPENED = "opened"
    DECLINED = "declined"
    PARTIAL = "partial"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"


# Steps that follow each other: an ask goes on along them, never back.
ORDER = (
    Disposition.SAMPLED_OUT,
    Disposition.INVITED,
    Disposition.BOUNCED,
    Disposition.SHOWN,
    Disposition.OPENED,
    Disposition.DECLINED,
    Disposition.OPTED_OUT,
    Disposition.PARTIAL,
    Disposition.ANSWERED,
)


@dataclass(frozen=True, slots=True)
class NewAsk:
    """One ask of one survey as it comes in; the same key again tells how it went on."""

    idempotency_key: str
    survey_id: int
    asked_at: datetime
    disposition: Disposition = Disposition.INVITED
    channel: Channel = Channel.OTHER
    contact_id: int | None = None
    unit_id: int | None = None
    settled_at: datetime | None = None
    reason: str = ""
    source: str = "api"


@dataclass(frozen=True, slots=True)
class AskFacts:
    id: int
    uid: str
    survey_id: int
    contact_id: int | None
    unit_id: int | None
    channel: Channel
    disposition: Disposition
    asked_at: datetime
    settled_at: datetime | None
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class AskProjection:
    """An ask as the warehouse keeps it."""

    id: int
    survey_id: int
    contact_id: int | None
    unit_id: int | None
    unit_path: tuple[int, ...]
    group: str
    channel: Channel
    disposition: Disposition
    asked_at: datetime
