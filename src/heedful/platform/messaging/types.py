from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"  # no mail server is configured: it can be read on the outbox page
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"  # given up
    WITHDRAWN = "withdrawn"  # no longer wanted when its turn came


class SmsState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    KEPT = "kept"  # no gateway is configured: it can be read on the outbox page
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class Encoding(StrEnum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail is from. Empty: as the instance's settings say."""

    name: str = ""
    address: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class MailFacts:
    uid: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    state: MailState
    created_at: datetime
    sent_at: datetime | None
    attachments: tuple[str, ...]
    sender: str = ""
    reference: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Segments:
    """How a text travels: gateways bill each segment as a message."""

    encoding: Encoding
    units: int  # septets of GSM-7, 16-bit units of UCS-2
    count: int
    left: int  # units until one more segment is needed


@dataclass(frozen=True, slots=True)
class SmsFacts:
    uid: str
    is_incoming: bool
    number: str  # theirs
    text: str
    state: SmsState
    segments: int
    price: Decimal | None  # None: no price is set for the country
    currency: str
    created_at: datetime
    settled_at: datetime | None
    reference: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """What a gateway is handed."""

    uid: str
    to: str
    sender: str
    text: str
    report_url: str


@dataclass(frozen=True, slots=True)
class Hook:
    """A call of a gateway as it came in; ``url`` is the address it was told to call."""

    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case


@dataclass(frozen=True, slots=True)
class IncomingSms:
    number: str
    text: str
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class SmsReport:
    provider_id: str
    state: SmsState
    error: str = ""


@dataclass(frozen=True, slots=True)
class SmsCost:
    """What SMS sent in one currency cost."""

    currency: str
    messages: int
    segments: int
    total: Decimal | None
    without_price: int
