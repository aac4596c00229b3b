"""Topics as pages and the API show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from heedful.platform.core.types import JobFacts


class TopicState(StrEnum):
    NEW = "new"
    FOLLOWED = "followed"
    DISMISSED = "dismissed"
    PROMOTED = "promoted"


@dataclass(frozen=True, slots=True)
class StretchFacts:
    """Some days: how many remarks of the topic, of how many, how many were to be expected."""

    from_on: date
    to_on: date
    count: int
    base: int
    expected: float | None


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """A topic in a window; ``expected`` and what follows is None where there is no past."""

    from_on: date
    to_on: date
    count: int
    base: int
    expected: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None
    series: tuple[StretchFacts, ...] = ()

    @property
    def times(self) -> float | None:
        """How many times as often as expected; None where it is new altogether."""
        return self.count / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class TopicQuote:
    """A comment of a topic that the asker may read."""

    response_uid: str
    question_id: int
    text: str
    answered_at: datetime
    nearness: float
    is_quote: bool


@dataclass(frozen=True, slots=True)
class TopicFacts:
    uid: str
    name: str
    phrases: tuple[str, ...]
    state: TopicState
    theme: str  # key, where it became one
    first_on: date
    window: WindowFacts | None
    windows: int  # how many it was seen in
    quotes: tuple[TopicQuote, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """The newest search that ended: among how many comments, and what it was based on."""

    from_on: date
    to_on: date
    past_from: date
    window: int
    past: int
    explained: int  # comments left out because themes say what they speak of
    unread: int  # that have no row of numbers yet
    drawn_of: int
    tested: int
    clumping: float
    why_not: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What happens before topics can be shown, in words, and how far it is."""

    state: str  # reading, soon, searching, failed, read (nobody asked yet), nothing (no comment was read)
    says: str = ""
    done: int | None = None
    total: int | None = None

    @property
    def is_under_way(self) -> bool:
        return self.state in {"reading", "soon", "searching"}


@dataclass(frozen=True, slots=True)
class TopicsFacts:
    """All that the page of topics shows."""

    topics: tuple[TopicFacts, ...]
    search: SearchFacts | None
    job: JobFacts | None  # under way
    hidden: int  # dismissed
