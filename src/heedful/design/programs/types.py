from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Pillar(StrEnum):
    """What a goal is worth money for."""

    ACQUISITION = "acquisition"
    RETENTION = "retention"
    GROWTH = "cross_sell_upsell"
    COST = "cost_reduction"


@dataclass(frozen=True, slots=True)
class GoalDefinition:
    """A number to be reached by a day: of which metric and whom, from where, by whose doing."""

    metric: str
    target: float
    due_on: date
    pillar: Pillar
    baseline: float | None = None
    segment: str = ""  # a filter as it stands in addresses
    survey_uid: str | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ProgramDefinition:
    name: str
    business_question: str
    audiences: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    survey_uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersNeeded:
    """Answers a wave until the step from baseline to target is seen: at all, and in 8 of 10 waves."""

    just_significant: int
    with_power: int


@dataclass(frozen=True, slots=True)
class GoalFacts:
    uid: str
    metric: str
    target: float
    due_on: date
    pillar: Pillar
    baseline: float | None
    segment: str
    survey_uid: str | None
    survey_name: str
    owner: str
    answers_needed: AnswersNeeded | None  # None where the metric or the baseline does not tell


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    uid: str
    name: str
    business_question: str
    audiences: tuple[str, ...]
    stakeholders: tuple[str, ...]
    surveys: tuple[tuple[str, str], ...]  # uid, name
    goals: tuple[GoalFacts, ...]
    created_at: datetime
    archived_at: datetime | None
