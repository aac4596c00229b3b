"""The inbox: what was acknowledged is in it. Many requests share one transaction, and one fsync.

Requests hand their rows to the committer and wait. It writes what has gathered while the disk was busy with
the rows before, and tells those who wait when the commit has returned: not earlier, never later.
"""

from __future__ import annotations

import atexit
import logging
import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from heedful.listen.responses.inbox_rows import Receipt, write_rows
from heedful.listen.responses.intake import NewAnswerSet
from heedful.platform.core.errors import TryLater

log = logging.getLogger(__name__)
MAX_WAITING_ROWS = 50_000
MAX_WAITING_BYTES = 256 * 1024 * 1024
ROWS_A_COMMIT = 2_000
LOCKED_TRIES = 5
BUSY_TICKETS = 4  # so many requests in one commit mean that more are on their way
BUSY_ROWS = 100
BUSY_SECONDS = 0.5
LATELY = 0.5  # seconds: what came longer ago hardly counts for the flow

arrived = Event()  # the worker of this process waits for it

type Outcome = list[Receipt] | Exception


class Ticket:
    """Rows on their way into the inbox, and what became of them.

    ``tell`` is called in the committer's thread, once with all tickets of a commit that share it.
    """

    __slots__ = ("outcome", "rows", "size", "tell", "waiting")

    def __init__(
        self, rows: Sequence[NewAnswerSet], tell: Callable[[list[Ticket]], object], waiting: Any = None
    ) -> None:
        self.rows = rows
        self.size = len(rows[0].body) if len(rows) == 1 else sum(len(row.body) for row in rows)
        self.tell = tell
        self.waiting = waiting  # whatever ``tell`` needs to find who waits
        self.outcome: Outcome = []


class Committer:
    """One thread that writes what the others hand in."""

    def __init__(self, *, rows: int = MAX_WAITING_ROWS, size: int = MAX_WAITING_BYTES) -> None:
        self._tickets: deque[Ticket] = deque()
        self._calls: SimpleQueue[None] = SimpleQueue()
        self._lock = Lock()
        self._rows_left = rows
        self._bytes_left = size
        self._thread: Thread | None = None
        self._is_closed = False
        self._is_called = False
        self.busy_until = 0.0
        self.crowded_until = 0.0
        self._flow = (0.0, 0.0)  # rows a second, and when that was

    def put(self, ticket: Ticket) -> None:
        """Take rows in, to be written at the next call of ``go``. Raise when there is no room."""
        with self._lock:
            if self._is_closed:
                raise TryLater("The server is stopping.")
            if self._rows_left < len(ticket.rows) or self._bytes_left < ticket.size:
                raise TryLater("Too many answers are waiting to be written.")
            self._rows_left -= len(ticket.rows)
            self._bytes_left -= ticket.size
            self._tickets.append(ticket)  # inside the lock: close() must find it

    def go(self) -> None:
        """Let what was put be written, as soon as the disk is done with what came before."""
        if self._is_called:
            return
        self._is_called = True
        if self._thread is None or not self._thread.is_alive():
            self._start()
        self._calls.put(None)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="inbox-committer", daemon=True)
                self._thread.start()

    def write(self, rows: Sequence[NewAnswerSet]) -> list[Receipt]:
        """Write rows and return when they are on the disk."""
        done = Lock()  # an Event is a condition, which is several locks: this is on the hot path
        done.acquire()
        ticket = Ticket(rows, _release_all, done)
        self.put(ticket)
        self.go()
        done.acquire()
        if isinstance(ticket.outcome, Exception):
            raise ticket.outcome
        return ticket.outcome

    def close(self, *, seconds: float = 30.0) -> None:
        """Take no more rows, write what waits, and end."""
        with self._lock:
            self._is_closed = True
        if self._tickets or (self._thread is not None and self._thread.is_alive()):
            self._start()
            self._calls.put(None)
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        is_over = False
        while not is_over:
            self._calls.get()
            self._is_called = False  # before the look: who puts after it calls again
            is_over = self._is_closed
            for tickets in self._groups():
                self._commit(tickets)
                with self._lock:
                    self._rows_left += sum(len(ticket.rows) for ticket in tickets)
                    self._bytes_left += sum(ticket.size for ticket in tickets)
        connection.close()

    def _groups(self) -> Iterator[list[Ticket]]:
        """Yield what waits now. What comes during these commits gathers for the next call."""
        tickets: list[Ticket] = []
        rows = 0
        for _ in range(len(self._tickets)):
            ticket = self._tickets.popleft()
            tickets.append(ticket)
            rows += len(ticket.rows)
            if rows >= ROWS_A_COMMIT:
                yield tickets
                tickets, rows = [], 0
        if tickets:
            yield tickets

    def _commit(self, tickets: list[Ticket]) -> None:
        try:
            receipts = _write_patiently([row for ticket in tickets for row in ticket.rows])
        except Exception as error:
            log.exception("%s requests could not be written", len(tickets))
            self._commit_apart(tickets, error)
            return
        start = 0
        for ticket in tickets:
            end = start + len(ticket.rows)
            ticket.outcome = receipts[start:end]
            start = end
        self._note(len(tickets), len(receipts))
        _tell(tickets)
        arrived.set()

    def expect(self, tickets: int) -> None:
        """Take note that so many are on their way: room is made for them before the first is written."""
        if tickets >= BUSY_TICKETS:
            self.crowded_until = self.busy_until = time.monotonic() + BUSY_SECONDS

    def _note(self, tickets: int, rows: int) -> None:
        now = time.monotonic()
        self._flow = (self.flow(now) + rows / LATELY, now)
        self.expect(tickets)
        if rows >= BUSY_ROWS:
            self.busy_until = now + BUSY_SECONDS

    def flow(self, now: float) -> float:
        """Return about how many rows a second were written lately."""
        rate, at = self._flow
        return rate * math.exp((at - now) / LATELY)

    def _commit_apart(self, tickets: list[Ticket], error: Exception) -> None:
        """One bad row must not fail the others; a broken database fails them all at once."""
        if len(tickets) == 1 or isinstance(error, TryLater):
            for ticket in tickets:
                ticket.outcome = error
            _tell(tickets)
            return
        for ticket in tickets:
            self._commit([ticket])


def _tell(tickets: Iterable[Ticket]) -> None:
    for tell, theirs in groupby(tickets, key=attrgetter("tell")):
        try:
            tell(list(theirs))
        except Exception:
            log.exception("Nobody waits for these rows any more")  # a server has gone: others must hear


def _release_all(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        ticket.waiting.release()


def _write_patiently(rows: Sequence[NewAnswerSet]) -> list[Receipt]:
    for attempt in range(LOCKED_TRIES):
        try:
            return write_rows(rows)
        except (DatabaseError, InterfaceError) as error:
            connection.close()  # it may be the connection that is broken: the next try opens another
            if not _may_pass(error):
                raise
            log.warning("The inbox could not be written (%s), try %s", error, attempt + 1)
            time.sleep(0.05 * 2**attempt)
    raise TryLater("The record store does not answer.")


def _may_pass(error: Exception) -> bool:
    return isinstance(error, OperationalError | InterfaceError)


_committer: Committer | None = None
_starting = Lock()


def committer() -> Committer:
    """Return the committer of this process."""
    global _committer  # noqa: PLW0603 - one for the process, made when first needed
    if _committer is None:
        with _starting:
            if _committer is None:
                _committer = Committer()
                atexit.register(_committer.close)
    return _committer


def is_busy() -> bool:
    """Say whether many answers are coming in at this moment."""
    return _committer is not None and _committer.busy_until > time.monotonic()


def is_crowded() -> bool:
    """Say whether many clients wait for an answer at this moment, each of whom a pause would hold up."""
    return _committer is not None and _committer.crowded_until > time.monotonic()


def flow() -> float:
    """Return about how many rows a second came in lately."""
    return 0.0 if _committer is None else _committer.flow(time.monotonic())


def write(rows: Sequence[NewAnswerSet]) -> list[Receipt]:
    """Write rows durably. Inside a transaction they join it: waiting for the committer would be for ever."""
    if not rows:
        return []
    if connection.in_atomic_block:
        receipts = write_rows(rows)
        arrived.set()
        return receipts
    return committer().write(rows)
