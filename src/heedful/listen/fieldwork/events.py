"""What fieldwork announces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class AsksRecorded:
    """These asks are new or went on."""

    name: ClassVar[str] = "asks.recorded"

    ask_ids: Sequence[int]

    @classmethod
    def joined(cls, events: Sequence[AsksRecorded]) -> AsksRecorded:
        """Visitors come one by one, and the warehouse takes a hundred rows as soon as one."""
        return cls(ask_ids=list(dict.fromkeys(id_ for event in events for id_ in event.ask_ids)))


@dataclass(frozen=True, slots=True)
class AskDue:
    """A message must go out for this ask: the invitation, or the reminder of that number."""

    name: ClassVar[str] = "ask.due"

    ask_id: int
    channel: str
    reminder: int = 0  # 0: the invitation


@dataclass(frozen=True, slots=True)
class EventsRecorded:
    """Something happened to contacts: plans that wait for it are looked at."""

    name: ClassVar[str] = "events.recorded"

    event_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class PlanStarted:
    """A plan runs: its wave may be due at once."""

    name: ClassVar[str] = "plan.started"

    plan_uid: str
