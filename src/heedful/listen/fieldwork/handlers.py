"""What fieldwork hears."""

from __future__ import annotations

from django.utils import timezone

from heedful.listen.audiences.events import ContactsMerged
from heedful.listen.fieldwork import services
from heedful.listen.fieldwork.events import EventsRecorded, PlanStarted
from heedful.platform.core.outbox import on
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor


@on(ContactsMerged)
def hand_over_asks(event: ContactsMerged) -> None:
    services.hand_over_asks(event.kept_id, event.gone_id)


@on(EventsRecorded)
def ask_upon_events(event: EventsRecorded) -> None:
    by = Actor.system(current_organization_id(), "Fieldwork")
    services.ask_upon_events(event.event_ids, by=by, now=timezone.now())


@on(PlanStarted)
def begin_at_once(event: PlanStarted) -> None:
    # Else the wave would wait for the next beat, and the page would not say why.
    by = Actor.system(current_organization_id(), "Fieldwork")
    services.start_due_plan(event.plan_uid, by=by, now=timezone.now())
