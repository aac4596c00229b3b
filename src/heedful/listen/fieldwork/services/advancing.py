from __future__ import annotations

from datetime import datetime

from heedful.listen.fieldwork.events import AsksRecorded
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.queries.asks import ask_facts
from heedful.listen.fieldwork.rules import further
from heedful.listen.fieldwork.types import AskFacts, Disposition
from heedful.platform.core.errors import NotFound
from heedful.platform.core.outbox import announce
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def advance_ask(
    *, by: Actor, ask_uid: str, disposition: Disposition, at: datetime, reason: str = ""
) -> AskFacts:
    """Tell how an ask went on; it goes on to the furthest step told and never back."""
    by.require(Permission.WRITE_ANSWERS)
    with writing():
        row = Ask.objects.select_for_update().filter(uid=ask_uid).first()
        if row is None:
            raise NotFound(f"No ask {ask_uid}.")
        reached = further(Disposition(row.disposition), Disposition(disposition))
        if reached == row.disposition:
            return ask_facts(row)
        row.disposition, row.settled_at, row.due_at = reached, at, None
        row.reason = reason[:200] or row.reason
        row.save(update_fields=["disposition", "settled_at", "due_at", "reason"])
        announce(AsksRecorded(ask_ids=[row.pk]))
    return ask_facts(row)
