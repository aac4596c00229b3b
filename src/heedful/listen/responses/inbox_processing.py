"""From the inbox to responses: in the order of arrival, in batches, exactly once.

A row is settled in the transaction that stores it, so a crash leaves either both or neither.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import orjson
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from heedful.listen.audiences.types import IdentityKind, NewContact
from heedful.listen.responses.intake import read_time
from heedful.listen.responses.models import InboxEntry, Refusal
from heedful.listen.responses.services import check_all, store_checked, store_responses
from heedful.listen.responses.types import NewResponse
from heedful.platform.core.errors import TryLater
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5
SOURCE = "api"
KEPT = timedelta(days=14)
PURGED_AT_ONCE = 2_000


def process_inbox(limit: int = 500) -> int:
    """Store what waits, at most ``limit`` rows; return how many were settled or tried in vain."""
    try:
        if connection.vendor == "sqlite":
            return _process_checked(limit)
        with writing():  # workers beside this one take other rows
            entries = _waiting(limit)
            _store(entries)
    except (OperationalError, InterfaceError, TryLater):
        raise  # the database, not a row: the worker's loop waits and comes again
    except Exception:
        log.exception("A batch of the inbox was not stored; its rows follow one by one")
        return _process_apart(limit)
    return len(entries)


def _process_checked(limit: int) -> int:
    """Check before the transaction: the door needs SQLite's one writer, and checking takes the longest."""
    entries = list(InboxEntry.unscoped.filter(settled_at__isnull=True).order_by("id")[:limit])
    checked = []
    for by, rows in _by_sender(entries):
        with organization_scope(by.organization_id):
            checked.append((by, check_all([_new_response(row) for row in rows], by=by)))
    with writing():
        for by, some in checked:
            with organization_scope(by.organization_id):
                store_checked(some, by=by)
        _settle(entries, body=b"")  # it is stored, and what was redacted there shall not lie here
    return len(entries)


@every(hours=1)
def purge_old() -> None:
    purge_inbox()


def purge_inbox(*, before: datetime | None = None) -> int:
    """Delete settled rows that are old enough; what could not be stored stays for a person to look at."""
    old = InboxEntry.unscoped.filter(settled_at__lt=before or timezone.now() - KEPT, error="")
    purged = 0
    while ids := list(old.order_by("id").values_list("id", flat=True)[:PURGED_AT_ONCE]):
        with writing():
            purged += InboxEntry.unscoped.filter(id__in=ids).delete()[0]
    return purged


def waiting_since() -> datetime | None:
    """Return when the oldest row that still waits came in."""
    waiting = InboxEntry.unscoped.filter(settled_at__isnull=True).order_by("id")
    return waiting.values_list("received_at", flat=True).first()


def _waiting(limit: int) -> list[InboxEntry]:
    # Two workers on PostgreSQL take different rows; SQLite knows no row locks and has one writer.
    found = InboxEntry.unscoped.select_for_update(skip_locked=True).filter(settled_at__isnull=True)
    return list(found.order_by("id")[:limit])


def _store(entries: Sequence[InboxEntry]) -> None:
    for by, rows in _by_sender(entries):
        with organization_scope(by.organization_id):
            store_responses([_new_response(row) for row in rows], by=by)
    _settle(entries, body=b"")


def _by_sender(entries: Sequence[InboxEntry]) -> Iterator[tuple[Actor, list[InboxEntry]]]:
    """Yield rows that follow one another and have the same sender."""
    for (organization_id, label), group in groupby(
        entries, key=lambda entry: (entry.organization_id, entry.actor_label)
    ):
        yield Actor.system(organization_id, label), list(group)


def _settle(entries: Sequence[InboxEntry], **changes: Any) -> None:
    if entries:
        ids = [entry.pk for entry in entries]
        InboxEntry.unscoped.filter(id__in=ids).update(settled_at=timezone.now(), **changes)


def _process_apart(limit: int) -> int:
    """One row that cannot be stored must not hold up the others."""
    entries = list(InboxEntry.unscoped.filter(settled_at__isnull=True).order_by("id")[:limit])
    for entry in entries:
        try:
            with writing():
                _store([entry])
        except (OperationalError, InterfaceError, TryLater):
            raise
        except Exception as error:
            log.exception("Row %s of the inbox was not stored", entry.pk)
            _note_failure(entry, f"{type(error).__name__}: {error}"[:2000])
    return len(entries)


def _note_failure(entry: InboxEntry, error: str) -> None:
    attempts = entry.attempts + 1
    with writing(), organization_scope(entry.organization_id):
        InboxEntry.unscoped.filter(pk=entry.pk).update(attempts=attempts, error=error)
        if attempts >= MAX_ATTEMPTS:
            content = orjson.loads(entry.body)
            Refusal.objects.create(
                source=SOURCE,
                reason="could not be stored by a fault of ours; it is kept in the inbox",
                body=content["row"],
                idempotency_key=content["key"],
                survey_id=content["survey"],
            )
            _settle([entry])


def _new_response(entry: InboxEntry) -> NewResponse:
    content = orjson.loads(entry.body)
    row: dict[str, Any] = content["row"]
    answered_at = row.get("answered_at")
    known: dict[str, Any] = content.get("known") or {}
    return NewResponse(
        idempotency_key=content["key"],
        uid=content["uid"],
        survey_id=content["survey"],
        version=content["version"],
        answers={key: value for key, value in row["answers"].items() if value is not None},
        answered_at=read_time(answered_at) if answered_at else entry.received_at,
        contact=_contact(row.get("contact")),
        contact_id=known.get("contact_id"),
        unit_key=row.get("unit") or None,
        unit_id=known.get("unit_id"),
        channel=row.get("channel") or SOURCE,
        touchpoint=row.get("touchpoint") or "",
        language=row.get("language") or "",
        weight=row.get("weight"),
        attributes=row.get("attributes") or {},
        is_test=bool(row.get("is_test")),
        status=row.get("status") or "completed",
        source=known.get("source") or SOURCE,
        raw=row,
        duration=row.get("duration"),
        is_bot=bool(known.get("is_bot")),
        is_whole=bool(known.get("is_whole")),
    )


def _contact(given: Mapping[str, Any] | None) -> NewContact | None:
    if not given:
        return None
    return NewContact(
        identities=tuple((kind.value, given[kind]) for kind in IdentityKind if given.get(kind)),
        name=given.get("name") or "",
        language=given.get("language") or "",
        attributes=given.get("attributes") or {},
    )
