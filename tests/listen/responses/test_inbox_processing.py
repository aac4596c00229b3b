"""From the inbox to responses, exactly once."""

from __future__ import annotations

import logging
from datetime import timedelta

import orjson
import pytest
from django.db import OperationalError
from django.utils import timezone
from tests.make import accounts

from heedful.design.surveys.services import create_survey
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition
from heedful.listen.responses import inbox_processing
from heedful.listen.responses.inbox_processing import process_inbox, purge_inbox, waiting_since
from heedful.listen.responses.intake_door import Letter, receive
from heedful.listen.responses.models import InboxEntry, Refusal, Response
from heedful.platform.core.scope import organization_scope


@pytest.fixture
def send(organization, alice):
    create_survey(
        by=alice,
        definition=SurveyDefinition("Stay", (QuestionDefinition("nps", "nps", {"en": "How likely?"}),)),
    )

    def send(*keys, by=alice):
        rows = [{"survey": "Stay", "answers": {"nps": 9}, "idempotency_key": key} for key in keys]
        receive(Letter(orjson.dumps(rows)), by=by)

    return send


def stored():
    return list(Response.objects.order_by("id").values_list("idempotency_key", flat=True))


def test_rows_are_stored_in_the_order_of_arrival_and_settled(send):
    send("b", "a", "c")
    assert process_inbox(limit=2) == 2
    assert stored() == ["b", "a"]
    assert process_inbox() == 1
    assert process_inbox() == 0
    assert stored() == ["b", "a", "c"]
    assert not InboxEntry.objects.filter(settled_at=None).exists()


def test_two_organisations_share_a_batch_and_nothing_else(send, cast):
    charlie = accounts.actor(cast.charlie)
    send("a")
    with organization_scope(cast.other.pk):
        create_survey(
            by=charlie, definition=SurveyDefinition("Stay", (QuestionDefinition("nps", "nps", {"en": "?"}),))
        )
        send("a", by=charlie)
    send("b")
    assert process_inbox() == 3
    assert stored() == ["a", "b"]
    with organization_scope(cast.other.pk):
        assert stored() == ["a"]


def test_when_storing_fails_nothing_is_settled(send, monkeypatch):
    send("a")
    with monkeypatch.context() as broken:
        for name in ("store_responses", "store_checked"):
            broken.setattr(
                inbox_processing,
                name,
                lambda *_, **__: (_ for _ in ()).throw(OperationalError("disk I/O error")),
            )
        with pytest.raises(OperationalError):
            process_inbox()
    assert waiting_since() is not None
    assert process_inbox() == 1
    assert stored() == ["a"]


def test_a_row_that_cannot_be_stored_is_kept_and_told_and_holds_up_nobody(send, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL)
    send("a", "bad", "c")
    new_response = inbox_processing._new_response

    def broken_for_one(entry):
        if entry.idempotency_key == "bad":
            raise ValueError("a fault of ours")
        return new_response(entry)

    monkeypatch.setattr(inbox_processing, "_new_response", broken_for_one)
    process_inbox()
    assert stored() == ["a", "c"]
    for _ in range(inbox_processing.MAX_ATTEMPTS - 1):
        process_inbox()
    assert process_inbox() == 0
    refusal = Refusal.objects.get()
    assert (refusal.idempotency_key, refusal.body["answers"]) == ("bad", {"nps": 9})
    assert "ValueError: a fault of ours" in InboxEntry.objects.get(idempotency_key="bad").error


def test_settled_rows_go_after_some_days_but_failed_ones_stay(send):
    send("a", "failed", "waiting")
    process_inbox()
    InboxEntry.objects.filter(idempotency_key="failed").update(error="ValueError")
    InboxEntry.objects.filter(idempotency_key="waiting").update(settled_at=None)
    assert purge_inbox() == 0
    assert purge_inbox(before=timezone.now() + timedelta(days=1)) == 1
    assert sorted(InboxEntry.objects.values_list("idempotency_key", flat=True)) == ["failed", "waiting"]
