"""The audit log: every deed of an actor, in the transaction of the deed."""

from __future__ import annotations

from typing import Any

from heedful.platform.core.models import AuditEntry
from heedful.platform.core.types import Actor


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
