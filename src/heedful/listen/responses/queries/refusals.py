from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from heedful.listen.responses.models import Answer, Refusal
from heedful.listen.responses.types import RefusalFacts
from heedful.platform.core.organizations import organization
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission


def refusals(
    source: str, *, by: Actor, cursor: str | None = None, limit: int | None = None
) -> Page[RefusalFacts]:
    """What was refused from a source (``api``, ``import:imp_…``), oldest first."""
    by.require(Permission.READ_ANSWERS)
    rows = Refusal.objects.filter(source=source)
    return cursor_page(rows, _facts, order=("id",), cursor=cursor, limit=limit)


def refused_counts(source: str) -> dict[str, int]:
    """How many responses of a source were refused, by field of the first fault."""
    rows = (
        Refusal.objects.filter(source=source)
        .values("field")
        .annotate(n=Count("idempotency_key", distinct=True))
    )
    return {row["field"]: row["n"] for row in rows}


def invalid_counts(
    question_ids: Iterable[int],
    from_on: date | None = None,
    to_on: date | None = None,
    *,
    with_kept: bool = True,
) -> dict[int, int]:
    """Invalid answers by question: those for which a response was refused, and those kept as such
    (which the warehouse counts as well, under any filter).
    """
    wanted = sorted(set(question_ids))
    kept = Answer.objects.filter(
        _within("response__answered_at", from_on, to_on), question_id__in=wanted, is_invalid=True
    )
    refused = Refusal.objects.filter(_within("answered_at", from_on, to_on), question_id__in=wanted)
    counts = dict.fromkeys(wanted, 0)
    for rows in (kept, refused) if with_kept else (refused,):
        for question_id, n in rows.order_by().values_list("question_id").annotate(n=Count("id")):
            counts[question_id] += n
    return counts


def _within(field: str, from_on: date | None, to_on: date | None) -> Q:
    zone = organization().zone
    condition = Q()
    if from_on is not None:
        condition &= Q(**{f"{field}__gte": _midnight(from_on, zone)})
    if to_on is not None:
        condition &= Q(**{f"{field}__lt": _midnight(to_on + timedelta(days=1), zone)})
    return condition


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _facts(row: Refusal) -> RefusalFacts:
    return RefusalFacts(
        id=row.pk,
        source=row.source,
        row=row.row,
        field=row.field,
        reason=row.reason,
        body=row.body,
        idempotency_key=row.idempotency_key,
        refused_at=row.refused_at,
    )
