"""Group commit: many threads, one writer, nothing lost, nothing twice."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event, Thread

import pytest
from django.db import IntegrityError, OperationalError, transaction
from tests.make import accounts

from heedful.listen.responses import inbox
from heedful.listen.responses.inbox import Committer, Ticket
from heedful.listen.responses.intake import NewAnswerSet
from heedful.listen.responses.models import InboxEntry
from heedful.platform.core.errors import TryLater
from heedful.platform.core.transactions import writing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organization_id():
    return accounts.organization().pk


@pytest.fixture
def committer():
    made = Committer()
    yield made
    made.close()


@pytest.fixture
def row(organization_id):
    def row(key, *, organization_id=organization_id, body=b"{}"):
        return NewAnswerSet(organization_id, key, f"rsp_{key}", body, "Till")

    return row


def send(committer, rows, told):
    """Put rows and let them be written; ``told`` hears what became of them."""
    committer.put(Ticket(rows, lambda tickets: [told(ticket.outcome) for ticket in tickets]))
    committer.go()


def keys():
    return sorted(InboxEntry.unscoped.values_list("idempotency_key", flat=True))


def test_what_was_written_is_in_the_table_when_the_call_returns(committer, row):
    receipts = committer.write([row("a"), row("b")])
    assert [(receipt.uid, receipt.state) for receipt in receipts] == [
        ("rsp_a", "accepted"),
        ("rsp_b", "accepted"),
    ]
    assert keys() == ["a", "b"]


def test_many_threads_with_many_repeats_write_every_key_once(committer, row):
    print(f"seed: {(seed := 20261121)}")
    wanted = [f"{number:03}" for number in range(200)] * 3
    Random(seed).shuffle(wanted)
    with ThreadPoolExecutor(24) as threads:
        receipts = list(threads.map(lambda key: committer.write([row(key)])[0], wanted))
    assert keys() == sorted(set(wanted))
    accepted = [receipt.key for receipt in receipts if receipt.state == "accepted"]
    assert sorted(accepted) == sorted(set(wanted))
    assert [receipt.key for receipt in receipts] == wanted


def test_a_large_group_is_written_whole_and_its_repeats_are_known(committer, row):
    rows = [row(f"{number:04}") for number in range(1_024 + 64 + 7)]  # two statements, one with places left
    assert {receipt.state for receipt in committer.write(rows)} == {"accepted"}
    again = committer.write([row("new"), *rows])
    assert [receipt.state for receipt in again] == ["accepted"] + ["duplicate"] * len(rows)
    assert keys() == [*sorted(row.key for row in rows), "new"]


def test_when_one_of_a_group_is_stored_already_the_others_are_written(committer, row):
    committer.write([row("b")])
    receipts = committer.write([row("a"), row("b"), row("c"), row("a")])
    assert [receipt.state for receipt in receipts] == ["accepted", "duplicate", "accepted", "duplicate"]
    assert keys() == ["a", "b", "c"]


def test_what_is_put_is_written_when_the_committer_is_called(committer, row):
    heard = Event()
    committer.put(Ticket([row("a")], lambda _: heard.set()))
    assert not heard.wait(0.1)
    committer.go()
    assert heard.wait(10)
    assert keys() == ["a"]


def test_how_much_comes_in_is_known_for_a_moment(committer, row):
    assert committer.flow(time.monotonic()) == 0
    committer.write([row(str(number)) for number in range(100)])
    now = time.monotonic()
    assert 50 < committer.flow(now) <= 100 / inbox.LATELY
    assert committer.flow(now + 10) < 1
    assert committer.busy_until > now
    assert committer.crowded_until == 0  # they came from one client


def test_what_was_put_and_not_called_for_is_written_when_it_closes(row):
    closing, heard = Committer(), []
    closing.put(Ticket([row("a")], heard.extend))
    closing.close()
    closing.close()
    assert [ticket.outcome[0].state for ticket in heard] == ["accepted"]
    assert keys() == ["a"]


def test_rows_that_gather_while_the_disk_is_busy_share_a_transaction(committer, row, monkeypatch):
    sizes = []
    is_first, may_go_on = Event(), Event()
    write_rows = inbox.write_rows

    def slow_at_first(rows):
        sizes.append(len(rows))
        if len(sizes) == 1:
            is_first.set()
            assert may_go_on.wait(10)
        return write_rows(rows)

    monkeypatch.setattr(inbox, "write_rows", slow_at_first)
    heard = []
    send(committer, [row("first")], heard.append)
    assert is_first.wait(10)
    for number in range(50):
        send(committer, [row(f"{number}")], heard.append)
    may_go_on.set()
    committer.close()
    assert sizes == [1, 50]
    assert len(heard) == len(keys()) == 51


def test_there_is_room_for_so_many_rows_and_no_more(row):
    small = Committer(rows=2)
    with pytest.raises(TryLater, match="Too many answers are waiting"):
        small.write([row("a"), row("b"), row("c")])
    assert len(small.write([row("a"), row("b")])) == 2
    assert len(small.write([row("c"), row("d")])) == 2  # the room is given back
    small.close()


def test_there_is_room_for_so_many_bytes_and_no_more(row):
    small = Committer(size=10)
    with pytest.raises(TryLater):
        small.write([row("a", body=b"x" * 11)])
    small.close()


def test_a_bad_row_fails_alone(committer, row, caplog):
    caplog.set_level(logging.CRITICAL)
    outcomes = {}
    block = Event()
    with writing():  # what is put now gathers behind this transaction
        send(committer, [row("first")], lambda outcome: (outcomes.update(first=outcome), block.set()))
        send(committer, [row("good")], lambda outcome: outcomes.update(good=outcome))
        send(committer, [row("bad", organization_id=10**6)], lambda outcome: outcomes.update(bad=outcome))
    assert block.wait(10)
    committer.close()
    assert isinstance(outcomes["bad"], IntegrityError)
    assert outcomes["good"][0].state == outcomes["first"][0].state == "accepted"
    assert keys() == ["first", "good"]


def test_a_database_that_is_locked_for_a_moment_is_tried_again(committer, row, monkeypatch):
    calls = []
    write_rows = inbox.write_rows

    def locked_twice(rows):
        calls.append(rows)
        if len(calls) < 3:
            raise OperationalError("database is locked")
        return write_rows(rows)

    monkeypatch.setattr(inbox, "write_rows", locked_twice)
    assert committer.write([row("a")])[0].state == "accepted"
    assert len(calls) == 3


def test_a_database_that_stays_away_is_told_and_the_next_rows_are_written(
    committer, row, monkeypatch, caplog
):
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(inbox, "LOCKED_TRIES", 2)
    with monkeypatch.context() as away:
        away.setattr(inbox, "write_rows", lambda _: (_ for _ in ()).throw(OperationalError("gone")))
        with pytest.raises(TryLater, match="does not answer"):
            committer.write([row("a")])
    assert committer.write([row("b")])[0].state == "accepted"
    assert keys() == ["b"]


def test_one_that_does_not_listen_any_more_does_not_silence_the_others(committer, row, caplog):
    caplog.set_level(logging.CRITICAL)
    heard = Event()

    def left(_outcome):
        raise RuntimeError("the client is gone")

    send(committer, [row("a")], left)
    send(committer, [row("b")], lambda _: heard.set())
    assert heard.wait(10)
    assert committer.write([row("c")])


def test_what_waits_when_it_closes_is_written_and_what_comes_after_is_refused(row):
    closing = Committer()
    heard = []
    with writing():
        for number in range(20):
            send(closing, [row(f"{number:02}")], heard.append)
        ends = Thread(target=closing.close)
        ends.start()
    ends.join(10)
    assert len(heard) == len(keys()) == 20
    with pytest.raises(TryLater, match="stopping"):
        closing.write([row("late")])


def test_in_a_transaction_rows_join_it(row):
    with transaction.atomic():
        assert inbox.write([row("a")])[0].state == "accepted"
        transaction.set_rollback(True)
    assert keys() == []


def test_the_worker_is_woken(committer, row):
    inbox.arrived.clear()
    committer.write([row("a")])
    assert inbox.arrived.wait(5)
