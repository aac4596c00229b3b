from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from heedful.listen.fieldwork.experiments import Experiment, Outcome


class Unit(StrEnum):
    PERCENT = "percent"  # of people
    POINTS = "points"  # of an NPS
    SCALE = "scale"  # steps of the scale


@dataclass(frozen=True, slots=True)
class ArmDay:
    """What one day's people of an arm brought: their number, and sum and sum of squares of the outcome."""

    arm: str
    day: date
    n: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class Look:
    """What one would have seen at the end of a day."""

    day: date
    n: int
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ArmResult:
    key: str
    n: int
    value: float | None


class Verdict(StrEnum):
    BROKEN = "broken"  # the split is not as planned: nothing else can be believed
    TOO_FEW = "too_few"
    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"  # not told from noise


@dataclass(frozen=True, slots=True)
class ArmComparison:
    """An arm against the first one, with limits that hold however often one looks."""

    arm: str
    difference: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    outcome: Outcome
    unit: Unit
    arms: tuple[ArmResult, ...]
    comparisons: tuple[ArmComparison, ...]


@dataclass(frozen=True, slots=True)
class ExperimentResult:
    """``split_p`` below 0.001 means that people were not split as planned."""

    experiment: Experiment
    survey_name: str
    people: tuple[tuple[str, int, float], ...]  # arm, people asked, share planned
    split_p: float | None
    is_split_broken: bool
    main: OutcomeResult
    others: tuple[OutcomeResult, ...]
    waiting: int  # asked lately: still left out of the response rate
