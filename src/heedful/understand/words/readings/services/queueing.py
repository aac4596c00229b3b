"""What is still to be read: put in line as answers come, or all of the history at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from heedful.listen.responses import queries as responses
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.transactions import writing
from heedful.understand.words.models import Edition, Reading, WaitingText

HISTORY_AFTER = timedelta(days=2)  # what was answered before is no news: it gives way to what is


def queue_texts(response_ids: Sequence[int]) -> int:
    """Put responses with words in line, for the current edition and those being read beside it."""
    found = responses.with_words(response_ids)
    if not found:
        return 0
    beside = Edition.objects.filter(state=Edition.State.READING).values_list("id", flat=True)
    with writing():
        return sum(_put(found, edition_id) for edition_id in (None, *beside))


def queue_unread(response_ids: Sequence[int]) -> int:
    """Put those of the responses in line of which the current edition has read nothing."""
    read = Reading.objects.filter(edition__state=Edition.State.CURRENT, response_id__in=response_ids)
    unread = sorted(set(response_ids) - set(read.values_list("response_id", flat=True)))
    with writing():
        return _put(responses.with_words(unread), None)


def _put(found: Mapping[int, datetime], edition_id: int | None) -> int:
    # A row that nobody has taken yet will find the newest words; one that is taken may have the old ones.
    of_edition = Q(edition_id=edition_id) if edition_id else Q(edition_id__isnull=True)
    waiting = WaitingText.objects.filter(of_edition, response_id__in=list(found), claimed_at=None)
    known = set(waiting.values_list("response_id", flat=True))
    since = timezone.now() - HISTORY_AFTER
    rows = [
        (response_id, edition_id, answered_at, answered_at < since, 0, "")
        for response_id, answered_at in found.items()
        if response_id not in known
    ]
    fields = ["response", "edition", "answered_at", "is_history", "attempts", "error"]
    insert_rows(WaitingText, fields, rows)  # SQLite's writer is held meanwhile, and answers come in
    return len(rows)
