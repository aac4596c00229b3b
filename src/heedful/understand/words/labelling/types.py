"""What other rooms see of labels and of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from heedful.platform.core.types import JobFacts

if TYPE_CHECKING:
    from heedful.methods.language.themes.curve import CurvePoint

REASONS = ("random", "uncertain", "uncovered")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A comment to be labelled, and why this one."""

    uid: str
    taxonomy_uid: str
    response_uid: str
    response_id: int
    question_id: int
    question: str
    survey: str
    text: str
    reason: str  # random, uncertain, uncovered
    answered_at: datetime
    coders: int  # who have labelled it
    wanted_coders: int
    mine: frozenset[str] | None = None  # what I said; None: nothing yet


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the queue of a taxonomy is. ``mine`` are those left for one coder."""

    tasks: int
    done: int
    mine: int
    labelled_comments: int  # all that have a label, whatever its origin
    corrections: int  # labels given where a theme was shown


@dataclass(frozen=True, slots=True)
class LabelFacts:
    uid: str
    taxonomy_uid: str
    response_uid: str
    question_id: int
    theme: str  # "": none of these
    is_present: bool
    polarity: int | None
    coder: str
    origin: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """Some of many, with a Wilson interval; all None of nothing."""

    x: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class MeasuredTheme:
    """How a theme is found, on comments that were drawn at random and labelled by people."""

    theme: str
    name: str
    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        wrong = (self.precision.n - self.precision.x) + (self.recall.n - self.recall.x)
        return 2 * self.precision.x / (2 * self.precision.x + wrong) if self.precision.x or wrong else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Mentions of one band of confidence: how sure on average, and how often rightly so."""

    low: float
    high: float
    confidence: float
    right: Share


@dataclass(frozen=True, slots=True)
class Quality:
    """What people's labels say of an edition's themes. ``n`` comments were compared; ``taught`` were not,

    because the version that reads has learnt from them.
    """

    n: int
    taught: int
    themes: tuple[MeasuredTheme, ...] = ()
    overall: MeasuredTheme | None = None
    bins: tuple[Bin, ...] = ()
    calibration_error: float | None = None  # mean distance of confidence from truth, weighted by mentions


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    theme: str
    name: str
    n: int  # comments that two coders or more have labelled
    present: int  # of them, where anybody found the theme
    alpha: float | None
    kappa: float | None  # of the two coders with the most comments in common


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well coders agree, beyond chance."""

    n: int
    coders: tuple[str, ...]
    alpha: float | None
    themes: tuple[ThemeAgreement, ...] = ()


@dataclass(frozen=True, slots=True)
class DriftFacts:
    """A week against the reference. ``facts`` hold a statistic and a p by measure."""

    edition_uid: str
    from_on: date
    to_on: date
    n: int
    is_alarm: bool
    facts: Mapping[str, Any] = field(default_factory=dict)
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """How well themes are found by the number of labelled comments; ``points`` empty: never measured."""

    points: tuple[CurvePoint, ...] = ()
    labelled: int = 0
    draws: int = 0
    measured_at: datetime | None = None
    job: JobFacts | None = None  # on its way, failed or cancelled since
