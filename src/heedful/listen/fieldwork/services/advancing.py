"""How an ask went on."""

from __future__ import annotations

from datetime import datetime, timedelta

from heedful.listen.fieldwork.events import AsksRecorded
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries.asks import ask_facts
from heedful.listen.fieldwork.rules import HELD_FOR, further
from heedful.listen.fieldwork.types import AskFacts, Disposition
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

_STILL_OPEN = frozenset({Disposition.INVITED, Disposition.SHOWN, Disposition.OPENED})
_ANSWERED = frozenset({Disposition.ANSWERED, Disposition.PARTIAL})
_NEVER_ASKED = frozenset({Disposition.BLOCKED, Disposition.POSTPONED, Disposition.SAMPLED_OUT})
_GRACE = timedelta(minutes=30)  # news of a showing may be late, the showing was not


def advance_ask(
    *, by: Actor, ask_uid: str, disposition: Disposition, at: datetime, reason: str = ""
) -> AskFacts:
    """Tell how an ask went on; it goes on to the furthest step told and never back.

    An eligible ask that was held too long may not be shown any more: ask again instead.
    """
    by.require(Permission.WRITE_ANSWERS)
    told = Disposition(disposition)
    with writing():
        row = Ask.objects.select_for_update().filter(uid=ask_uid).first()
        if row is None:
            raise NotFound(f"No ask {ask_uid}.")
        _refuse_unasked(row, told, at)
        reached = further(Disposition(row.disposition), told)
        if reached == row.disposition:
            return ask_facts(row)
        row.disposition, row.settled_at = reached, at
        row.due_at = row.due_at if reached in _STILL_OPEN else None
        row.reason = reason[:200] or row.reason
        marker = _let_go(row) if row.is_anonymous and reached in _ANSWERED else None
        row.save()
        ids = [row.pk, *([marker.pk] if marker else [])]
        announce(AsksRecorded(ask_ids=ids))
    return ask_facts(row)


def _refuse_unasked(row: Ask, told: Disposition, at: datetime) -> None:
    if row.disposition in _NEVER_ASKED and told in _STILL_OPEN:
        raise Conflict(f"Nobody was asked: the ask is {row.disposition}.")
    is_shown = row.disposition == Disposition.ELIGIBLE and told is Disposition.SHOWN
    if is_shown and at - row.asked_at > HELD_FOR + _GRACE:
        raise Conflict("The ask was held too long to be shown still; ask again.")


def _let_go(row: Ask) -> Ask | None:
    """Let an anonymous answer go from the person; that the person was asked stays, for the clocks."""
    marker = None
    if row.contact_id is not None:
        marker = Ask.objects.create(
            survey_id=row.survey_id,
            contact_id=row.contact_id,
            plan_id=None,  # of the plan's counts the answered row is the one
            channel=row.channel,
            disposition=Disposition.INVITED,
            asked_at=row.asked_at,
            source="anonymous",
            is_anonymous=True,
            idempotency_key=f"asked:{row.uid}"[:200],
        )
    row.contact_id, row.unit_id, row.device = None, None, ""
    row.verdicts, row.reason, row.source = [], "", "anonymous"
    if row.disposition == Disposition.ANSWERED:
        row.answer_key = ""  # from now on nothing leads from the link to the answer
    row.settled_at = row.asked_at  # when the answer came would tell whose it is
    row.idempotency_key = f"anonymous:{row.uid}"
    return marker
