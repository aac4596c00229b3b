"""What a decision to ask is made of: the person, the rules, and what each gate found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from enum import StrEnum
from typing import Any

type Fact = str | int | float | bool | datetime | None

EVERY_DAY = frozenset(range(7))  # Monday is 0


class Gate(StrEnum):
    """What a person passes before being asked, in the order in which the gates stand."""

    AUDIENCE = "audience"
    ADDRESS = "address"
    DO_NOT_CONTACT = "do_not_contact"
    OPTED_OUT = "opted_out"
    COUNTRY = "country"
    CONSENT = "consent"
    ACCOUNT_AGE = "account_age"
    THIS_SURVEY = "this_survey"
    ANY_SURVEY = "any_survey"
    DECLINED = "declined"
    COOLING = "cooling"
    SEQUENCE = "sequence"
    EXPERIMENT = "experiment"
    SAMPLE = "sample"
    QUOTA = "quota"
    PRIORITY = "priority"
    DAILY_CAP = "daily_cap"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one gate found. ``says`` is English with the names of facts in braces; pages translate it."""

    gate: Gate
    passed: bool
    facts: Mapping[str, Fact] = field(default_factory=dict)
    says: str = ""
    until: datetime | None = None  # when the gate opens by itself; None: not by waiting

    @property
    def reason(self) -> str:
        return self.says.format_map({name: _shown(fact) for name, fact in self.facts.items()})

    def as_json(self) -> dict[str, Any]:
        return {
            "gate": str(self.gate),
            "passed": self.passed,
            "facts": {name: _plain(fact) for name, fact in self.facts.items()},
            "says": self.says,
            "until": self.until and self.until.isoformat(),
        }


def _shown(fact: Fact) -> str:
    if isinstance(fact, datetime):
        return f"{fact:%Y-%m-%d %H:%M}"
    return f"{fact:g}" if isinstance(fact, float) else str(fact)


def _plain(fact: Fact) -> Any:
    return fact.isoformat() if isinstance(fact, datetime) else fact


_MOMENTS = frozenset({"last", "next"})  # facts that are times


def _read(name: str, fact: Fact) -> Fact:
    return datetime.fromisoformat(fact) if name in _MOMENTS and isinstance(fact, str) else fact


def verdict_from(document: Mapping[str, Any]) -> Verdict:
    """Read a verdict as the ledger keeps it."""
    until = document.get("until")
    return Verdict(
        gate=Gate(document["gate"]),
        passed=document["passed"],
        facts={name: _read(name, fact) for name, fact in document.get("facts", {}).items()},
        says=document.get("says", ""),
        until=datetime.fromisoformat(until) if until else None,
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """May this person be asked now? ``until``: from when on they may be, if waiting is all it takes."""

    may_ask: bool
    verdicts: tuple[Verdict, ...]
    until: datetime | None = None

    @property
    def blocked_by(self) -> Gate | None:
        """The first gate that is closed; one that waiting does not open goes before those it does."""
        closed = self.closing
        return closed.gate if closed else None

    @property
    def closing(self) -> Verdict | None:
        closed = [verdict for verdict in self.verdicts if not verdict.passed]
        lasting = [verdict for verdict in closed if verdict.until is None]
        return next(iter(lasting or closed), None)

    @property
    def reason(self) -> str:
        closed = self.closing
        return closed.reason if closed else ""


@dataclass(frozen=True, slots=True)
class ContactRules:
    """How often and when people may be asked. A day is 24 hours here: no clock change shortens it."""

    first_after_days: int = 30  # of account age
    again_after_answer_days: int = 90  # this survey
    again_after_decline_days: int = 30  # this survey
    again_after_silence_days: int = 30  # this survey: asked, neither answered nor declined
    any_survey_days: int = 30  # between two asks of whichever surveys
    channel_days: Mapping[str, int] = field(default_factory=dict)  # between two asks by one channel
    sample_known: float = 0.33
    sample_visitors: float = 0.01
    resample_days: int = 90  # how long the lot stands before it is drawn anew
    daily_cap: int | None = 10_000  # asks of the organisation
    channel_caps: Mapping[str, int] = field(default_factory=dict)  # asks a day by a channel
    survey_cap: int | None = None  # asks a day of this survey
    opens_at: time = time(8)  # where the person lives; only for what we send
    closes_at: time = time(20)
    weekdays: frozenset[int] = EVERY_DAY
    skips_holidays: bool = False
    needs_consent: frozenset[str] = frozenset({"sms"})  # channels, wherever the person lives
    patience_hours: int = 72  # what would have to wait longer is blocked instead of postponed
    priority: int = 50  # of two surveys that could ask, the one with more goes first
    follows: str = ""  # uid of the survey that comes before this one in a sequence
    follows_days: int = 60
    follows_answer: bool = True  # that survey must have been answered, not only asked
    account_attribute: str = "signed_up_on"
    country_attribute: str = "country"


@dataclass(frozen=True, slots=True)
class CountryRule:
    """What a country asks of a channel, and where that is written."""

    country: str  # ISO 3166 alpha-2
    channel: str
    needs_consent: bool
    source: str


@dataclass(frozen=True, slots=True)
class PastAsk:
    """An ask of the person's ledger, as the clocks see it."""

    survey_id: int
    channel: str
    asked_at: datetime
    disposition: str
    settled_at: datetime | None = None

    @property
    def last_at(self) -> datetime:
        """When the person last had to do with it."""
        return max(self.asked_at, self.settled_at) if self.settled_at else self.asked_at


@dataclass(frozen=True, slots=True)
class PendingAsk:
    """An ask of another survey that waits for its time."""

    survey_id: int
    priority: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """Plain facts about a person who may be asked; a visitor nobody knows has only a device as ``key``."""

    key: str  # uid of the contact, or the device
    is_known: bool = True
    created_at: datetime | None = None  # the account's age, where it is known
    zone: tzinfo = UTC
    country: str = ""
    language: str = ""
    addresses: frozenset[str] = frozenset()  # channels by which we could send
    consents: frozenset[str] = frozenset()  # channels
    withdrawn: frozenset[str] = frozenset()  # channels for which consent was taken back
    opted_out: frozenset[tuple[str, str]] = frozenset()  # channel, topic; empty: all of them
    forbidden: str = ""  # why they are on a do-not-contact list
    is_gone: bool = False  # erased, or merged into another
    past: tuple[PastAsk, ...] = ()
    pending: tuple[PendingAsk, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AfterSurvey:
    """A place in a sequence: so many days after another survey was answered (or only asked)."""

    survey_id: int
    days: int
    name: str = ""
    needs_answer: bool = True


@dataclass(frozen=True, slots=True)
class AskedSurvey:
    """The survey somebody may be asked, as far as the gates look at it."""

    id: int
    uid: str
    topic: str = ""
    priority: int = 50  # of two surveys that could ask, the one with more goes first
    seed: str = ""
    sample: float | None = None  # the plan's own share instead of that of the rules
    is_drawn: bool | None = None  # the plan has drawn already: the lot of the rules is not asked
    after: AfterSurvey | None = None
    fits_audience: bool = True
    audience: str = ""  # in words


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand around the person at this moment."""

    asked_today: int = 0
    asked_today_by_channel: int = 0
    asked_today_on_survey: int = 0
    zone: tzinfo = UTC  # the organisation's: a day of the caps ends at its midnight
    full_quota: str = ""  # the cell that is full, in words
    held_out: str = ""  # the experiment that keeps the person unasked
