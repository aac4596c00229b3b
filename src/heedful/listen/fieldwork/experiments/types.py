from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from heedful.design.surveys.types import Texts


class State(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What the arms are compared by."""

    RESPONSE = "response"  # answered, of those asked
    COMPLETION = "completion"  # answered to the end, of those who began
    SCORE = "score"  # mean of the first scale question, -1..1 for NPS


@dataclass(frozen=True, slots=True)
class Changes:
    """What is other in an arm; empty: as the survey stands."""

    questions: Mapping[str, Texts] = field(default_factory=dict)  # wording by key of the question
    title: Texts = field(default_factory=dict)
    intro: Texts = field(default_factory=dict)
    subject: Texts = field(default_factory=dict)  # of the invitation by mail
    channel: str = ""  # asked by this channel, where the person has it
    hour: int | None = None  # sent at this hour of the person's day, 0..23


@dataclass(frozen=True, slots=True)
class Arm:
    """A variant; shares of all arms are taken relative to their sum."""

    key: str
    share: float = 1.0
    changes: Changes = field(default_factory=Changes)


@dataclass(frozen=True, slots=True)
class Experiment:
    """Arms of one survey; the first arm is what the others are compared with."""

    id: int
    uid: str
    survey_id: int
    survey_uid: str
    name: str
    arms: tuple[Arm, ...]
    outcome: Outcome = Outcome.RESPONSE
    state: State = State.DRAFT
    hold_out: float = 0.0  # share of the people whom nobody asks while it runs
    started_at: datetime | None = None
    stopped_at: datetime | None = None

    def arm(self, key: str) -> Arm | None:
        return next((arm for arm in self.arms if arm.key == key), None)


@dataclass(frozen=True, slots=True)
class AskInArm:
    """An ask that was made in an arm."""

    uid: str
    variant: str
    channel: str
    disposition: str
    asked_at: datetime
