from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max, QuerySet

from heedful.listen.audiences.queries import contact_ids_of
from heedful.listen.fieldwork.models import TrackedEvent
from heedful.listen.fieldwork.types import EventFacts
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission


def tracked_events(
    *,
    by: Actor,
    name: str = "",
    contact_uid: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[EventFacts]:
    """What happened to contacts, newest first."""
    rows = _visible(by)
    if name:
        rows = rows.filter(name=name)
    if contact_uid:
        rows = rows.filter(contact_id__in=contact_ids_of(contact_uid))
    return cursor_page(rows, event_facts, order=("-occurred_at", "-id"), cursor=cursor, limit=limit)


def event_names(*, by: Actor) -> tuple[tuple[str, int], ...]:
    """Names of events that came in, the most recent first, with how many there are."""
    rows = _visible(by).order_by().values_list("name")
    found = rows.annotate(n=Count("id"), last=Max("occurred_at")).order_by("-last", "name")[:200]
    return tuple((name, n) for name, n, _ in found)


def events_by_id(event_ids: Iterable[int]) -> tuple[EventFacts, ...]:
    """Events by id, in the order in which they came in."""
    rows = TrackedEvent.objects.filter(id__in=set(event_ids)).order_by("id")
    return tuple(event_facts(row) for row in rows)


def all_events_of(contact_uid: str, *, by: Actor) -> tuple[EventFacts, ...]:
    by.require(Permission.READ_CONTACTS)
    rows = TrackedEvent.objects.filter(contact_id__in=contact_ids_of(contact_uid))
    return tuple(event_facts(row) for row in rows.order_by("-occurred_at", "-id"))


def _visible(by: Actor) -> QuerySet[TrackedEvent]:
    by.require(Permission.READ_CONTACTS)
    # Events belong to no unit, so only who sees all of them sees any.
    return TrackedEvent.objects.all() if by.unit_ids is None else TrackedEvent.objects.none()


def event_facts(row: TrackedEvent) -> EventFacts:
    return EventFacts(
        row.pk,
        row.uid,
        row.name,
        row.contact_id,
        row.properties,
        row.occurred_at,
        row.received_at,
        row.source,
    )
