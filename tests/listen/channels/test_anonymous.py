"""Employees are asked by name and answer without one: from the answer nothing leads back."""

from __future__ import annotations

import pytest
from tests.make import asking, fieldwork
from tests.make.audiences import contact
from tests.make.surveys import survey

from heedful.listen.channels import answers
from heedful.listen.fieldwork import jobs, queries
from heedful.listen.fieldwork.models import Ask
from heedful.listen.fieldwork.types import Disposition
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.listen.responses.models import Response
from heedful.platform.core import outbox, queue
from heedful.platform.core.errors import Conflict


def test_an_anonymous_answer_leads_back_to_nobody(organization, alice, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "ask.due", {})
    fieldwork.rules()
    asked = survey()
    who = contact(name="Emma", attributes={"team": "north"})
    fieldwork.plan(asked, is_anonymous=True)
    jobs.start_due_plans()
    while queue.run_due():
        pass
    ask = queries.asks(by=alice).items[0]
    for completed in (False, True):
        answers.save(asked.uid, "unused", {"nps": 3}, completed=completed, channel="email", ask_uid=ask.uid)
        process_inbox()
        asking.work()
    row = Response.objects.get()
    assert (row.contact_id, row.attributes) == (None, {})
    assert ask.uid not in row.idempotency_key
    assert row.idempotency_key.startswith("anon_")
    answered = Ask.objects.get(uid=ask.uid)
    assert (answered.disposition, answered.contact_id, answered.answer_key) == (
        Disposition.ANSWERED,
        None,
        "",
    )
    assert not Ask.objects.filter(answer_key=row.idempotency_key).exists()
    with pytest.raises(Conflict):
        answers.save(asked.uid, "unused", {"nps": 9}, completed=True, channel="email", ask_uid=ask.uid)
    assert answers.saved(ask.uid) is None
    assert Ask.objects.get(contact_id=who.id).disposition == Disposition.INVITED
