"""The loops of the worker: woken, resting, failing, standing aside."""

from __future__ import annotations

import logging
import time
from itertools import pairwise
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from heedful.config import worker
from heedful.config.worker import Loop, Worker
from heedful.listen.responses import inbox
from heedful.platform.core.models import Beat


@pytest.fixture
def running():
    threads = []

    def run(loop):
        thread = Thread(target=loop.run, daemon=True)
        threads.append((loop, thread))
        thread.start()

    yield run
    for loop, thread in threads:
        loop.stop()
        thread.join(5)
        assert not thread.is_alive()


def test_a_loop_goes_on_while_there_is_more_and_then_rests(running):
    left, emptied = [1, 1, 0], Event()

    def step():
        more = left.pop(0) if left else 0
        if not left:
            emptied.set()
        return more

    running(Loop("test", step, rest=60))
    assert emptied.wait(5)


def test_a_resting_loop_is_woken(running):
    steps, first, second = [], Event(), Event()

    def step():
        steps.append(1)
        (second if len(steps) > 1 else first).set()
        return False

    loop = Loop("test", step, rest=60)
    running(loop)
    assert first.wait(5)
    time.sleep(0.05)
    assert len(steps) == 1
    loop.wake.set()
    assert second.wait(5)


def test_a_failing_loop_says_so_once_and_goes_on(running, caplog):
    caplog.set_level(logging.ERROR)
    failures, healed = [1, 2, 3], Event()

    def step():
        if failures:
            failures.pop()
            raise ValueError("no such luck")
        healed.set()
        return False

    loop = Loop("test", step, rest=0.01)
    running(loop)
    assert healed.wait(5)
    assert sum("The test loop failed" in record.message for record in caplog.records) == 1
    loop.wake.set()
    time.sleep(0.05)
    assert (loop.failures, loop.error) == (0, "")


def test_a_loop_that_fails_is_not_woken_into_failing_all_the_time(running, caplog):
    caplog.set_level(logging.CRITICAL)
    tries = []

    def step():
        tries.append(1)
        raise ValueError

    loop = Loop("test", step, rest=10)
    running(loop)
    for _ in range(20):
        loop.wake.set()
        time.sleep(0.005)
    assert len(tries) == 1


@pytest.mark.parametrize(("flow", "times"), [(10, 4), (2_000, 8), (1e6, 32)])
def test_the_more_answers_stream_in_the_longer_a_loop_rests(running, monkeypatch, flow, times):
    monkeypatch.setattr(inbox, "is_busy", lambda: True)
    monkeypatch.setattr(inbox, "flow", lambda: flow)
    spans, enough = [], Event()

    def step():
        started = time.monotonic()
        time.sleep(0.01)
        spans.append((started, time.monotonic()))
        if len(spans) == 4:
            enough.set()
        return True

    running(Loop("test", step, rest=60))
    assert enough.wait(10)
    for (_, ended), (started, _) in pairwise(spans):
        assert started - ended >= times * 0.01


@pytest.mark.parametrize(
    ("flow", "crowded", "most"),
    [(0, False, worker.BATCH), (0, True, worker.SMALL_BATCH), (9_000, False, worker.SMALL_BATCH)],
)
def test_while_many_answers_come_little_is_stored_at_a_time(monkeypatch, flow, crowded, most):
    asked = []
    monkeypatch.setattr(inbox, "flow", lambda: flow)
    monkeypatch.setattr(inbox, "is_crowded", lambda: crowded)
    monkeypatch.setattr(worker, "process_inbox", lambda rows: asked.append(rows) or 0)
    assert not Worker()._process_inbox()
    assert asked == [most]


@pytest.mark.parametrize(
    ("statement", "is_open", "rests"),
    [("SELECT 1", False, 1), ("SELECT 1", True, 0), ("BEGIN IMMEDIATE", False, 0)],
)
def test_within_a_step_a_loop_makes_room_where_it_holds_nothing(monkeypatch, statement, is_open, rests):
    seen, loop = [], Loop("test", lambda: None, rest=60)
    monkeypatch.setattr(worker, "connection", SimpleNamespace(in_atomic_block=is_open))
    monkeypatch.setattr(loop._stopped, "wait", seen.append)
    monkeypatch.setattr(inbox, "is_busy", lambda: True)
    loop._rested_at = time.monotonic() - 10
    assert loop._make_room(lambda sql, *_: sql, statement, None, False, {}) == statement
    assert seen == [worker.LONGEST_PAUSE] * rests


def test_a_loop_without_turns_goes_on_while_another_rests(running, monkeypatch):
    monkeypatch.setattr(inbox, "is_busy", lambda: True)
    done = Event()
    with worker._turn:
        running(Loop("test", done.set, rest=60, takes_turns=False))
        assert done.wait(5)


@pytest.mark.parametrize(("is_busy", "woken"), [(False, 6), (True, 1)])
def test_while_many_come_the_watch_wakes_one_loop_at_a_time(monkeypatch, is_busy, woken):
    made = Worker()
    monkeypatch.setattr(worker, "store_version", lambda: "1")
    monkeypatch.setattr(inbox, "is_busy", lambda: is_busy)
    inbox.arrived.clear()
    made._look()
    assert sum(loop.wake.is_set() for loop in made.loops) == woken
    for _ in range(5):
        made._look()
    assert sum(loop.wake.is_set() for loop in made.loops) == 6
    inbox.arrived.clear()


@pytest.mark.parametrize(("is_busy", "most"), [(False, worker.MESSAGES), (True, 1)])
def test_while_many_come_one_message_is_delivered_at_a_time(monkeypatch, is_busy, most):
    asked = []
    monkeypatch.setattr(inbox, "is_busy", lambda: is_busy)
    monkeypatch.setattr(worker.outbox, "deliver_due", lambda **given: asked.append(given["limit"]) or 0)
    assert not worker.deliver_events()
    assert asked == [most]


def test_the_door_is_busy_only_while_many_come():
    committer = inbox.committer()
    committer.busy_until = committer.crowded_until = time.monotonic() + 5
    assert inbox.is_busy()
    assert inbox.is_crowded()
    committer.busy_until = committer.crowded_until = 0.0
    assert not inbox.is_busy()
    assert not inbox.is_crowded()
    committer.expect(inbox.BUSY_TICKETS - 1)
    assert not inbox.is_busy()
    committer.expect(inbox.BUSY_TICKETS)
    assert inbox.is_crowded()
    assert inbox.is_busy()
    committer.busy_until = committer.crowded_until = 0.0


@pytest.mark.django_db
def test_a_heartbeat_tells_of_every_loop():
    made = Worker()
    made._projector.error = "ValueError: disk"
    made._beat()
    beat = Beat.objects.get(name__startswith="worker:")
    assert beat.detail["projector"] == "ValueError: disk"
    assert set(beat.detail) == {loop.name for loop in made.loops}


def test_the_watch_wakes_the_others_only_when_something_was_written(monkeypatch):
    made, version = Worker(), ["7"]
    monkeypatch.setattr(worker, "store_version", lambda: version[0])
    made._look()  # the first look: whatever lies there is new
    woken = [loop for loop in made.loops if loop.wake.is_set()]
    assert {loop.name for loop in woken} == {"inbox", "events", "projector", "words", "jobs 1", "jobs 2"}
    for loop in woken:
        loop.wake.clear()
    made._look()
    assert not any(loop.wake.is_set() for loop in made.loops)
    version[0] = "8"
    made._look()
    assert all(loop.wake.is_set() for loop in woken)
