"""Events travel upwards: announced in a transaction, delivered after it, at least once, per handler."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

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
    OutboxMessage.objects.bulk_create(
        OutboxMessage(event=event.name, handler=path, payload=asdict(event))
        for event in events
        for path in _handlers.get(event.name, {})
    )


def deliver_due(*, limit: int = 100) -> int:
    """Deliver what is due, of all organisations; return how many messages were taken."""
    now = timezone.now()
    due = OutboxMessage.unscoped.filter(due_at__lte=now, failed_at__isnull=True).order_by("id")[:limit]
    taken = 0
    for message in list(due):
        if _claim(message):
            taken += 1
            _deliver(message)
    return taken


def _claim(message: OutboxMessage) -> bool:
    # The conditional update is the lock: of two workers only one changes the row.
    with writing():
        return bool(
            OutboxMessage.unscoped.filter(pk=message.pk, attempts=message.attempts).update(
                attempts=message.attempts + 1, due_at=timezone.now() + CLAIM_EXPIRES
            )
        )


def _deliver(message: OutboxMessage) -> None:
    try:
        event, handler = _handlers[message.event][message.handler]
        with organization_scope(message.organization_id):
            handler(event(**message.payload))
    except Exception as error:
        log.exception("%s failed for %s", message.handler, message.event)
        _put_back(message, error)
        return
    with writing():
        OutboxMessage.unscoped.filter(pk=message.pk).delete()


def _put_back(message: OutboxMessage, error: Exception) -> None:
    attempts = message.attempts + 1
    now = timezone.now()
    with writing():
        OutboxMessage.unscoped.filter(pk=message.pk).update(
            error=f"{type(error).__name__}: {error}"[:2000],
            due_at=now + timedelta(seconds=2**attempts),
            failed_at=now if attempts >= MAX_ATTEMPTS else None,
        )
