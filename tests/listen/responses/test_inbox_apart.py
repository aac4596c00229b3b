"""Rows that one process takes in and another writes: a real socket between an event loop and the writer."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from hypothesis import given, strategies as st
from tests.make import accounts

from heedful.listen.responses.inbox import Committer, Ticket
from heedful.listen.responses.inbox_apart import NotWritten, Writer, _message, _Messages, messenger
from heedful.listen.responses.intake import NewAnswerSet
from heedful.listen.responses.models import InboxEntry
from heedful.platform.core.errors import TryLater
from heedful.platform.core.transactions import writing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organization_id():
    return accounts.organization().pk


@pytest.fixture
def row(organization_id):
    def row(key, *, organization_id=organization_id, uid=None):
        return NewAnswerSet(organization_id, key, uid or f"rsp_{key}", b"{}", "Till")

    return row


@pytest.fixture
def writer():
    with a_writer() as made:
        yield made


@contextmanager
def a_writer(**room):
    made = Writer(Committer(**room))
    made.start()
    yield made
    made.close()


class Door:
    """An event loop in a thread of its own, as a server has one, with a way to the writer."""

    def __init__(self, writer):
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.lost = Event()
        self.messenger = self.call(messenger(writer.address, lost=self.lost.set))

    def call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    def put(self, *requests):
        """Hand in the rows of some requests as one message; return what will be told."""

        async def begin():
            futures = [self.loop.create_future() for _ in requests]
            for rows, future in zip(requests, futures, strict=True):
                self.messenger.put(Ticket(rows, _tell, future))
            self.messenger.go()
            return futures

        return self.call(begin())

    def hear(self, futures):
        async def wait():
            return await asyncio.wait_for(asyncio.gather(*futures), 15)

        return self.call(wait())

    def write(self, *requests):
        return self.hear(self.put(*requests))

    def close(self):
        async def end():
            self.messenger.close()
            await asyncio.sleep(0.01)  # the transport closes itself in the next round

        self.call(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


def _tell(tickets):
    for ticket in tickets:
        ticket.waiting.set_result(ticket.outcome)


@pytest.fixture
def door(writer):
    made = Door(writer)
    yield made
    made.close()


def keys():
    return sorted(InboxEntry.unscoped.values_list("idempotency_key", flat=True))


def test_each_request_of_a_message_hears_of_its_own_rows(door, row):
    first, second = door.write([row("a"), row("b")], [row("c")])
    assert [(one.uid, one.key, one.state) for one in first] == [
        ("rsp_a", "a", "accepted"),
        ("rsp_b", "b", "accepted"),
    ]
    assert [one.key for one in second] == ["c"]
    assert keys() == ["a", "b", "c"]


def test_repeats_are_told(door, row):
    door.write([row("a")])
    told = door.write([row("a"), row("b")], [row("b"), row("c")])
    states = [[one.state for one in receipts] for receipts in told]
    assert states == [["duplicate", "accepted"], ["duplicate", "accepted"]]
    assert keys() == ["a", "b", "c"]


def test_a_bad_row_fails_alone(door, row, caplog):
    caplog.set_level(logging.CRITICAL)
    good, bad, other = door.write([row("good")], [row("bad", organization_id=10**6)], [row("other")])
    assert isinstance(bad, NotWritten)
    assert good[0].state == other[0].state == "accepted"
    assert keys() == ["good", "other"]


def test_when_there_is_no_room_that_is_told_and_those_after_are_written(row):
    with a_writer(rows=2) as small:
        door = Door(small)
        (refused,) = door.write([row("a"), row("b"), row("c")])
        assert isinstance(refused, TryLater)
        assert [one.state for one in door.write([row("d")])[0]] == ["accepted"]
        door.close()


def test_two_doors_share_the_writer(writer, row):
    doors = [Door(writer), Door(writer)]
    with writing():  # what is put now gathers behind this transaction
        told = [door.put([row("same")], [row(f"own-{number}")]) for number, door in enumerate(doors)]
    heard = [door.hear(futures) for door, futures in zip(doors, told, strict=True)]
    assert sorted(receipts[0][0].state for receipts in heard) == ["accepted", "duplicate"]
    assert keys() == ["own-0", "own-1", "same"]
    for door in doors:
        door.close()


def test_a_door_that_has_gone_holds_nobody_up(writer, row, caplog):
    caplog.set_level(logging.CRITICAL)
    gone, stays = Door(writer), Door(writer)
    with writing():
        gone.put([row("a")])
        waiting = stays.put([row("b")])
        gone.close()  # nobody hears of "a"
    assert stays.hear(waiting)[0][0].state == "accepted"
    assert keys() == ["a", "b"]
    stays.close()


def test_when_the_writer_has_gone_all_who_wait_hear_so_and_nothing_more_is_taken(door, row, caplog):
    caplog.set_level(logging.CRITICAL)
    with writing():
        waiting = door.put([row("a")], [row("b")])
        door.loop.call_soon_threadsafe(door.messenger._transport.abort)  # as when its process dies
        assert all(isinstance(outcome, TryLater) for outcome in door.hear(waiting))
    assert door.lost.wait(10)
    with pytest.raises(TryLater):
        door.put([row("c")])


@given(st.lists(st.tuples(st.integers(0, 2**40), st.lists(st.tuples(st.binary(), st.text())))), st.data())
def test_messages_arrive_whole_however_the_stream_is_cut(sent, data):
    stream, messages, heard = b"".join(map(_message, sent)), _Messages(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        heard += messages.heard(stream[:size])
        stream = stream[size:]
    assert heard == sent
