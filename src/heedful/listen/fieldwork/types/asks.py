from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from heedful.listen.fieldwork.types.decisions import Verdict


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
    REVIEW = "review"  # these three nobody asked for: what people say elsewhere, brought in as text
    SOCIAL = "social"
    SUPPORT = "support"
    OTHER = "other"


UNSOLICITED = frozenset({Channel.REVIEW, Channel.SOCIAL, Channel.SUPPORT})


class Disposition(StrEnum):
    """What was decided about an ask, and how it went on: the furthest step reached."""

    BLOCKED = "blocked"  # a rule forbids it
    POSTPONED = "postponed"  # a rule forbids it now; decided anew when due
    SAMPLED_OUT = "sampled_out"
    ELIGIBLE = "eligible"  # may be shown; whether it was is told later
    INVITED = "invited"
    FAILED = "failed"  # it could not be sent
    BOUNCED = "bounced"
    SHOWN = "shown"
    OPENED = "opened"
    DECLINED = "declined"
    PARTIAL = "partial"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"


# Steps that follow each other: an ask goes on along them, never back.
ORDER = (
    Disposition.BLOCKED,
    Disposition.POSTPONED,
    Disposition.SAMPLED_OUT,
    Disposition.ELIGIBLE,
    Disposition.INVITED,
    Disposition.FAILED,
    Disposition.BOUNCED,
    Disposition.SHOWN,
    Disposition.OPENED,
    Disposition.DECLINED,
    Disposition.OPTED_OUT,
    Disposition.PARTIAL,
    Disposition.ANSWERED,
)

# Decided, and nobody was asked.
NOT_ASKED = frozenset(
    {
        Disposition.BLOCKED,
        Disposition.POSTPONED,
        Disposition.SAMPLED_OUT,
        Disposition.ELIGIBLE,
        Disposition.FAILED,
    }
)
# Not the last word: decided anew when due, or when the same occasion comes again.
UNDECIDED = frozenset({Disposition.POSTPONED, Disposition.ELIGIBLE})
SENT_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})  # we go to the person; elsewhere they are with us


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
    verdicts: tuple[Verdict, ...] = ()  # of an ask that was decided elsewhere, or long ago
    variant: str = ""
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnaskedAnswer:
    """Somebody known has answered though we had not asked: by a public link, the API, a file."""

    key: str  # of the response: noted once
    contact_id: int
    survey_id: int
    answered_at: datetime


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
    plan_id: int | None = None
    variant: str = ""
    device: str = ""  # of a visitor nobody knows
    due_at: datetime | None = None  # of a postponed one: when it is decided anew
    reminders_sent: int = 0
    reminded_at: datetime | None = None
    is_test: bool = False
    is_anonymous: bool = False
    answer_key: str = ""  # under which an anonymous answer comes in
    gate: str = ""  # which one was closed
    verdicts: tuple[Verdict, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether the person may be or was asked: show it, send it."""
        return self.disposition not in NOT_ASKED or self.disposition is Disposition.ELIGIBLE


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
