from __future__ import annotations

from urllib.parse import parse_qs

from django.db import IntegrityError

from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission
from heedful.platform.ui import filters
from heedful.understand.boards.models import Segment
from heedful.understand.boards.queries.segments import segment_facts
from heedful.understand.boards.types import SegmentFacts


def save_segment(*, by: Actor, name: str, query: str) -> SegmentFacts:
    """Give a filter a name; the query is brought into its normal form."""
    by.require(Permission.WRITE_BOARDS)
    name = name.strip()
    if not name or len(name) > 120:
        raise InvalidInput(Problem("name", "Give a name of 1 to 120 characters."))
    try:
        chosen = filters.parse(parse_qs(query.lstrip("?")))
    except filters.UnreadableFilter as error:
        raise InvalidInput(Problem("query", str(error))) from error
    try:
        with writing():
            row = Segment.objects.create(name=name, query=filters.format_query(chosen), created_by=by.label)
            audit.record("segment.saved", by=by, subject_uid=row.uid, name=name)
    except IntegrityError:
        raise Conflict(f"There is a segment {name!r} already.") from None
    return segment_facts(row)


def delete_segment(segment_uid: str, *, by: Actor) -> None:
    by.require(Permission.WRITE_BOARDS)
    with writing():
        row = Segment.objects.filter(uid=segment_uid).first()
        if row is None:
            raise NotFound(f"No segment {segment_uid}.")
        audit.record("segment.deleted", by=by, subject_uid=row.uid, name=row.name)
        row.delete()
