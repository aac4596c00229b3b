from __future__ import annotations

from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.labelling.types import DriftFacts
from heedful.understand.words.models import DriftWatch


def drift_weeks(*, by: Actor, limit: int = 26) -> tuple[DriftFacts, ...]:
    """Return the weeks that were compared with the reference, the newest first."""
    by.require(Permission.READ_SCORES)
    rows = DriftWatch.objects.select_related("edition").order_by("-from_on", "-id")[:limit]
    return tuple(
        DriftFacts(row.edition.uid, row.from_on, row.to_on, row.n, row.is_alarm, row.facts, row.seen_at)
        for row in rows
    )
