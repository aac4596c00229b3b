"""Events set plans off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from heedful.listen.fieldwork.queries.events import events_by_id
from heedful.listen.fieldwork.queries.plans import plans_on_event
from heedful.listen.fieldwork.queries.rules import contact_rules
from heedful.listen.fieldwork.rules.fielding import Fielding
from heedful.listen.fieldwork.rules.schedule import meets
from heedful.listen.fieldwork.services.asking import ask_contacts
from heedful.listen.fieldwork.services.book import Occasion
from heedful.listen.fieldwork.types import AskFacts, EventFacts, PlanFacts
from heedful.platform.core.errors import NotFound
from heedful.platform.core.types import Actor, Permission


def ask_upon_events(event_ids: Sequence[int], *, by: Actor, now: datetime) -> list[AskFacts]:
    """Look at the running plans that wait for these events; the same event asks nobody twice."""
    by.require(Permission.WRITE_ANSWERS)
    asked = []
    for event in events_by_id(event_ids):
        if event.contact_id is None:
            continue
        for plan in plans_on_event(event.name):
            if _is_fresh(plan, event, now) and meets(plan.definition.trigger.conditions, event.properties):
                asked += _ask(plan, event, by=by, now=now)
    return asked


def _is_fresh(plan: PlanFacts, event: EventFacts, now: datetime) -> bool:
    """Whether an event is news: after the plan was started, and not longer ago than the rules wait."""
    if plan.started_at is None or event.occurred_at < plan.started_at:
        return False
    delay = timedelta(minutes=plan.definition.delay_minutes)
    return now - event.occurred_at <= delay + timedelta(hours=contact_rules(plan.survey_id).patience_hours)


def _ask(plan: PlanFacts, event: EventFacts, *, by: Actor, now: datetime) -> list[AskFacts]:
    assert event.contact_id is not None
    occasion = Occasion(
        plan.survey_id,
        str(plan.definition.channel),
        f"{plan.uid}:{event.uid}",
        now,
        fielding=Fielding(plan),
        base=event.occurred_at,
    )
    try:
        return list(ask_contacts([event.contact_id], occasion, by=by).values())
    except NotFound:
        return []  # erased since
