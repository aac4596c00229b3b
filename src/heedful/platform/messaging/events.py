"""What happens to mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MailQueued:
    """A mail waits to be sent."""

    name: ClassVar[str] = "mail.queued"
    mail_uid: str
