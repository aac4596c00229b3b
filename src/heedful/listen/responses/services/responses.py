"""Single responses: excluded with a reason, taken back, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from heedful.listen.audiences.queries import within_sight
from heedful.listen.responses.events import ResponsesDeleted
from heedful.listen.responses.models import Response
from heedful.listen.responses.services.feed import mark_changed
from heedful.listen.responses.uploads.services import forget_uploads
from heedful.platform.core import audit
from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def exclude_response(uid: str, reason: str, *, by: Actor) -> None:
    """Leave a response out of every number, and say why; it stays and can be taken back."""
    by.require(Permission.WRITE_ANSWERS)
    told = reason.strip()
    if not 1 <= len(told) <= 120:
        raise InvalidInput(Problem("reason", "must have 1 to 120 characters"))
    with writing():
        row = _response(uid, by=by)
        Response.objects.filter(pk=row.pk).update(excluded_at=timezone.now(), excluded_reason=told)
        mark_changed([row.pk])
        audit.record("response.excluded", by=by, subject_uid=uid, reason=told)


def include_response(uid: str, *, by: Actor) -> None:
    """Count an excluded response again."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        row = _response(uid, by=by)
        Response.objects.filter(pk=row.pk).update(excluded_at=None, excluded_reason="")
        mark_changed([row.pk])
        audit.record("response.included", by=by, subject_uid=uid)


def delete_responses(uids: Sequence[str], *, by: Actor) -> int:
    """Delete responses with their answers, here and in every projection; return how many."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        found = dict(Response.objects.filter(within_sight(by), uid__in=uids).values_list("uid", "id"))
        if missing := [uid for uid in uids if uid not in found]:
            raise NotFound(f"No response {missing[0]}.")
        ids = list(found.values())
        forget_uploads(by=by, response_ids=ids)
        Response.objects.filter(id__in=ids).delete()
        mark_changed(ids)
        announce(ResponsesDeleted(response_ids=ids))
        audit.record("responses.deleted", by=by, uids=list(found))
    return len(ids)


def _response(uid: str, *, by: Actor) -> Response:
    row = Response.objects.filter(within_sight(by), uid=uid).first()
    if row is None:
        raise NotFound(f"No response {uid}.")
    return row
