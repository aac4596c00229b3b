"""Answers in words, for whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from heedful.listen.responses.models import Answer, Response
from heedful.listen.responses.queries.conditions import filtered, visible
from heedful.listen.responses.types import ResponseFilter, WrittenAnswer
from heedful.platform.core.types import Actor, Permission

WRITTEN = ("short_text", "long_text")  # kinds of questions that are answered in words
_AT_ONCE = 2_000
_FIELDS = (
    "response_id", "question_id", "text", "response__uid", "response__survey_id", "response__unit_id",
    "response__answered_at", "response__language", "response__contact__language",
    "response__survey__language", "response__contact__name",
)  # fmt: skip


def written_answers(response_ids: Iterable[int]) -> Iterator[WrittenAnswer]:
    """Yield what was written in these responses, by response and question; empty answers do not come."""
    for some in batched(sorted(set(response_ids)), _AT_ONCE, strict=False):
        rows = _written().filter(response_id__in=some).order_by("response_id", "question_id")
        for row in rows.values_list(*_FIELDS):
            yield _written_answer(row)


def _written_answer(row: tuple[Any, ...]) -> WrittenAnswer:
    response_id, question_id, text, uid, survey_id, unit_id, answered_at, *languages, name = row
    language = next(filter(None, languages), "")
    return WrittenAnswer(
        response_id, question_id, text, uid, survey_id, unit_id, answered_at, language, name or ""
    )


def with_words(response_ids: Sequence[int]) -> dict[int, datetime]:
    """Return those of the responses in which something was written, with when they were answered."""
    found: dict[int, datetime] = {}
    for some in batched(response_ids, _AT_ONCE, strict=False):
        rows = _written().filter(response_id__in=some)
        found |= dict(rows.values_list("response_id", "response__answered_at"))
    return found


def still_written(uids: Iterable[str]) -> frozenset[str]:
    """Return those of the responses that are there and hold words."""
    return frozenset(
        uid
        for some in batched(sorted(set(uids)), _AT_ONCE, strict=False)
        for uid in _written().filter(response__uid__in=some).values_list("response__uid", flat=True)
    )


def written_ids(before_id: int | None = None, limit: int = 1_000) -> tuple[int, ...]:
    """Ids of the organisation's responses with words, the newest first, below an id."""
    rows = _with_words(Response.objects.all())
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return tuple(rows.order_by("-id").values_list("id", flat=True)[:limit])


def visible_written_ids(wanted: ResponseFilter, *, by: Actor) -> tuple[int, ...]:
    """Ids of the responses with words that a filter leaves and the actor may see, the newest first."""
    by.require(Permission.READ_ANSWERS)
    rows = _with_words(filtered(visible(by), wanted))
    return tuple(rows.order_by("-answered_at", "-id").values_list("id", flat=True))


def count_written() -> int:
    """How many responses of the organisation hold words."""
    return _with_words(Response.objects.all()).count()


def _with_words(rows: QuerySet[Response]) -> QuerySet[Response]:
    return rows.filter(Exists(_written().filter(response_id=OuterRef("pk"))))


def _written() -> QuerySet[Answer]:
    return Answer.objects.filter(question__kind__in=WRITTEN, is_invalid=False).exclude(text="")
