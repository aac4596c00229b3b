"""The inbox written by a process of its own, for doors that have more to take in than one process can do.

SQLite has one writer. So the processes that serve hand their rows over a socket to the one that writes: what
has gathered is one message, and what became of it is another.
"""

from __future__ import annotations

import asyncio
import logging
import marshal
import socket
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from struct import Struct
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, cast

from heedful.listen.responses.inbox import Committer, Inbox, Outcome, Ticket, Waiting, tell
from heedful.listen.responses.inbox_rows import Receipt
from heedful.listen.responses.intake import NewAnswerSet
from heedful.platform.core.errors import TryLater

log = logging.getLogger(__name__)
MANY_BYTES = 256 * 1024
_LENGTH = Struct("!I")

# A message is its length and a number with rows as plain tuples. Back come the number and what became of the
# rows: nothing where all were accepted under their own ids, else receipts, or whether to try again, and why.
type _Fate = list[tuple[str, ...]] | tuple[bool, str] | None


class NotWritten(Exception):
    """The store refused a row of a message, in the words of its driver, which are for the log alone."""


class Writer:
    """Writes what the other processes of this server hand in."""

    def __init__(self, committer: Committer) -> None:
        self._folder = TemporaryDirectory(prefix="heedful-")  # of this user alone, so nobody else comes in
        self.address = str(Path(self._folder.name) / "inbox")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.address)
        self._listener.listen()
        self._committer = committer

    def start(self) -> None:
        _in_thread(self._welcome)

    def close(self) -> None:
        """Write what waits, and end."""
        self._committer.close()
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes who welcomes
        self._listener.close()
        self._folder.cleanup()

    def _welcome(self) -> None:
        while True:
            try:
                channel, _ = self._listener.accept()
            except OSError:
                return  # closed
            _Desk(channel, self._committer)


class _Desk:
    """Takes what one process hands in. Nobody else waits for what that process does not hear."""

    def __init__(self, channel: socket.socket, committer: Committer) -> None:
        self._channel = channel
        self._committer = committer
        self._news: SimpleQueue[tuple[int, _Fate] | None] = SimpleQueue()
        _in_thread(self._take)
        _in_thread(self._send)

    def _take(self) -> None:
        messages = _Messages()
        while data := _received(self._channel):
            for number, rows in messages.heard(data):
                self._put(Ticket([NewAnswerSet(*row) for row in rows], self._tell, number))
        self._news.put(None)  # it has gone

    def _put(self, ticket: Ticket) -> None:
        try:
            self._committer.put(ticket)
        except TryLater as error:
            self._news.put((ticket.waiting, (True, str(error))))
        else:
            self._committer.go()

    def _tell(self, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            self._news.put((ticket.waiting, _fate(ticket)))

    def _send(self) -> None:
        try:
            while (news := self._news.get()) is not None:
                self._channel.sendall(_message(news))
        except OSError as error:
            log.warning("A process that takes answers does not hear what became of them: %s", error)
        self._channel.close()


def _received(channel: socket.socket) -> bytes:
    try:
        return channel.recv(MANY_BYTES)
    except OSError:
        return b""


def _fate(ticket: Ticket) -> _Fate:
    receipts = ticket.outcome
    if isinstance(receipts, Exception):
        return isinstance(receipts, TryLater), str(receipts)
    if all(
        one.state == "accepted" and one.uid == row.uid for one, row in zip(receipts, ticket.rows, strict=True)
    ):
        return None
    return [tuple(one) for one in receipts]


def _outcome(fate: _Fate, rows: Sequence[NewAnswerSet]) -> Outcome:
    if fate is None:
        return [Receipt(row.uid, row.key, "accepted") for row in rows]
    if isinstance(fate, tuple):
        may_try, why = fate
        return TryLater(why) if may_try else NotWritten(why)
    return [Receipt._make(one) for one in fate]


def _message(content: tuple[int, Any]) -> bytes:
    packed = marshal.dumps(content)
    return _LENGTH.pack(len(packed)) + packed


class _Messages:
    """Takes messages out of a stream of bytes."""

    def __init__(self) -> None:
        self._heard = bytearray()

    def heard(self, data: bytes) -> Iterator[tuple[int, Any]]:
        """Yield the messages that are whole now."""
        self._heard += data
        start = 0
        while (begun := start + _LENGTH.size) <= len(self._heard):
            end = begun + _LENGTH.unpack_from(self._heard, start)[0]
            if end > len(self._heard):
                break
            yield marshal.loads(self._heard[begun:end])  # noqa: S302 - of a process of this server
            start = end
        del self._heard[:start]


def _in_thread(work: Callable[[], object]) -> None:
    Thread(target=work, name=f"inbox-{work.__name__}", daemon=True).start()


class Messenger(asyncio.Protocol, Inbox):
    """The way of one process to the writer. It belongs to an event loop, and is called from nowhere else."""

    def __init__(self, lost: Callable[[], object]) -> None:
        """``lost`` is called when the writer has gone; all who wait have heard so by then."""
        self._lost = lost
        self._waiting = Waiting()
        self._handed: dict[int, list[Ticket]] = {}
        self._numbers = count()
        self._messages = _Messages()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def put(self, ticket: Ticket) -> None:
        self._waiting.put(ticket)

    def go(self) -> None:
        if tickets := list(self._waiting.take()):
            self._hand_over(tickets)

    def close(self) -> None:
        """End, when nobody waits any more."""
        self._waiting.close()
        if self._transport is not None:
            self._transport.close()

    def _hand_over(self, tickets: list[Ticket]) -> None:
        assert self._transport is not None
        number = next(self._numbers)
        self._handed[number] = tickets
        rows = [tuple(row) for ticket in tickets for row in ticket.rows]
        self._transport.write(_message((number, rows)))

    def data_received(self, data: bytes) -> None:
        for number, fate in self._messages.heard(data):
            tickets = self._handed.pop(number)
            is_refused = isinstance(fate, tuple) and not fate[0]
            if is_refused and len(tickets) > 1:
                for ticket in tickets:  # one bad row must not fail the others
                    self._hand_over([ticket])
            else:
                self._give(tickets, fate)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting.is_closed:
            return
        log.error("The process that writes answers has gone: %s", exc)
        self._waiting.close()
        for tickets in [*self._handed.values(), list(self._waiting.take())]:
            self._give(tickets, (True, "The process that writes answers has gone."))
        self._lost()

    def _give(self, tickets: Sequence[Ticket], fate: _Fate) -> None:
        self._waiting.let_go(tickets)
        start = 0
        for ticket in tickets:
            end = start + len(ticket.rows)
            ticket.outcome = _outcome(fate[start:end] if isinstance(fate, list) else fate, ticket.rows)
            start = end
        tell(tickets)


async def messenger(address: str, *, lost: Callable[[], object]) -> Messenger:
    """Return a way to the writer that listens at ``address``."""
    loop = asyncio.get_running_loop()
    _, made = await loop.create_unix_connection(lambda: Messenger(lost), address)
    return made
