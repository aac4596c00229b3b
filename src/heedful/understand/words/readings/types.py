from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from heedful.platform.core.types import JobFacts


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What reads: versions of readers by key, and of taxonomies by uid."""

    id: int
    uid: str
    state: str  # reading, current, retired
    tier: str
    versions: Mapping[str, str]
    taxonomy_versions: Mapping[str, int]
    created_at: datetime
    created_by: str
    current_from: datetime | None
    current_until: datetime | None
    job_uid: str = ""

    @property
    def is_current(self) -> bool:
        return self.state == "current"


@dataclass(frozen=True, slots=True)
class MentionFacts:
    """A theme in a written answer; positions are characters of the stored text."""

    theme: str
    start: int
    end: int
    polarity: int | None
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What one edition read in one written answer."""

    id: int
    edition_uid: str
    response_id: int
    question_id: int
    text_sha256: str
    language: str
    sentiment: int | None  # -1, 0, 1; None: was not read, see ``skipped``
    sentiment_score: float | None
    emotion: str
    types: tuple[str, ...]
    clauses: tuple[ClauseFacts, ...]
    mentions: tuple[MentionFacts, ...]
    skipped: Mapping[str, str]
    read_at: datetime
    document: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """A written answer and what the current edition says of it; ``language`` is as read, else as expected."""

    response_id: int
    response_uid: str
    question_id: int
    survey_id: int
    unit_id: int | None
    answered_at: datetime
    text: str
    redacted: str
    language: str
    reading: ReadingFacts | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was read: a theme, a sentiment, a language, a reason for reading nothing."""

    key: str
    n: int
    positive: int = 0
    neutral: int = 0
    negative: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """A measured score of a reader: where, of how many, with its interval."""

    on: str
    language: str
    measure: str
    value: float
    n: int
    low: float | None = None
    high: float | None = None
    is_own_domain: bool = False  # of texts like those it was trained on
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a shipped head; ``heads/*.card.yaml``."""

    key: str
    reader: str
    tier: str
    version: str
    encoder: str
    languages: tuple[str, ...]
    licence: str
    trained_on: tuple[str, ...]
    scores: tuple[Score, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A reader as it is here: its version, which models it lacks, what is known of how well it reads."""

    key: str
    label: str
    version: str
    current_version: str  # of the current edition; another one: what was read can be read anew
    missing: tuple[str, ...]
    cards: tuple[Card, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages that it was measured in, each once."""
        return tuple(dict.fromkeys(code for card in self.cards for code in card.languages))


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be read. ``failed`` was tried too often and stays for a person to look at."""

    live: int
    history: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Learning:
    """Taxonomies that are learnt before anything is read with them."""

    done: int
    total: int
    percent: int  # of the one that is learnt now
    comments: int  # that are looked at for each, at most


@dataclass(frozen=True, slots=True)
class ReadingStatus:
    """How the reading of an organisation stands."""

    state: str  # not_installed, no_worker, learning, waiting, reading, nothing, up_to_date, outdated
    says: str
    missing: tuple[str, ...]  # models
    edition: EditionFacts | None
    job: JobFacts | None  # that reads another edition
    queue: Queue
    read: int  # answers the current edition has read
    left: int  # that it has still to read
    per_second: float | None  # measured over what was read last
    seconds_left: float | None
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # reader -> version read with, here
    learning: Learning | None = None
