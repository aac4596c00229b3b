"""What runs by itself: inbox, projector, events, words, jobs, the schedule. Each is a loop in a thread.

A loop is woken when there may be something for it: at once by this process, a moment later by the watch,
which sees that another process has written. Else it looks now and then for what time alone makes due.
A loop that fails waits longer each time, tells so in its heartbeat, and goes on.
"""

from __future__ import annotations

import logging
import os
import platform
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from threading import Event, Lock, Thread
from typing import Any

from django.db import connection
from django.utils import timezone

from heedful.config.store_pages import keep_few_pages, let_pages_go
from heedful.listen.responses import inbox
from heedful.listen.responses.inbox_processing import process_inbox
from heedful.platform.core import outbox, queue, schedule
from heedful.platform.core.freed_memory import give_back
from heedful.platform.core.models import Beat
from heedful.platform.core.transactions import store_version, writing

log = logging.getLogger(__name__)
LONGEST_BACKOFF = 30.0
HEARTBEAT_SECONDS = 10.0
WATCH_SECONDS = 0.2
POLITENESS, MOST_POLITENESS = 4.0, 32.0
LONGEST_POLITENESS, LONGEST_PAUSE = 2.0, 0.25  # seconds: after a step, within it
BATCH, SMALL_BATCH = 100, 8  # rows of the inbox in one transaction, which answers at the door wait for
STREAM = 4_000  # answers a second: then few are stored at a time, however they come
MESSAGES = 100  # delivered in a step
JOINING = timedelta(seconds=2)
FORGOTTEN_AFTER = timedelta(days=1)


_turn = Lock()


def politeness() -> float:
    """Return how many times as long as it worked a loop rests: once for every 250 answers a second."""
    # Fewer come where the loops leave them no room: their number alone would make that worse.
    return min(max(inbox.flow() / 250, POLITENESS), MOST_POLITENESS)


@dataclass(slots=True)
class Loop:
    """Something done until nothing is left to do, then again when woken or after ``rest`` seconds."""

    name: str
    step: Callable[[], object]  # true: there may be more
    rest: float
    wake: Event = field(default_factory=Event)
    is_polite: bool = True
    takes_turns: bool = True  # with others that are polite
    writes_much: bool = False  # into indexes, whose pages are better kept
    at_end: Callable[[], object] = lambda: None  # in the loop's own thread, after its last step
    failures: int = 0
    error: str = ""
    _stopped: Event = field(default_factory=Event)
    _rested_at: float = 0.0

    def run(self) -> None:
        if not self.writes_much:
            keep_few_pages()
        with connection.execute_wrapper(self._make_room):
            self._go_on()

    def _go_on(self) -> None:
        while not self._stopped.is_set():
            self.wake.clear()  # before the step: what comes during it wakes again
            if self._work():
                continue
            if self.failures:
                self._stopped.wait(min(self.rest * 2**self.failures, LONGEST_BACKOFF))
            elif not self._stopped.is_set():
                self.wake.wait(self.rest)
        try:
            self.at_end()
        finally:
            connection.close()

    def _work(self) -> bool:
        self._rested_at = time.monotonic()
        if not self.is_polite or not inbox.is_busy():
            return self._try()
        # Whoever stands at the door goes first: one loop at a time, and it rests after.
        with _turn if self.takes_turns else nullcontext():
            self._rested_at = time.monotonic()
            more = self._try()
            self._rest(politeness(), LONGEST_POLITENESS)
        return more

    def _rest(self, times: float, longest: float) -> None:
        self._stopped.wait(min(times * (time.monotonic() - self._rested_at), longest))
        self._rested_at = time.monotonic()

    def _make_room(self, execute: Callable[..., Any], sql: Any, *given: Any) -> Any:
        """Rest before a statement as well, where nothing is held: a step may take seconds."""
        is_free = not connection.in_atomic_block and not str(sql).startswith("BEGIN")
        if is_free and self.is_polite and inbox.is_busy():
            self._rest(POLITENESS, LONGEST_PAUSE)
        return execute(sql, *given)

    def stop(self) -> None:
        self._stopped.set()
        self.wake.set()

    def is_stopping(self) -> bool:
        return self._stopped.is_set()

    def _try(self) -> bool:
        try:
            more = bool(self.step())
        except Exception as error:
            told = f"{type(error).__name__}: {error}"[:300]
            if told != self.error:  # not once more with every try
                log.exception("The %s loop failed", self.name)
            self.failures, self.error = min(self.failures + 1, 10), told
            connection.close()  # if it was the connection, the next try opens another
            return False
        self.failures, self.error = 0, ""
        return more


def flush_warehouse() -> bool:
    """Project what changed. The engine is loaded the first time that there is something to project."""
    from heedful.understand.warehouse.services import flush_due

    return flush_due()


def deliver_events() -> bool:
    """Deliver what was announced; what can be told at once waits for more of its kind."""
    return bool(outbox.deliver_due(limit=1 if inbox.is_busy() else MESSAGES, patience=JOINING))


def run_job() -> bool:
    """Run a job that is due, and keep nothing of what it read."""
    if not queue.run_due():
        return False
    let_pages_go()
    give_back()
    return True


class Worker:
    """All loops of this process."""

    def __init__(self) -> None:
        self._projector = Loop("projector", flush_warehouse, rest=2.0)
        self._events = Loop("events", deliver_events, rest=JOINING.total_seconds())
        # Polite in its own way: a batch takes seconds, for which no other loop should wait its turn.
        self._words = Loop("words", self._read_words, rest=2.0, is_polite=False)
        self._jobs = [
            Loop(f"jobs {number}", run_job, rest=2.0, is_polite=False, writes_much=True) for number in (1, 2)
        ]
        self._inbox = Loop("inbox", self._process_inbox, rest=2.0, wake=inbox.arrived, writes_much=True)
        # While it takes up a large change the inbox goes on.
        self._schedule = Loop("schedule", self._keep_time, rest=5.0, takes_turns=False, at_end=self._let_go)
        self._watch = Loop("watch", self._look, rest=WATCH_SECONDS, is_polite=False)
        self._watched = (self._inbox, self._events, self._projector, self._words, *self._jobs)
        self._one_by_one = cycle(self._watched)
        self._seen = ""
        self._name = f"worker:{platform.node()}:{os.getpid()}"
        self._beat_at = 0.0
        self._holds: schedule.Holds = {}
        self._threads: list[Thread] = []

    @property
    def loops(self) -> tuple[Loop, ...]:
        return (
            self._inbox,
            self._projector,
            self._events,
            self._words,
            *self._jobs,
            self._schedule,
            self._watch,
        )

    def start(self) -> None:
        for loop in self.loops:
            thread = Thread(target=loop.run, name=loop.name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, *, seconds: float = 10.0) -> None:
        """End every loop after what it is doing; a job that takes longer is taken up by the next worker."""
        for loop in self.loops:
            loop.stop()
        ends_at = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, ends_at - time.monotonic()))

    def _process_inbox(self) -> bool:
        settled = process_inbox(SMALL_BATCH if inbox.is_crowded() or inbox.flow() > STREAM else BATCH)
        if settled:
            self._events.wake.set()
            self._projector.wake.set()
        return settled > 0

    def _read_words(self) -> bool:
        from heedful.understand.words.readings.line import read_waiting

        return read_waiting(is_stopping=self._words.is_stopping)

    def _look(self) -> bool:
        seen = store_version()
        if seen == self._seen:
            return False
        if inbox.is_busy():  # the door writes all the time: all of them would look at each look of this one
            next(self._one_by_one).wake.set()
            return False
        self._seen = seen
        for loop in self._watched:
            loop.wake.set()
        return False

    def _keep_time(self) -> bool:
        if time.monotonic() - self._beat_at >= HEARTBEAT_SECONDS:
            self._beat_at = time.monotonic()
            self._beat()
        schedule.run_scheduled(holds=self._holds)
        return False

    def _let_go(self) -> None:
        schedule.release(self._holds)

    def _beat(self) -> None:
        detail: dict[str, Any] = {loop.name: loop.error for loop in self.loops}
        now = timezone.now()
        with writing():
            Beat.objects.update_or_create(name=self._name, defaults={"at": now, "detail": detail})
            Beat.objects.filter(name__startswith="worker:", at__lt=now - FORGOTTEN_AFTER).delete()
