"""A response that goes on: what was answered under its key before, so that it can be shown and continued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Q

from heedful.listen.fieldwork.types import UNSOLICITED
from heedful.listen.responses.models import Answer, InboxEntry, Response
from heedful.listen.responses.types import AnswersSoFar, Status


def answers_so_far(key: str) -> AnswersSoFar | None:
    """Return what came in under a key, stored or still waiting in the inbox; None when nothing did."""
    waiting = _waiting(key)  # first: what the worker stores meanwhile is then seen twice, never not at all
    known = _stored(key)
    for part in waiting:
        known = _gone_on(known, part)
    return known


def answered_asks(response_ids: Sequence[int]) -> tuple[tuple[str, Status, datetime], ...]:
    """Return the asks that these responses answer: uid (or key of an anonymous one), how far, and when."""
    of_asks = Q(idempotency_key__startswith="ask_") | Q(idempotency_key__startswith="anon_")
    rows = Response.objects.filter(of_asks, id__in=list(response_ids))
    found = rows.values_list("idempotency_key", "status", "answered_at")
    return tuple((key, Status(status), at) for key, status, at in found)


def unasked_answers(response_ids: Sequence[int]) -> tuple[tuple[str, int, int, datetime], ...]:
    """Return uid, contact, survey and time of responses that somebody known gave though we had not asked."""
    rows = Response.objects.filter(id__in=list(response_ids), contact__isnull=False, is_test=False)
    rows = rows.exclude(idempotency_key__startswith="ask_").exclude(channel__in=UNSOLICITED)
    return tuple(rows.values_list("uid", "contact_id", "survey_id", "answered_at"))


def completed_count(survey_id: int) -> int:
    """Return how many completed responses that count a survey has."""
    rows = Response.objects.filter(survey_id=survey_id, status=Status.COMPLETED, is_test=False)
    return rows.filter(excluded_at__isnull=True).count()


def _waiting(key: str) -> list[dict[str, Any]]:
    rows = InboxEntry.objects.filter(settled_at__isnull=True, idempotency_key__startswith=key)
    parts = [orjson.loads(bytes(body)) for body in rows.order_by("id").values_list("body", flat=True)]
    return [part for part in parts if part["key"] == key]


def _stored(key: str) -> AnswersSoFar | None:
    row = Response.objects.filter(idempotency_key=key).select_related("version").first()
    if row is None:
        return None
    answers = Answer.objects.filter(response=row, is_invalid=False).select_related("question")
    return AnswersSoFar(
        response_uid=row.uid,
        survey_id=row.survey_id,
        version=row.version.number,
        answers={answer.question.key: _value(answer) for answer in answers},
        is_completed=row.status == Status.COMPLETED,
        language=row.language,
    )


def _value(answer: Answer) -> object:
    if answer.score is not None:
        return answer.score
    return answer.number if answer.number is not None else answer.choices or answer.text


def _gone_on(known: AnswersSoFar | None, part: dict[str, Any]) -> AnswersSoFar:
    row = part["row"]
    is_completed = row.get("status") != Status.PARTIAL
    if known is not None and known.is_completed:
        return known
    is_whole = bool((part.get("known") or {}).get("is_whole"))
    before = {} if known is None or is_whole else known.answers
    part_of = AnswersSoFar(part["uid"], part["survey"], part["version"], {}, is_completed, "")
    return replace(
        part_of,
        answers={**before, **row["answers"]},
        language=row.get("language") or (known.language if known else ""),
    )
