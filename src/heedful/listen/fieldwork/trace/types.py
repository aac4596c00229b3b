from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from heedful.listen.fieldwork.types import AskFacts, Decision, Disposition


@dataclass(frozen=True, slots=True)
class Trace:
    """What would be decided now about one person and one survey, and what was decided before."""

    who: str  # how to call them
    contact_uid: str | None
    device: str
    survey_uid: str
    survey_name: str
    channel: str
    plan_uid: str | None
    plan_name: str
    now: datetime
    decision: Decision
    would_be: Disposition  # what the ledger would say
    past: tuple[AskFacts, ...]  # of this survey, newest first
