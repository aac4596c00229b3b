"""What happened to contacts, as other systems tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import batched

import orjson
from django.utils import timezone

from heedful.listen.audiences.services import ensure_contacts
from heedful.listen.audiences.types import AttributeValue, NewContact
from heedful.listen.fieldwork.events import EventsRecorded
from heedful.listen.fieldwork.models import TrackedEvent
from heedful.listen.fieldwork.queries.events import event_facts
from heedful.listen.fieldwork.rules.events import event_problems
from heedful.listen.fieldwork.types import EventFacts, NewEvent
from heedful.platform.core import audit
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

MAX_EVENTS = 1_000
_PER_QUERY = 5_000
_FIELDS = (
    "uid", "contact", "name", "properties", "occurred_at", "received_at", "source", "idempotency_key",
)  # fmt: skip


def record_event(
    *,
    by: Actor,
    name: str,
    contact: NewContact | None = None,
    contact_id: int | None = None,
    properties: Mapping[str, AttributeValue] | None = None,
    occurred_at: datetime | None = None,
    idempotency_key: str = "",
    source: str = "api",
) -> EventFacts:
    """Write down what happened to a contact; plans that wait for it are looked at right after."""
    moment = occurred_at or timezone.now()
    event = NewEvent(name, moment, contact, contact_id, properties or {}, idempotency_key, source)
    keys = record_events([event], by=by)
    return event_facts(TrackedEvent.objects.get(idempotency_key=keys[0]))


def record_events(new: Sequence[NewEvent], *, by: Actor) -> list[str]:
    """Write down what happened; an event whose key is known changes nothing. Return their keys in order."""
    by.require(Permission.WRITE_ANSWERS)
    problems = [problem for row, event in enumerate(new, start=1) for problem in event_problems(event, row)]
    if problems:
        raise InvalidInput(*problems[:100])
    _refuse_from_the_future(new)
    with writing():
        people = _people(new, by=by)
        keys = [event.idempotency_key or _key(event, who) for event, who in zip(new, people, strict=True)]
        known = _known(keys)
        fresh = {
            key: (event, who) for key, event, who in zip(keys, new, people, strict=True) if key not in known
        }
        _insert(fresh)
        if fresh:
            audit.record("events.recorded", by=by, count=len(fresh))
            ids = [id_ for id_, _ in _ids(fresh)]
            announce(EventsRecorded(event_ids=ids))
    return keys


def _refuse_from_the_future(new: Sequence[NewEvent]) -> None:
    latest = timezone.now() + timedelta(minutes=10)  # clocks differ a little
    problems = [
        Problem("occurred_at", "lies in the future", row=row)
        for row, event in enumerate(new, start=1)
        if event.occurred_at > latest
    ]
    if problems:
        raise InvalidInput(*problems[:100])


def _people(new: Sequence[NewEvent], *, by: Actor) -> list[int | None]:
    named = [event.contact for event in new if event.contact is not None and event.contact_id is None]
    ids = iter(ensure_contacts(named, by=by))
    return [
        event.contact_id if event.contact_id is not None else next(ids) if event.contact else None
        for event in new
    ]


def _key(event: NewEvent, contact_id: int | None) -> str:
    told = [event.name, contact_id, event.occurred_at.isoformat(), dict(event.properties)]
    return "made:" + blake2b(orjson.dumps(told, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _known(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for some in batched(sorted(set(keys)), _PER_QUERY, strict=False):
        rows = TrackedEvent.objects.filter(idempotency_key__in=some)
        found |= set(rows.values_list("idempotency_key", flat=True))
    return found


def _insert(fresh: Mapping[str, tuple[NewEvent, int | None]]) -> None:
    now = timezone.now()
    rows = [
        (
            new_uid("evt"), who, event.name, dict(event.properties), event.occurred_at, now,
            event.source[:120], key,
        )
        for key, (event, who) in fresh.items()
    ]  # fmt: skip
    insert_rows(TrackedEvent, _FIELDS, rows, ignore_conflicts=True)


def _ids(fresh: Mapping[str, object]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for some in batched(sorted(fresh), _PER_QUERY, strict=False):
        found += TrackedEvent.objects.filter(idempotency_key__in=some).values_list("id", "idempotency_key")
    return sorted(found)
