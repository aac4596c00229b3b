from __future__ import annotations

from heedful.listen.audiences.models import AttributeChange
from heedful.listen.audiences.queries.contacts import contact, contact_ids_of
from heedful.listen.audiences.types import AttributeChangeFacts
from heedful.platform.core.types import Actor

SHOWN = 500


def attribute_changes(contact_uid: str, *, by: Actor) -> tuple[AttributeChangeFacts, ...]:
    """What was noted about a contact and became something else, newest first."""
    contact(contact_uid, by=by)
    rows = AttributeChange.objects.filter(contact_id__in=contact_ids_of(contact_uid)).order_by("-at", "-id")
    return tuple(AttributeChangeFacts(row.key, row.before, row.after, row.at, row.by) for row in rows[:SHOWN])
