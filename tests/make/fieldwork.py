"""Plans and rules for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.fieldwork import services
from heedful.listen.fieldwork.types import PlanFacts
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor

ANY_HOUR = {"opens_at": "00:00", "closes_at": "00:00"}  # tests run at night too
EVERYBODY = {"sample_known": 1.0, "sample_visitors": 1.0, **ANY_HOUR}


def rules(**changes: Any) -> None:
    """Let the organisation ask everybody at any hour, beside what is said."""
    services.change_rules(EVERYBODY | changes, by=_system())


def plan(
    survey: SurveyFacts, *, start: bool = True, now: datetime | None = None, **document: Any
) -> PlanFacts:
    """Write a plan down and start it."""
    given = {"name": "Plan", **document}
    made = services.define_plan(by=_system(), survey_uid=survey.uid, document=given)
    if start:
        made = services.start_plan(made.uid, by=_system(), now=now or timezone.now())
    return made


def _system() -> Actor:
    return Actor.system(current_organization_id())
