from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"  # no mail server is configured: it can be read on the outbox page


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


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
