from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from heedful.listen.responses.types import ResponseCondition
from heedful.understand.words.readings.types import MentionFacts


class Mode(StrEnum):
    WORDS = "words"
    MEANING = "meaning"
    BOTH = "both"


class Sort(StrEnum):
    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which comments. Fields of ``conditions``: those of a response but ``answer.…`` and ``flag``, and theme,
    opinion ("-delivery"), sentiment, type, emotion, class, question.
    """

    survey_uid: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    conditions: tuple[ResponseCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentSearch:
    """``mode`` says how ``text`` is understood; without a text every comment of the filter is found."""

    text: str = ""
    mode: Mode = Mode.BOTH
    sort: Sort = Sort.BEST
    filter: CommentFilter = field(default_factory=CommentFilter)


@dataclass(frozen=True, slots=True)
class CommentHit:
    """A written answer that was found, with what was read in it. Positions are characters of ``text``."""

    response_id: int
    response_uid: str
    question_id: int
    question_uid: str
    question_text: str
    survey_uid: str
    survey_name: str
    unit_uid: str | None
    unit_name: str
    channel: str
    answered_at: datetime
    text: str
    language: str
    score: int | None
    score_class: str  # promoter, passive, detractor, top, rest; "" where nothing was scored
    sentiment: int | None
    emotion: str
    types: tuple[str, ...]
    mentions: tuple[MentionFacts, ...]
    marks: tuple[tuple[int, int], ...] = ()
    nearness: float | None = None  # cosine to what was asked, where meanings were compared


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of what was found. ``total`` None: meanings have degrees, so there is no number."""

    hits: tuple[CommentHit, ...]
    next_cursor: str | None = None
    total: int | None = None
    spelled: tuple[str, ...] = ()  # words that nobody wrote: those like them were looked for
    without_meaning: str = ""  # why meanings were not compared, where that was asked


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Facet:
    field: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchStatus:
    """How the index of an organisation is; ``waiting`` responses are not in it yet as they are now."""

    is_there: bool
    comments: int
    parts: int
    bytes: int
    waiting: int
    to_rewrite: int
    is_rebuilding: bool
    vectors: Mapping[str, int] = field(default_factory=dict)  # by model
