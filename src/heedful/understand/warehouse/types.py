"""The one query shape: counts (with Σw and Σw²) by cell and value, under a filter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from heedful.methods.histograms import Histogram


class Grain(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Operator(StrEnum):
    IS = "="
    IS_NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    BETWEEN = "between"
    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """One field against values. Fields: survey, version, channel, touchpoint, language, unit (with all
    below it), unit.LEVEL (ancestor's key at a level), group, attribute keys as ``attribute.KEY``,
    answers as ``answer.QUESTION_UID`` (the value given), and of what was written: theme, opinion (a theme
    with how it is spoken of, ``-delivery``), sentiment, emotion, comment_type, comment_language. Several
    values mean any of them.
    """

    field: str
    operator: Operator
    values: tuple[str | int | float | bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """What rows count. ``from_on``/``to_on`` are days in the organisation's time zone, both included."""

    conditions: tuple[Condition, ...] = ()
    from_on: date | None = None
    to_on: date | None = None


class Repeats(StrEnum):
    """What several answers of one contact mean."""

    ALL = "all"  # every response counts; intervals allow for clustering where asked
    LAST = "last"  # the newest of each contact within the filter counts; anonymous ones all count


@dataclass(frozen=True, slots=True)
class Query:
    """Counts by value of one measure (a question, or one question in several surveys), in cells.

    ``by`` names up to three dimensions: the fields of :class:`Condition`, or ``time.GRAIN``. Keys of
    periods are their first day (``2026-03-01``, an hour ``2026-03-01T14``), of units the unit's key,
    of surveys the uid. Without questions, responses are counted, all at the value 1, unless ``measure``
    says what of their words is measured: ``sentiment`` (-1, 0, 1), ``theme`` (1 where some theme is spoken
    of, 0 where none is), ``theme:KEY`` (1, 0), ``opinion:KEY`` (how those who speak of it do: -1, 0, 1), or
    ``opinion`` (the same of every theme of the dimension ``theme``). A response counts once a theme.
    """

    question_ids: tuple[int, ...]
    by: tuple[str, ...] = ()
    filter: Filter = field(default_factory=Filter)
    repeats: Repeats = Repeats.ALL
    clustered: bool = False  # also return the sums over contacts that a clustered variance needs
    value_scores: tuple[tuple[float, float], ...] = ()  # what a value adds there; empty: the value itself
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Sums over clusters (contacts) k of a value scored by class, for the linearised variance of a ratio."""

    count: int
    n: int
    s: float
    ss: float  # Σ s_k²
    ns: float  # Σ n_k s_k
    nn: float  # Σ n_k²


@dataclass(frozen=True, slots=True)
class Cell:
    key: tuple[str | int | float | bool | None, ...]  # one per dimension of the query, None = not known
    histogram: Histogram
    clusters: Clusters | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """Which state of the data a result is of."""

    table_version: int  # of the Delta table; -1 before the first flush
    pending: int  # changed responses counted from the record store
    is_behind: bool = False  # a large backlog is on its way in: its rows count as they were before


@dataclass(frozen=True, slots=True)
class Result:
    cells: tuple[Cell, ...]
    freshness: Freshness
    suppressed: int = 0  # cells under the minimum base that were taken out


@dataclass(frozen=True, slots=True)
class TextMention:
    """A theme in a written answer. Positions are characters of the stored answer, the end not included."""

    theme: str
    start: int
    end: int
    polarity: int | None  # -1, 0, 1; None: the language is not read
    confidence: float
    source: str = "model"  # model, rule, label
    parent: str = ""  # the theme above: who speaks of this one speaks of that one too


@dataclass(frozen=True, slots=True)
class ReadText:
    """What was read in one written answer: what the words module hands over."""

    response_id: int
    question_id: int
    edition: int
    language: str = ""
    sentiment: int | None = None  # -1, 0, 1; None: not read
    score: float | None = None  # -1 … 1
    emotion: str = ""
    types: tuple[str, ...] = ()
    is_tagged: bool = False  # it was looked through for themes; without any it speaks of none of them
    mentions: tuple[TextMention, ...] = ()


@dataclass(frozen=True, slots=True)
class WarehouseStatus:
    """How the projection of an organisation is: its size, and how far behind it may be."""

    engine: str
    rows: int
    files: int
    bytes: int
    version: int  # -1: nothing has been flushed yet
    pending: int  # changed responses waiting for the projector
    asks: int
    mentions: int
    texts: int = 0  # written answers that were read

    @property
    def bytes_per_response(self) -> float | None:
        return self.bytes / self.rows if self.rows else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows a result did not count, by reason: test, excluded:REASON, other_unit, …"""

    reason: str
    n: int
