"""Events travel upwards: announced in a transaction, delivered after it, at least once, per handler."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.events import Event
from heedful.platform.core.models import OutboxMessage
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
CLAIM_EXPIRES = timedelta(minutes=5)  # a worker that died holds its message no longer than this

type Handler = Callable[[Any], None]
_handlers: dict[str, dict[str, tuple[type[Any], Handler]]] = {}


def on[F: Handler](event: type[Any]) -> Callable[[F], F]:
    """Register a handler; it must bear being called twice with the same event."""

    def register(handler: F) -> F:
        path = f"{handler.__module__}.{handler.__qualname__}"
        _handlers.setdefault(event.name, {})[path] = (event, handler)
        return handler

    return register


def announce(event: Event) -> None:
    """Queue an event for every handler, in the transaction of the deed it tells of."""
    announce_all([event])


def announce_all(events: Iterable[Event]) -> None:
    """Queue many events at once."""
    if not connection.in_atomic_block:
        raise RuntimeError("Events must be announced in the transaction of the deed")
    now = timezone.now()
    rows = [
        (event.name, path, asdict(event), now, 0, "")
        for event in events
        for path in _handlers.get(event.name, {})
    ]
    insert_rows(OutboxMessage, ["event", "handler", "payload", "due_at", "attempts", "error"], rows)


def deliver_due(*, limit: int = 100, patience: timedelta = timedelta(0)) -> int:
    """Deliver what is due, of all organisations; return how many messages were taken.

    What can be joined waits for more of its kind, as long as ``patience`` says or until they are many.
    """
    now = timezone.now()
    due = OutboxMessage.unscoped.filter(due_at__lte=now, failed_at__isnull=True).order_by("id")[:limit]
    taken = 0
    for together in _heard_together(due):
        waits = _is_joined(together[0]) and together[0].due_at > now - patience
        if waits and len(together) < limit // 2:
            continue
        if claimed := _claim(together):
            taken += len(claimed)
            _deliver(claimed)
    return taken


def _heard_together(messages: Iterable[OutboxMessage]) -> Iterable[list[OutboxMessage]]:
    """Return messages in their order; those that can be joined, for one handler, where the first stands."""
    found: dict[Hashable, list[OutboxMessage]] = {}
    for message in messages:
        kind = (message.organization_id, message.event, message.handler)
        found.setdefault(kind if _is_joined(message) else message.pk, []).append(message)
    return found.values()


def _is_joined(message: OutboxMessage) -> bool:
    event, _handler = _handlers.get(message.event, {}).get(message.handler, (None, None))
    # What failed before is told alone, so that it fails alone.
    return message.attempts == 0 and hasattr(event, "joined")


def _claim(messages: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    # The conditional update is the lock: of two workers only one changes the row.
    attempts = messages[0].attempts
    with writing():
        rows = OutboxMessage.unscoped.filter(pk__in=[each.pk for each in messages], attempts=attempts)
        free = set(rows.select_for_update().values_list("pk", flat=True)) if len(messages) > 1 else None
        changed = rows.update(attempts=attempts + 1, due_at=timezone.now() + CLAIM_EXPIRES)
    if free is None:
        return list(messages) if changed else []
    return [each for each in messages if each.pk in free]


def _deliver(messages: Sequence[OutboxMessage]) -> None:
    first = messages[0]
    try:
        event, handler = _handlers[first.event][first.handler]
        told = [event(**each.payload) for each in messages]
        with organization_scope(first.organization_id):
            handler(told[0] if len(told) == 1 else event.joined(told))
    except Exception as error:
        log.exception("%s failed for %s", first.handler, first.event)
        _put_back(messages, error)
        return
    with writing():
        OutboxMessage.unscoped.filter(pk__in=[each.pk for each in messages]).delete()


def _put_back(messages: Sequence[OutboxMessage], error: Exception) -> None:
    attempts = messages[0].attempts + 1
    now = timezone.now()
    with writing():
        OutboxMessage.unscoped.filter(pk__in=[each.pk for each in messages]).update(
            error=f"{type(error).__name__}: {error}"[:2000],
            due_at=now + timedelta(seconds=2**attempts),
            failed_at=now if attempts >= MAX_ATTEMPTS else None,
        )
