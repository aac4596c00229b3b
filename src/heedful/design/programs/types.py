"""A programme as data: one question, the goals that answer it, who is listened to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Pillar(StrEnum):
    """The economic aim a goal serves."""

    ACQUISITION = "acquisition"
    RETENTION = "retention"
    GROWTH = "cross_sell_upsell"
    COST = "cost_reduction"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGoal:
    """A number to be reached by a day. ``segment`` is a filter as it stands in addresses."""

    metric: str
    target: float
    due_on: date
    pillar: Pillar
    survey_uid: str | None = None
    segment: str = ""
    baseline: float | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgram:
    name: str
    business_question: str
    audiences: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    goals: tuple[NewGoal, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalFacts:
    uid: str
    metric: str
    survey_uid: str | None
    survey_name: str
    segment: str
    baseline: float | None
    target: float
    due_on: date
    owner: str
    pillar: Pillar


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    uid: str
    name: str
    business_question: str
    audiences: tuple[str, ...]
    stakeholders: tuple[str, ...]
    goals: tuple[GoalFacts, ...]
    survey_uids: tuple[str, ...]
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Answers a wave needs, so that the step from baseline to target is told from noise."""

    just_significant: int
    with_power: int  # found in 80 of 100 cases
    passives: float  # per cent, assumed
