"""How a survey is fielded: upon what, to whom, when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from heedful.design.surveys.types import Condition
from heedful.listen.audiences.types import AttributeValue, NewContact
from heedful.listen.fieldwork.sampling.design import EVERYONE, SampleDesign
from heedful.listen.fieldwork.types.asks import Channel

MAX_REMINDERS = 3


class PlanState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class TriggerKind(StrEnum):
    EVENT = "event"  # something happened to a contact
    SCHEDULE = "schedule"  # every day, week or month
    COHORT = "cohort"  # so many days after a date known of each contact
    WAVE = "wave"  # once
    ALWAYS = "always"  # whoever comes along: widget, link, app


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class AudienceKind(StrEnum):
    ALL = "all"
    SEGMENT = "segment"  # contacts whose attributes meet conditions
    LIST = "list"  # contacts named one by one, or uploaded
    UNIT = "unit"  # contacts met at a unit or below it


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets asking off; only the fields of its kind are looked at."""

    kind: TriggerKind = TriggerKind.WAVE
    event: str = ""
    conditions: tuple[Condition, ...] = ()  # on properties of the event: ``property.KEY``
    every: Every = Every.MONTH
    weekday: int = 0  # of a weekly one; Monday is 0
    day: int = 1  # of a monthly or quarterly one, 1 to 28
    at: time = time(9)  # where the organisation is
    attribute: str = ""  # of a cohort: a date
    days_after: int = 30
    wave_at: datetime | None = None  # of a wave; None: as soon as it is started


@dataclass(frozen=True, slots=True)
class Audience:
    kind: AudienceKind = AudienceKind.ALL
    conditions: tuple[Condition, ...] = ()  # ``attribute.KEY`` or ``language``
    unit: str = ""  # uid


@dataclass(frozen=True, slots=True)
class PlanDefinition:
    """A plan as the editor, the API and a file mean it."""

    name: str
    channel: Channel = Channel.EMAIL
    trigger: Trigger = Trigger()
    audience: Audience = Audience()
    delay_minutes: int = 0  # after the trigger
    spread_days: int = 0  # asks spread evenly over so many days, each person on their own day
    sample: SampleDesign | None = EVERYONE  # None: the share of the contact rules
    seed: str = ""
    reminders: tuple[int, ...] = ()  # days after the invitation
    priority: int | None = None  # None: that of the contact rules
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True)
class PlanFacts:
    id: int
    uid: str
    survey_id: int
    survey_uid: str
    survey_name: str
    definition: PlanDefinition
    state: PlanState
    next_at: datetime | None
    created_by: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    members: int = 0  # of a list


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened to a contact as it comes in; the same key again is the same event."""

    name: str
    occurred_at: datetime
    contact: NewContact | None = None
    contact_id: int | None = None
    properties: Mapping[str, AttributeValue] = field(default_factory=dict)
    idempotency_key: str = ""  # empty: made of what happened to whom and when
    source: str = "api"


@dataclass(frozen=True, slots=True)
class EventFacts:
    id: int
    uid: str
    name: str
    contact_id: int | None
    properties: Mapping[str, Any]
    occurred_at: datetime
    received_at: datetime
    source: str
