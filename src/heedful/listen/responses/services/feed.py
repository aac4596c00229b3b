"""The feed of changed responses, which every projection works off."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from heedful.listen.audiences.queries import unit_ids_within
from heedful.listen.responses.events import ResponsesChanged
from heedful.listen.responses.models import FeedMark, Response, ResponseChange
from heedful.listen.responses.types import Batch
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing

_AT_ONCE = 5_000


def mark_changed(response_ids: Iterable[int]) -> int:
    """Put responses into the feed, in the transaction that changes them; return how many."""
    ids = list(response_ids)
    if not ids:
        return 0
    with writing():
        insert_rows(ResponseChange, ["response"], [(response_id,) for response_id in ids])
        announce(ResponsesChanged(ids))
        if not FeedMark.objects.update(mark=F("mark") + 1):
            FeedMark.objects.create(mark=1)
    return len(ids)


def mark_units_changed(unit_ids: Iterable[int]) -> int:
    """Put the responses of these units, and of all below them, into the feed."""
    within = Response.objects.filter(unit_id__in=unit_ids_within(list(unit_ids))).order_by("id")
    marked, last = 0, 0
    while ids := list(within.filter(id__gt=last).values_list("id", flat=True)[:_AT_ONCE]):
        marked += mark_changed(ids)
        last = ids[-1]
    return marked


def take_changes(batch_size: int = _AT_ONCE) -> Batch | None:
    """Take the oldest changes, or once more the batch that was taken and not forgotten.

    Numbers of batches grow. A projector names the number in its commit; after a crash it gets the
    same batch again, sees whether its commit arrived, and forgets the batch in either case once it has.
    """
    with writing():
        taken = ResponseChange.objects.filter(batch__isnull=False).order_by("batch")
        number = taken.values_list("batch", flat=True).first()
        if number is None:
            waiting = ResponseChange.objects.filter(batch__isnull=True).order_by("id")
            ids = list(waiting.values_list("id", flat=True)[:batch_size])
            if not ids:
                return None
            number = ids[-1]
            # Not by the list of ids: everything that waits up to the last of them is in the batch.
            ResponseChange.objects.filter(batch__isnull=True, id__lte=number).update(batch=number)
    changed = ResponseChange.objects.filter(batch=number).order_by("id")
    return Batch(number, tuple(dict.fromkeys(changed.values_list("response_id", flat=True))))


def forget_batch(batch: Batch) -> None:
    """Say that a batch has arrived where it was projected to."""
    with writing():
        ResponseChange.objects.filter(batch=batch.number).delete()
