"""Asks for tests, as fieldwork makes them; the worker's part done by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from django.utils import timezone

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences.types import ContactFacts
from heedful.listen.fieldwork import queries
from heedful.listen.fieldwork.events import AskDue
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.services import record_asks
from heedful.listen.fieldwork.types import AskFacts, Channel, Disposition, NewAsk
from heedful.platform.core import outbox
from heedful.platform.core.models import OutboxMessage
from heedful.platform.core.outbox import announce
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor

_numbers = count(1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def ask(survey: SurveyFacts, contact: ContactFacts, channel: str = "email", **fields) -> AskFacts:
    """Put an invited ask into the ledger and announce that its message is due."""
    by = Actor.system(current_organization_id())
    key = f"ask-{next(_numbers)}"
    new = NewAsk(key, survey.id, timezone.now(), Disposition.INVITED, Channel(channel), contact.id)
    record_asks([new], by=by)
    if fields:
        Ask.objects.filter(idempotency_key=key).update(**fields)
    row = Ask.objects.get(idempotency_key=key)
    due(row.pk, channel)
    return known(row.uid)


def due(ask_id: int, channel: str = "email", reminder: int = 0) -> None:
    with writing():
        announce(AskDue(ask_id=ask_id, channel=channel, reminder=reminder))


def known(ask_uid: str) -> AskFacts:
    found = queries.ask(ask_uid)
    assert found is not None
    return found


def work(times: int = 6) -> None:
    """Deliver what waits in the outbox, with what comes of it; a failure fails the test."""
    for _ in range(times):
        if not outbox.deliver_due():
            break
    failed = list(OutboxMessage.unscoped.exclude(error="").values_list("handler", "error"))
    assert failed == [], failed


def make_due() -> None:
    """Let everything that waits for another try be due now."""
    OutboxMessage.unscoped.update(due_at=timezone.now() - timedelta(seconds=1))
