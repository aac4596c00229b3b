"""Scores with their base, interval and verdict: what pages, the API and the command line show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from heedful.methods.results import Comparison
from heedful.understand.warehouse.types import Filter, Freshness, Grain, LeftOut

type GroupKey = tuple[str | int | float | bool | None, ...]


class Unit(StrEnum):
    """What a score is counted in."""

    POINTS = "points"  # -100..100
    PERCENT = "per cent"
    SCALE = "scale"  # the steps of the question


class Repeats(StrEnum):
    """What several answers of one contact mean for a score."""

    ALL = "all"  # each counts for itself
    LAST = "last"  # only the newest of each contact
    CLUSTERED = "clustered"  # all count, the interval knows that they come from the same person


@dataclass(frozen=True, slots=True)
class AnswerClass:
    """A named group of answers: promoters, satisfied; ``tone`` is good, neutral or bad."""

    key: str
    label: str
    tone: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """A metric's definition, which stands in one place: its kind."""

    key: str
    label: str
    unit: Unit
    definition: str
    version: int
    question_kinds: tuple[str, ...]  # empty: counts asks, not answers
    intervals: tuple[str, ...]  # the first is the default
    needs_question: bool = False  # only shown for a named question
    name: str = ""  # the label in the language of the page; the API keeps ``label``
    meaning: str = ""  # the definition in the language of the page


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """Which score, of what. Without a survey: of every survey that asks the metric's kind of question."""

    metric: str
    survey_uid: str | None = None
    question_key: str | None = None
    filter: Filter = field(default_factory=Filter)
    weighted: bool = False
    interval: str | None = None
    level: float = 0.95
    repeats: Repeats = Repeats.ALL
    theme: str | None = None  # key; what metrics of words are about


@dataclass(frozen=True, slots=True)
class ClassShare:
    key: str
    label: str
    tone: str
    n: int
    share: float | None  # per cent, weighted if the score is


@dataclass(frozen=True, slots=True)
class Score:
    """One number, never without its base. ``value`` is ``None`` when nobody answered."""

    metric: str
    unit: Unit
    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    n_missing: int
    n_invalid: int
    n_effective: float
    method: str
    is_weighted: bool = False
    se: float | None = None
    classes: tuple[ClassShare, ...] = ()


class Finding(StrEnum):
    REAL_CHANGE = "real change"
    NOISE = "cannot be told from noise"
    TOO_FEW = "too few answers"
    NO_ANSWERS = "no answers"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a difference is one, in a word and in a sentence."""

    finding: Finding
    sentence: str
    comparison: Comparison
    answers_needed: int | None = None  # more, per group, to tell a difference of this size

    @property
    def is_better(self) -> bool | None:
        if self.finding is not Finding.REAL_CHANGE or self.comparison.difference is None:
            return None
        return self.comparison.difference > 0


@dataclass(frozen=True, slots=True)
class Compared:
    """``current`` against ``reference``: two periods or two groups."""

    current: Score
    reference: Score
    current_label: str
    reference_label: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TrendPoint:
    start: date  # first day of the period, in the organisation's time zone
    hour: int | None  # only in a trend by hour
    label: str
    score: Score


@dataclass(frozen=True, slots=True)
class Trend:
    grain: Grain
    points: tuple[TrendPoint, ...]  # periods without answers are there, with value None
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """A group. ``stands_out``: differs from all others; where groups overlap: from the answers outside it.

    ``is_near_best``: cannot be told from the best; never said of groups that overlap.
    """

    key: GroupKey
    label: str
    score: Score
    is_near_best: bool = False
    stands_out: bool = False
    has_few: bool = False  # too few answers to be ranked: listed last, compared with nothing
    p_value: float | None = None  # of ``stands_out``, adjusted for the number of groups
    conditions: tuple[str, ...] = ()  # as in addresses: opens the answers of the group


@dataclass(frozen=True, slots=True)
class Breakdown:
    dimension: str
    dimension_label: str
    total: Score
    rows: tuple[BreakdownRow, ...]  # best first; then groups with few answers, best first; then none
    suppressed: int  # groups under the minimum base, not shown
    freshness: Freshness
    adjustment: str  # how the many comparisons were allowed for
    overlaps: bool = False  # an answer may stand in several rows, so their n add up to more


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one group adds to a change: ``part`` is its own change times its share of the answers."""

    key: GroupKey
    label: str
    score: Score  # now
    change: float
    part: float
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributions:
    """A change split by a dimension: ``total == rate + mix``; ``named`` groups account for it."""

    dimension: str
    dimension_label: str
    total: float
    rate: float  # groups scored otherwise
    mix: float  # other groups answered
    named: tuple[Contribution, ...]  # the largest part first
    moved: tuple[Contribution, ...] = ()  # moved unlike the others, but are too small to explain it


@dataclass(frozen=True, slots=True)
class Impact:
    """A score less what it would be without those who speak of a theme; ``is_real`` allows for all themes."""

    value: float | None
    low: float | None
    high: float | None
    score_without: float | None
    n_part: int
    n_rest: int
    p_value: float | None = None  # adjusted
    is_real: bool = False


@dataclass(frozen=True, slots=True)
class ThemeClass:
    """A class of answers among those who speak of a theme, and among all others; in per cent."""

    key: str
    label: str
    tone: str
    n: int
    share: float | None
    share_of_rest: float | None


@dataclass(frozen=True, slots=True)
class ThemePoint:
    start: date
    label: str
    share: Score
    net: Score


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """A theme in numbers. ``n`` counts responses: who names it twice counts once."""

    key: str
    label: str
    parent: str  # key of the theme above, empty for none
    n: int
    share: Score  # of what was read
    net: Score
    impact: Impact
    score: Score  # of those who speak of it
    classes: tuple[ThemeClass, ...] = ()
    change: Verdict | None = None  # of the share, against the period before
    mood: Verdict | None = None  # of the net sentiment
    series: tuple[ThemePoint, ...] = ()
    has_few: bool = False


@dataclass(frozen=True, slots=True)
class ThemesFound:
    """Every theme that is spoken of, and what the figures stand on."""

    rows: tuple[ThemeFigures, ...]  # what lowers the score most first; those with few answers last
    metric: MetricFacts
    score: Score
    n_read: int
    n_unread: int  # responses without words, or whose words were not read
    grain: Grain
    suppressed: int
    freshness: Freshness
    adjustment: str

    def theme(self, key: str) -> ThemeFigures | None:
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a number comes from, all of it."""

    metric: MetricFacts
    request: ScoreRequest
    score: Score
    questions: tuple[Mapping[str, str | int], ...]
    filter_words: tuple[str, ...]
    rows_in: int
    left_out: tuple[LeftOut, ...]
    histogram: tuple[tuple[float, int, float], ...]  # value, answers, sum of weights
    freshness: Freshness
    time_zone: str
