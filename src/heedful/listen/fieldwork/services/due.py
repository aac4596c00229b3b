"""What is due now: asks that waited, and reminders to those who have not answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from heedful.listen.audiences.services import locked_contacts
from heedful.listen.fieldwork.events import AskDue
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries.deciding import situations
from heedful.listen.fieldwork.queries.plans import plans_by_id
from heedful.listen.fieldwork.rules import Situation
from heedful.listen.fieldwork.rules.reminding import reminder_gates
from heedful.listen.fieldwork.rules.schedule import reminder_due
from heedful.listen.fieldwork.services.asking import decide_due
from heedful.listen.fieldwork.types import SENT_CHANNELS, Disposition, PlanFacts, PlanState
from heedful.platform.core import audit
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

REMINDED = (Disposition.INVITED, Disposition.SHOWN, Disposition.OPENED)  # asked, and no answer begun
LEAST_BETWEEN = timedelta(hours=20)  # two reminders by hand within a day are a slip of the mouse


def work_off(ask_ids: Sequence[int], *, by: Actor, now: datetime) -> int:
    """Decide anew about asks that waited, and remind of those that were sent; return how many."""
    by.require(Permission.WRITE_ANSWERS)
    rows = Ask.objects.filter(id__in=ask_ids, due_at__lte=now)
    waiting: dict[tuple[int, int | None, str], list[int]] = {}
    postponed = rows.filter(disposition=Disposition.POSTPONED)
    for id_, survey_id, plan_id, channel in postponed.values_list("id", "survey_id", "plan_id", "channel"):
        waiting.setdefault((survey_id, plan_id, channel), []).append(id_)
    decided = sum(decide_due(ids, by=by, now=now) for ids in waiting.values())
    return decided + _remind(rows.filter(disposition__in=REMINDED), by=by, now=now)


def _remind(rows: Iterable[Ask], *, by: Actor, now: datetime) -> int:
    found = list(rows)
    plans = plans_by_id(row.plan_id for row in found if row.plan_id)
    for row in found:
        plan = plans.get(row.plan_id or 0)
        if plan is None:
            Ask.objects.filter(pk=row.pk).update(due_at=None)
        else:
            remind(row.uid, by=by, now=now, plan=plan)
    return len(found)


def remind(ask_uid: str, *, by: Actor, now: datetime, plan: PlanFacts | None = None) -> bool:
    """Send one reminder, if the person has not answered and still may be written to."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        row = Ask.objects.select_for_update().filter(uid=ask_uid).first()
        if row is None:
            raise NotFound(f"No ask {ask_uid}.")
        is_due = plan is None or (row.due_at is not None and row.due_at <= now)
        if row.disposition not in REMINDED or row.contact_id is None or not is_due:
            return False
        current = locked_contacts([row.contact_id], by=by)
        found = situations(current.values(), by=by, survey_id=row.survey_id, channel=row.channel, now=now)
        return _send_or_put_off(row, next(iter(found.values()), None), plan, now)


def _send_or_put_off(row: Ask, at: Situation | None, plan: PlanFacts | None, now: datetime) -> bool:
    closed = reminder_gates(at) if at is not None else None
    if at is None or (closed is not None and closed.until is None):
        Ask.objects.filter(pk=row.pk).update(due_at=None)  # opted out, erased: no further word
        return False
    if closed is not None:
        if plan is not None:
            Ask.objects.filter(pk=row.pk).update(due_at=closed.until)
        return False
    sent = row.reminders_sent + 1
    following = reminder_due(plan.definition, row.asked_at, sent) if plan is not None else row.due_at
    if following is not None and following <= now:
        following = now + timedelta(days=1)  # after a long pause they do not all come at once
    Ask.objects.filter(pk=row.pk).update(reminders_sent=sent, reminded_at=now, due_at=following)
    announce(AskDue(ask_id=row.pk, channel=row.channel, reminder=sent))
    return True


def remind_now(plan: PlanFacts, *, by: Actor, now: datetime) -> int:
    """Remind everybody asked by a plan who has not answered, today and by hand; return how many."""
    by.require(Permission.WRITE_SURVEYS)
    if plan.state is not PlanState.RUNNING:
        raise Conflict("Only a running plan reminds.")
    rows = Ask.objects.filter(
        plan_id=plan.id,
        disposition__in=REMINDED,
        channel__in=SENT_CHANNELS,
        contact__isnull=False,
        is_test=False,
    )
    rows = rows.exclude(reminded_at__gt=now - LEAST_BETWEEN).exclude(asked_at__gt=now - LEAST_BETWEEN)
    system = Actor.system(by.organization_id, by.label)
    sent = sum(remind(uid, by=system, now=now) for uid in rows.values_list("uid", flat=True))
    with writing():
        audit.record("plan.reminded", by=by, subject_uid=plan.uid, count=sent)
    return sent
