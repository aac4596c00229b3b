from __future__ import annotations

from heedful.listen.responses.models import FeedMark, ResponseChange


def pending_change_ids(limit: int | None = None) -> tuple[int, ...]:
    """Ids of the responses that no projection has taken for good yet, oldest change first."""
    rows = ResponseChange.objects.order_by("id").values_list("response_id", flat=True)
    return tuple(dict.fromkeys(rows if limit is None else rows[:limit]))


def latest_mark() -> int:
    """How often answers have changed: grows with every change, so that an open page sees there is news."""
    return FeedMark.objects.values_list("mark", flat=True).first() or 0
