"""What was noted about a contact, over time: written down whenever it becomes something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from heedful.listen.audiences.models import AttributeChange
from heedful.listen.audiences.types import AttributeValue
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.types import Actor

type Attributes = Mapping[str, AttributeValue]


def note_changes(changes: Iterable[tuple[int, Attributes, Attributes]], *, by: Actor) -> None:
    """Note which attributes of contacts (id, before, after) changed, in the transaction that changes them."""
    now = timezone.now()
    rows = [
        (contact_id, key, before.get(key), after.get(key), now, by.label[:254])
        for contact_id, before, after in changes
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
    insert_rows(AttributeChange, ["contact", "key", "before", "after", "at", "by"], rows)
