from __future__ import annotations

from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.models import Segment
from heedful.understand.boards.types import SegmentFacts


def segments(*, by: Actor) -> tuple[SegmentFacts, ...]:
    """Return the saved filters of the organisation, by name."""
    by.require(Permission.READ_SCORES)
    return tuple(segment_facts(row) for row in Segment.objects.order_by("name"))


def segment_facts(row: Segment) -> SegmentFacts:
    return SegmentFacts(row.uid, row.name, row.query, row.created_by)
