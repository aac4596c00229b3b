"""The audit log: every deed of an actor, in the transaction of the deed."""

from __future__ import annotations

from typing import Any

from heedful.platform.core.models import AuditEntry
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, AuditFacts, Permission


def record(action: str, *, by: Actor, subject_uid: str = "", **detail: Any) -> None:
    """Write one audit entry; ``action`` is dotted (``survey.published``), details are JSON values."""
    AuditEntry.objects.create(
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        action=action,
        subject_uid=subject_uid,
        detail=detail,
    )


def entries(
    *,
    by: Actor,
    action: str = "",
    actor: str = "",
    subject: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[AuditFacts]:
    """Return the log, newest first: actions that begin so, actors named so, a subject."""
    by.require(Permission.READ_AUDIT)
    found = AuditEntry.objects.all()
    if action:
        found = found.filter(action__startswith=action)
    if actor:
        found = found.filter(actor_label__icontains=actor)
    if subject:
        found = found.filter(subject_uid=subject)
    return cursor_page(found, _facts, order=("-id",), cursor=cursor, limit=limit)


def _facts(row: AuditEntry) -> AuditFacts:
    return AuditFacts(
        row.pk, row.at, row.actor_kind, row.actor_label, row.action, row.subject_uid, row.detail
    )
