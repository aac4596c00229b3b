"""What happens to messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MailQueued:
    """A mail waits to be sent."""

    name: ClassVar[str] = "mail.queued"
    mail_uid: str


@dataclass(frozen=True, slots=True)
class MailSettled:
    """What became of a mail: sent, delivered, bounced, complained, failed, withdrawn, unsubscribed."""

    name: ClassVar[str] = "mail.settled"
    mail_uid: str
    reference: str  # what its sender called it
    state: str
    at: str  # ISO 8601
    is_permanent: bool = False  # of a bounce: the address will not work another time
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SmsQueued:
    """An SMS waits to be sent."""

    name: ClassVar[str] = "sms.queued"
    sms_uid: str


@dataclass(frozen=True, slots=True)
class SmsSettled:
    """What became of an SMS: sent, delivered, failed, withdrawn."""

    name: ClassVar[str] = "sms.settled"
    sms_uid: str
    reference: str
    state: str
    at: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SmsArrived:
    """Somebody wrote to us."""

    name: ClassVar[str] = "sms.arrived"
    sms_uid: str
    number: str
    text: str
