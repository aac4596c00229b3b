"""A person's part in responses: handed over when contacts are merged, forgotten when they are erased."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, Value
from django.db.models.functions import Concat

from heedful.listen.audiences.queries import attributes, contact_ids_of
from heedful.listen.responses.events import ContactErased
from heedful.listen.responses.models import Answer, Refusal, Response
from heedful.listen.responses.services.feed import mark_changed
from heedful.listen.responses.services.withdrawing import forget_received
from heedful.listen.responses.uploads.services import forget_uploads
from heedful.platform.core import audit
from heedful.platform.core.errors import NotFound
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_WORDS = ("short_text", "long_text", "contact", "file", "audio", "video")  # whose answers may name a person


def hand_over_responses(kept_id: int, gone_id: int) -> None:
    """Give the responses of a merged contact to the one that is kept."""
    with writing():
        ids = list(Response.objects.filter(contact_id=gone_id).values_list("id", flat=True))
        Response.objects.filter(id__in=ids).update(contact_id=kept_id)
        mark_changed(ids)


def erase_contact(contact_uid: str, *, by: Actor, delete_answers: bool = False) -> int:
    """Forget a person in what they answered; return how many responses that touched.

    Words, what was received, personal attributes, keys and the link to the contact go. Scores and choices
    stay without a name, or go as well with ``delete_answers``. The whole house is erased by
    ``personal_data.erase``, which calls this.
    """
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        contact_ids = contact_ids_of(contact_uid)
        if not contact_ids:
            raise NotFound(f"No contact {contact_uid}.")
        rows = list(Response.objects.filter(contact_id__in=contact_ids).order_by("id"))
        ids = [row.pk for row in rows]
        _forget_received([row.idempotency_key for row in rows])
        forget_uploads(by=by, response_ids=ids, keys=[row.idempotency_key for row in rows])
        if delete_answers:
            Response.objects.filter(id__in=ids).delete()
        else:
            _forget_in_answers(ids, rows)
        mark_changed(ids)
        audit.record("responses.forgotten", by=by, subject_uid=contact_uid, count=len(ids))
        announce(ContactErased(response_ids=ids, contact_ids=list(contact_ids)))
    return len(ids)


def _forget_received(keys: Sequence[str]) -> None:
    """What came in at the door under these keys, stored or refused, held the person too."""
    for key in keys:
        forget_received(key)
    Refusal.objects.filter(idempotency_key__in=keys).delete()


def _forget_in_answers(ids: Sequence[int], rows: Sequence[Response]) -> None:
    personal = {key for key, facts in attributes().items() if facts.is_personal}
    for row in rows:
        row.attributes = {key: value for key, value in row.attributes.items() if key not in personal}
    Response.objects.bulk_update(rows, ["attributes"], batch_size=200)
    Response.objects.filter(id__in=ids).update(
        contact=None, raw=None, checksum="", idempotency_key=Concat(Value("erased:"), "uid")
    )
    words = Q(question__kind__in=_WORDS) | Q(is_invalid=True)
    Answer.objects.filter(words, response_id__in=ids).delete()
    Answer.objects.filter(response_id__in=ids).exclude(text="").exclude(question__kind="date").update(text="")
