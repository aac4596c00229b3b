"""Responses as people read them."""

from __future__ import annotations

from django.db.models import Prefetch

from heedful.design.surveys.kind import text_in
from heedful.listen.fieldwork.types import Channel
from heedful.listen.responses.models import Answer, Response
from heedful.listen.responses.quality import flags_of
from heedful.listen.responses.queries.conditions import Rows, filtered, visible
from heedful.listen.responses.types import AnswerFacts, ResponseFacts, ResponseFilter, Status
from heedful.platform.core.errors import NotFound
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission


def responses(
    wanted: ResponseFilter | None = None, cursor: str | None = None, limit: int | None = None, *, by: Actor
) -> Page[ResponseFacts]:
    """Responses that a filter leaves, newest first."""
    by.require(Permission.READ_ANSWERS)
    rows = _with_answers(filtered(visible(by), wanted or ResponseFilter()))
    return cursor_page(
        rows, lambda row: _facts(row, by), order=("-answered_at", "-id"), cursor=cursor, limit=limit
    )


def count_responses(wanted: ResponseFilter | None = None, *, by: Actor) -> int:
    by.require(Permission.READ_ANSWERS)
    return filtered(visible(by), wanted or ResponseFilter()).count()


def response(uid: str, *, by: Actor) -> ResponseFacts:
    by.require(Permission.READ_ANSWERS)
    row = _with_answers(visible(by).filter(uid=uid)).first()
    if row is None:
        raise NotFound(f"No response {uid}.")
    return _facts(row, by)


def all_responses_of(contact_uid: str, *, by: Actor) -> tuple[ResponseFacts, ...]:
    """Everything a contact answered, newest first."""
    by.require(Permission.READ_ANSWERS)
    by.require(Permission.READ_CONTACTS)
    rows = _with_answers(filtered(visible(by), ResponseFilter(contact_uid=contact_uid)))
    return tuple(_facts(row, by) for row in rows.order_by("-answered_at", "-id"))


def _with_answers(rows: Rows) -> Rows:
    answers = Answer.objects.select_related("question").order_by("question__position", "id")
    return (
        rows.defer("raw")
        .select_related("survey", "version", "contact", "unit")
        .prefetch_related(Prefetch("answers", answers))
    )


def _facts(row: Response, by: Actor) -> ResponseFacts:
    may_see_contact = by.may(Permission.READ_CONTACTS)
    contact = row.contact if may_see_contact else None
    return ResponseFacts(
        id=row.pk,
        uid=row.uid,
        survey_id=row.survey_id,
        survey_uid=row.survey.uid,
        survey_name=row.survey.name,
        version=row.version.number,
        status=Status(row.status),
        contact_id=contact.pk if contact else None,
        contact_uid=contact.uid if contact else None,
        contact_name=contact.name if contact else "",
        unit_id=row.unit_id,
        unit_uid=row.unit.uid if row.unit else None,
        unit_name=row.unit.name if row.unit else "",
        channel=Channel(row.channel),
        touchpoint=row.touchpoint,
        language=row.language,
        answered_at=row.answered_at,
        received_at=row.received_at,
        weight=row.weight,
        attributes=row.attributes,
        is_test=row.is_test,
        is_late=row.is_late,
        excluded_at=row.excluded_at,
        excluded_reason=row.excluded_reason,
        source=row.source,
        idempotency_key=row.idempotency_key,
        answers=tuple(
            _answer(answer, row.survey.language)
            for answer in row.answers.all()
            if may_see_contact or answer.question.kind != "contact"
        ),
        duration=row.duration,
        flags=flags_of(row.flags),
    )


def _answer(row: Answer, language: str) -> AnswerFacts:
    return AnswerFacts(
        question_id=row.question_id,
        question_uid=row.question.uid,
        question_key=row.question.key,
        question_text=text_in(row.question.text, language),
        kind=row.question.kind,
        score=row.score,
        number=row.number,
        text=row.text,
        choices=tuple(row.choices or ()),
        is_invalid=row.is_invalid,
    )
