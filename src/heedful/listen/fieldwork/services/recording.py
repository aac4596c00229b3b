"""Writes of the ledger: who was asked, and how it went on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import batched

from django.db.models import Value
from django.db.models.functions import Concat

from heedful.listen.audiences.services import locked_contacts, note_meetings
from heedful.listen.fieldwork.events import AsksRecorded
from heedful.listen.fieldwork.models import AnswerUnasked, Ask, PlanMember, TrackedEvent
from heedful.listen.fieldwork.rules import further
from heedful.listen.fieldwork.types import Disposition, NewAsk, UnaskedAnswer
from heedful.platform.core import audit
from heedful.platform.core.bulk import insert_rows
from heedful.platform.core.ids import new_uid
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_PER_QUERY = 5_000


def record_asks(new: Sequence[NewAsk], *, by: Actor) -> int:
    """Write asks; a known one goes on to the furthest step told. Return how many are new."""
    by.require(Permission.WRITE_ANSWERS)
    if not new:
        return 0
    with writing():
        rows = _known(new)
        known = set(rows)
        touched = {row.idempotency_key: row for row in (_told(ask, rows) for ask in new) if row is not None}
        made = [row for key, row in touched.items() if key not in known]
        went_on = [row for key, row in touched.items() if key in known]
        _insert(made)
        Ask.objects.bulk_update(went_on, ["disposition", "settled_at", "reason"], batch_size=200)
        _note_meetings(made)
        audit.record("asks.recorded", by=by, new=len(made), went_on=len(went_on))
        if touched:
            announce(AsksRecorded(ask_ids=[row.pk for row in touched.values()]))
    return len(made)


def note_answers(answers: Sequence[UnaskedAnswer], *, by: Actor) -> None:
    """Note that people answered whom nobody had asked; the same answer again is the same."""
    by.require(Permission.WRITE_ANSWERS)
    if not answers:
        return
    rows = [(one.contact_id, one.survey_id, one.answered_at, one.key) for one in answers]
    with writing():
        # A merge or an erasure may have come between the answer and its news.
        current = locked_contacts([one.contact_id for one in answers], by=by)
        insert_rows(
            AnswerUnasked,
            ["contact", "survey", "answered_at", "key"],
            [(current[row[0]], *row[1:]) for row in rows if row[0] in current],
            ignore_conflicts=True,
        )


def _insert(made: Sequence[Ask]) -> None:
    columns = [field for field in Ask._meta.concrete_fields if field.name not in {"id", "organization"}]
    for row in made:
        row.uid = new_uid("ask")
    rows = [tuple(getattr(row, field.attname) for field in columns) for row in made]
    insert_rows(Ask, [field.name for field in columns], rows)
    ids: dict[str, int] = {}
    for some in batched((row.uid for row in made), _PER_QUERY, strict=False):
        ids |= dict(Ask.objects.filter(uid__in=some).values_list("uid", "id"))
    for row in made:
        row.pk = ids[row.uid]


def _known(new: Sequence[NewAsk]) -> dict[str, Ask]:
    keys = sorted({ask.idempotency_key for ask in new})
    return {
        row.idempotency_key: row
        for some in batched(keys, _PER_QUERY, strict=False)
        for row in Ask.objects.filter(idempotency_key__in=some)
    }


def _told(ask: NewAsk, rows: dict[str, Ask]) -> Ask | None:
    """Return the row that the news make or change, None when they say nothing new."""
    row = rows.get(ask.idempotency_key)
    if row is None:
        row = rows[ask.idempotency_key] = _made(ask)
        return row
    reached = further(Disposition(row.disposition), ask.disposition)
    if reached == row.disposition:
        return None
    row.disposition, row.reason = reached, ask.reason
    row.settled_at = ask.settled_at or ask.asked_at
    return row


def _made(ask: NewAsk) -> Ask:
    return Ask(
        survey_id=ask.survey_id,
        contact_id=ask.contact_id,
        unit_id=ask.unit_id,
        channel=ask.channel,
        disposition=ask.disposition,
        asked_at=ask.asked_at,
        settled_at=ask.settled_at,
        reason=ask.reason[:200],
        source=ask.source[:120],
        idempotency_key=ask.idempotency_key,
        gate=next((verdict.gate for verdict in ask.verdicts if not verdict.passed), ""),
        verdicts=[verdict.as_json() for verdict in ask.verdicts],
        variant=ask.variant,
        plan_id=ask.plan_id,
    )


def _note_meetings(made: Iterable[Ask]) -> None:
    note_meetings(
        (ask.contact_id, ask.unit_id)
        for ask in made
        if ask.contact_id is not None and ask.unit_id is not None
    )


def hand_over_asks(kept_id: int, gone_id: int) -> None:
    """Give the asks of a merged contact to the one that is kept."""
    with writing():
        ids = list(Ask.objects.filter(contact_id=gone_id).values_list("id", flat=True))
        Ask.objects.filter(id__in=ids).update(contact_id=kept_id)
        AnswerUnasked.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
        TrackedEvent.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
        known = PlanMember.objects.filter(contact_id=kept_id).values("plan_id")
        PlanMember.objects.filter(contact_id=gone_id, plan_id__in=known).delete()
        PlanMember.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
        if ids:
            announce(AsksRecorded(ask_ids=ids))


def forget_contact(contact_ids: Sequence[int], *, by: Actor) -> int:
    """Cut asks loose from a person who is erased; that somebody was asked stays. Return how many."""
    by.require(Permission.WRITE_CONTACTS)
    with writing():
        ids = list(Ask.objects.filter(contact_id__in=contact_ids).values_list("id", flat=True))
        Ask.objects.filter(id__in=ids).update(
            contact=None,
            reason="",
            source="",
            verdicts=[],
            device="",
            stratum="",
            answer_key="",
            due_at=None,
        )
        TrackedEvent.objects.filter(contact_id__in=contact_ids).delete()
        AnswerUnasked.objects.filter(contact_id__in=contact_ids).delete()
        PlanMember.objects.filter(contact_id__in=contact_ids).delete()
        # The key may hold an address; the id says as well that this ask is known.
        Ask.objects.filter(id__in=ids).update(idempotency_key=Concat(Value("erased:"), "uid"))
        if ids:
            announce(AsksRecorded(ask_ids=ids))
    return len(ids)
