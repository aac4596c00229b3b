"""Respondents take back what they answered: it goes from the inbox, the tables and every projection."""

from __future__ import annotations

from heedful.listen.responses.events import AnswersWithdrawn, ResponsesDeleted
from heedful.listen.responses.models import InboxEntry, Refusal, Response
from heedful.listen.responses.services.feed import mark_changed
from heedful.listen.responses.uploads.services import forget_uploads
from heedful.platform.core import audit
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def withdraw_answers(key: str, *, by: Actor) -> int:
    """Delete the response with this key, stored or still on its way; return how many were stored."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        forget_uploads(by=by, keys=[key])
        count = forget_withdrawn(key)
        audit.record("responses.withdrawn", by=by, count=count)
        announce(AnswersWithdrawn(key=key))
    return count


def forget_withdrawn(key: str) -> int:
    """Delete what is there under a key; nothing where it is gone already."""
    with writing():
        forget_received(key)
        Refusal.objects.filter(idempotency_key=key).delete()
        ids = list(Response.objects.filter(idempotency_key=key).values_list("id", flat=True))
        Response.objects.filter(id__in=ids).delete()
        if ids:
            mark_changed(ids)
            announce(ResponsesDeleted(response_ids=ids))
    return len(ids)


def forget_received(key: str) -> None:
    """Delete what came in at the door under a key, whole or in parts."""
    rows = InboxEntry.objects.filter(idempotency_key__startswith=key).only("idempotency_key")
    parts = [row.pk for row in rows if _is_of(row.idempotency_key, key)]
    InboxEntry.objects.filter(pk__in=parts).delete()


def _is_of(inbox_key: str, key: str) -> bool:
    return inbox_key == key or inbox_key.startswith(f"{key}\x1f")
