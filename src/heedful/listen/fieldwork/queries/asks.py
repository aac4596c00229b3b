"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from heedful.listen.audiences.queries import contact_ids_of, within_sight
from heedful.listen.fieldwork.models import AnswerUnasked, Ask
from heedful.listen.fieldwork.types import (
    AskFacts,
    AskProjection,
    Channel,
    Disposition,
    UnaskedAnswer,
    verdict_from,
)
from heedful.platform.core.errors import NotFound
from heedful.platform.core.pages import Page, cursor_page
from heedful.platform.core.types import Actor, Permission

SILENT = (Disposition.INVITED, Disposition.SHOWN, Disposition.OPENED)  # asked, and no answer begun


def asks_for_projection(after_id: int, limit: int) -> tuple[AskProjection, ...]:
    """Asks after an id, as the warehouse keeps them."""
    rows = Ask.objects.filter(id__gt=after_id, is_test=False)
    return _projections(rows.order_by("id")[:limit])


def asks_projected(ask_ids: Iterable[int]) -> tuple[AskProjection, ...]:
    """These asks as the warehouse keeps them; those that are gone are left out."""
    return _projections(Ask.objects.filter(id__in=set(ask_ids), is_test=False).order_by("id"))


def asks(
    *,
    by: Actor,
    survey_id: int | None = None,
    contact_uid: str | None = None,
    disposition: Disposition | None = None,
    channel: Channel | None = None,
    gate: str | None = None,
    plan_id: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[AskFacts]:
    """Asks, newest first."""
    by.require(Permission.READ_ANSWERS)
    rows = _visible(by)
    if survey_id is not None:
        rows = rows.filter(survey_id=survey_id)
    if contact_uid is not None:
        rows = rows.filter(contact_id__in=contact_ids_of(contact_uid))
    wanted = {"disposition": disposition, "channel": channel, "gate": gate, "plan_id": plan_id}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return cursor_page(rows, ask_facts, order=("-asked_at", "-id"), cursor=cursor, limit=limit)


def ask(uid: str) -> AskFacts | None:
    """One ask, for the channels that carry it out."""
    row = Ask.objects.filter(uid=uid).first()
    return ask_facts(row) if row is not None else None


def ask_answered_as(key: str) -> AskFacts | None:
    """The ask whose response has this key: its uid, or of an anonymous one the key it has until then."""
    row = Ask.objects.filter(Q(uid=key) | Q(answer_key=key)).first() if key else None
    return ask_facts(row) if row is not None else None


def visible_ask(uid: str, *, by: Actor) -> AskFacts:
    """One ask, if the actor may see it."""
    by.require(Permission.READ_ANSWERS)
    row = _visible(by).filter(uid=uid).first()
    if row is None:
        raise NotFound(f"No ask {uid}.")
    return ask_facts(row)


def silent_asks(
    plan_id: int, *, by: Actor, cursor: str | None = None, limit: int | None = None
) -> Page[AskFacts]:
    """Who was asked by a plan and has not answered, the longest silent first."""
    by.require(Permission.READ_ANSWERS)
    by.require(Permission.READ_CONTACTS)
    rows = _visible(by).filter(plan_id=plan_id, disposition__in=SILENT, is_test=False, contact__isnull=False)
    return cursor_page(rows, ask_facts, order=("asked_at", "id"), cursor=cursor, limit=limit)


def ledger_counts(
    *, by: Actor, survey_id: int | None = None, since: datetime | None = None
) -> tuple[dict[str, int], dict[str, int]]:
    """How many asks stand in each disposition, and how many each gate kept from being asked."""
    by.require(Permission.READ_ANSWERS)
    rows = _visible(by).filter(is_test=False).order_by()
    if survey_id is not None:
        rows = rows.filter(survey_id=survey_id)
    if since is not None:
        rows = rows.filter(asked_at__gte=since)
    steps = dict(rows.values_list("disposition").annotate(n=Count("id")))
    gates = dict(rows.exclude(gate="").values_list("gate").annotate(n=Count("id")))
    return steps, gates


def ask_by_key(key: str) -> AskFacts | None:
    """The ask that was written down under a key."""
    row = Ask.objects.filter(idempotency_key=key).first()
    return ask_facts(row) if row is not None else None


def ask_by_id(ask_id: int) -> AskFacts | None:
    """The ask that an event names."""
    row = Ask.objects.filter(pk=ask_id).first()
    return ask_facts(row) if row is not None else None


def all_asks_of(contact_uid: str, *, by: Actor) -> tuple[AskFacts, ...]:
    """Every ask of a contact, newest first."""
    by.require(Permission.READ_CONTACTS)
    rows = _visible(by).filter(contact_id__in=contact_ids_of(contact_uid)).order_by("-asked_at", "-id")
    return tuple(ask_facts(row) for row in rows)


def unasked_answers_of(contact_uid: str, *, by: Actor) -> tuple[UnaskedAnswer, ...]:
    """Answers of a contact that no ask led to, newest first."""
    by.require(Permission.READ_CONTACTS)
    rows = AnswerUnasked.objects.filter(contact_id__in=contact_ids_of(contact_uid)).order_by(
        "-answered_at", "-id"
    )
    return tuple(UnaskedAnswer(row.key, row.contact_id, row.survey_id, row.answered_at) for row in rows)


def _visible(by: Actor) -> QuerySet[Ask]:
    return Ask.objects.filter(within_sight(by))


def ask_facts(row: Ask) -> AskFacts:
    return AskFacts(
        id=row.pk,
        uid=row.uid,
        survey_id=row.survey_id,
        contact_id=row.contact_id,
        unit_id=row.unit_id,
        channel=Channel(row.channel),
        disposition=Disposition(row.disposition),
        asked_at=row.asked_at,
        settled_at=row.settled_at,
        reason=row.reason,
        source=row.source,
        plan_id=row.plan_id,
        variant=row.variant,
        device=row.device,
        due_at=row.due_at,
        reminders_sent=row.reminders_sent,
        reminded_at=row.reminded_at,
        is_test=row.is_test,
        is_anonymous=row.is_anonymous,
        answer_key=row.answer_key or ("" if row.is_anonymous else row.uid),
        gate=row.gate,
        verdicts=tuple(verdict_from(document) for document in row.verdicts),
    )


def _projections(rows: QuerySet[Ask]) -> tuple[AskProjection, ...]:
    found = rows.values_list(
        "id",
        "survey_id",
        "contact_id",
        "unit_id",
        "unit__path",
        "unit__group",
        "channel",
        "disposition",
        "asked_at",
    )
    return tuple(
        AskProjection(
            id=id_,
            survey_id=survey_id,
            contact_id=contact_id,
            unit_id=unit_id,
            unit_path=tuple(int(step) for step in (path or "").split("/") if step),
            group=group or "",
            channel=Channel(channel),
            disposition=Disposition(disposition),
            asked_at=asked_at,
        )
        for id_, survey_id, contact_id, unit_id, path, group, channel, disposition, asked_at in found
    )
