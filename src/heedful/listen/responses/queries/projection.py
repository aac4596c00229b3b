"""Responses as the warehouse keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q

from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.models import Answer, Response
from heedful.listen.responses.types import ProjectedAnswer, ProjectionRow, Status

_AT_ONCE = 5_000
_FIELDS = (
    "id", "survey_id", "version__number", "status", "answered_at", "contact_id", "unit_id", "unit__path",
    "unit__group", "channel", "touchpoint", "language", "weight", "is_test", "excluded_at", "excluded_reason",
    "attributes",
)  # fmt: skip
_CHANNELS = {channel.value: channel for channel in Channel}
_STATUSES = {status.value: status for status in Status}


def projection_rows(response_ids: Iterable[int]) -> Iterator[ProjectionRow]:
    """Yield these responses in the order of their ids; those that are deleted do not come."""
    for some in batched(sorted(set(response_ids)), _AT_ONCE, strict=False):
        answers, invalid = _answers(some), _invalid(some)
        for row in Response.objects.filter(id__in=some).order_by("id").values_list(*_FIELDS):
            yield _row(row, answers.get(row[0], {}), invalid.get(row[0], ()))


def all_response_ids(after_id: int = 0, limit: int = 50_000) -> tuple[int, ...]:
    """Ids of the organisation's responses after an id, for a rebuild in steps."""
    rows = Response.objects.filter(id__gt=after_id).order_by("id")
    return tuple(rows.values_list("id", flat=True)[:limit])


def _answers(response_ids: Iterable[int]) -> dict[int, dict[int, ProjectedAnswer]]:
    said = Q(score__isnull=False) | Q(number__isnull=False) | Q(choices__isnull=False)
    rows = Answer.objects.filter(said, response_id__in=list(response_ids), is_invalid=False)
    found: dict[int, dict[int, ProjectedAnswer]] = {}
    fields = ("response_id", "question_id", "score", "number", "choices")
    for response_id, question_id, score, number, choices in rows.values_list(*fields).iterator(20_000):
        value = score if score is not None else number if number is not None else tuple(choices)
        found.setdefault(response_id, {})[question_id] = value
    return found


def _invalid(response_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    rows = Answer.objects.filter(response_id__in=list(response_ids), is_invalid=True)
    found: dict[int, tuple[int, ...]] = {}
    for response_id, question_id in rows.values_list("response_id", "question_id"):
        found[response_id] = (*found.get(response_id, ()), question_id)
    return found


def _row(
    row: tuple[Any, ...], answers: dict[int, ProjectedAnswer], invalid: tuple[int, ...]
) -> ProjectionRow:
    excluded_at: datetime | None = row[14]
    return ProjectionRow(
        id=row[0],
        survey_id=row[1],
        version=row[2],
        status=_STATUSES[row[3]],
        answered_at=row[4],
        contact_id=row[5],
        unit_id=row[6],
        unit_path=tuple(int(step) for step in (row[7] or "").split("/") if step),
        group=row[8] or "",
        channel=_CHANNELS[row[9]],
        touchpoint=row[10],
        language=row[11],
        weight=row[12],
        is_test=row[13],
        excluded=row[15] or "excluded" if excluded_at else None,
        attributes=row[16],
        answers=answers,
        invalid=invalid,
    )
