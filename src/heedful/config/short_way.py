"""Answers sent with an API key go past Django's middleware: they need no session, language, page or form.

What they need is the same: the same lookup of the key, the same door, the same problems. While the disk
is busy a request waits as a future, not in a thread. See docs/decisions/0005-the-short-way-of-an-answer.md.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any
from urllib.parse import parse_qs

from django.core.exceptions import SynchronousOnlyOperation

from heedful.config.problems import MEDIA_TYPE, details_of
from heedful.listen.responses import inbox
from heedful.listen.responses.inbox import Ticket
from heedful.listen.responses.inbox_rows import Receipt
from heedful.listen.responses.intake import MAX_BYTES, NewAnswerSet, TooLarge
from heedful.listen.responses.intake_door import PATH, Letter, Prepared, prepare, replied
from heedful.platform.accounts.queries.keys import keyholder
from heedful.platform.core.errors import HeedfulError, NotSignedIn
from heedful.platform.core.types import Actor

log = logging.getLogger(__name__)
LONG_BODY = 32 * 1024  # takes long enough to check that others should not wait for it
HEARD_OUT = 10 * MAX_BYTES  # most clients hear a refusal only when they have said everything
ENOUGH_ROWS = 100  # are worth a commit, whatever else is coming
GATHERING_SECONDS = 0.004
FADING = 0.9  # from commit to commit: clients leave
SWITCH_SECONDS = 0.001  # the event loop must not wait five milliseconds for a page that is being computed
NOSNIFF = ("x-content-type-options", "nosniff")
_HEADERS = [("content-type", "application/json"), NOSNIFF]


def settle() -> None:
    """Make the interpreter ready to serve: call it when everything is loaded."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through it again and again takes longer than a commit


def leads(scope: Any) -> bool:
    """Say whether a request is one for the short way."""
    return scope.path == PATH and scope.method == "POST" and "authorization" in scope.headers


def key_actor(authorization: str) -> Actor:
    """Return who holds the key of an ``Authorization`` header."""
    scheme, _, secret = authorization.partition(" ")
    holder = keyholder(secret.strip()) if scheme.lower() == "bearer" else None
    if holder is None:
        raise NotSignedIn("The API key is unknown or revoked. Send one: Authorization: Bearer hk_…")
    return holder[0]


class Gathering:
    """Lets requests that come at the same time share a commit, which costs as much as thirty rows.

    Half of those that are inside are enough: the other half is checked while these are written. For whom
    nobody else is there, nothing is waited for; and never longer than a moment.
    """

    def __init__(self) -> None:
        self.inside = 0  # requests that have come and are not answered
        self._most = 0.0  # of them, lately
        self._timer: asyncio.TimerHandle | None = None

    def put(self, ticket: Ticket, loop: asyncio.AbstractEventLoop) -> None:
        waiting = inbox.committer().put(ticket)
        if waiting * 2 >= max(self._most, self.inside) or len(ticket.rows) >= ENOUGH_ROWS:
            self._go()
        elif self._timer is None:
            self._timer = loop.call_later(GATHERING_SECONDS, self._go)

    def _go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._most = max(self.inside, FADING * self._most)
        inbox.committer().go()


class ShortWay:
    """Answers one address, in the server's event loop."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._loop: asyncio.AbstractEventLoop | None = None
        self._gathering = Gathering()
        self._tell = self._pass_on  # made once: the committer tells all of a group at once by it

    async def answer(self, scope: Any, proto: Any) -> None:
        self._gathering.inside += 1
        try:
            headers = scope.headers
            length = headers.get("content-length") or ""
            is_told = length.isdigit() and int(length) <= MAX_BYTES
            body = await proto() if is_told else await _heard_out(length, proto)
            letter = _letter(headers, scope.query_string, body)
            prepared = await self._prepared(letter, headers.get("authorization") or "")
            rows = prepared.reading.passed
            reply = replied(prepared, await self._written(rows) if rows else [])
        except Exception as error:
            proto.response_bytes(*problem(error))
        else:
            proto.response_bytes(reply.status, _HEADERS, reply.body)
        finally:
            self._gathering.inside -= 1

    async def _prepared(self, letter: Letter, authorization: str) -> Prepared:
        if len(letter.body) < LONG_BODY:
            try:
                return prepare(letter, by=key_actor(authorization))
            except SynchronousOnlyOperation:
                pass  # the key or the survey is not remembered any more: tables are read in a thread
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: prepare(letter, by=key_actor(authorization)))

    def _written(self, rows: Sequence[NewAnswerSet]) -> asyncio.Future[list[Receipt]]:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        waiting: asyncio.Future[list[Receipt]] = self._loop.create_future()
        self._gathering.put(Ticket(rows, self._tell, waiting), self._loop)
        return waiting

    def _pass_on(self, tickets: list[Ticket]) -> None:
        # Waking the loop is a system call: once for all that were written together, not once each.
        assert self._loop is not None
        self._loop.call_soon_threadsafe(_wake, tickets)


def _wake(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        waiting, outcome = ticket.waiting, ticket.outcome
        if waiting.cancelled():
            continue
        if isinstance(outcome, Exception):
            waiting.set_exception(outcome)
        else:
            waiting.set_result(outcome)


def _letter(headers: Any, query: str, body: bytes) -> Letter:
    return Letter(
        body,
        headers.get("content-type") or "",
        headers.get("idempotency-key") or "",
        bool(query) and _asks_for_partial(query),
    )


async def _heard_out(length: str, proto: Any) -> bytes:
    """Return a body whose length is not known, or too large; then only its end is waited for."""
    if length.isdigit() and int(length) > HEARD_OUT:
        raise TooLarge(f"The body has {int(length):,} bytes; at most {MAX_BYTES:,} are taken.")
    parts, size = [], 0
    async for part in proto:
        size += len(part)
        if size > HEARD_OUT:
            break
        if size <= MAX_BYTES:
            parts.append(part)
    if size > MAX_BYTES:
        raise TooLarge(f"The body has more than {MAX_BYTES:,} bytes.")
    return b"".join(parts)


def _asks_for_partial(query: str) -> bool:
    return parse_qs(query).get("partial", [""])[-1].lower() in {"1", "true", "on", "yes"}


def problem(error: Exception) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and body of an error, worded as everywhere else in the API."""
    if not isinstance(error, HeedfulError):
        log.error("POST %s failed", PATH, exc_info=error)
    details = details_of(error)
    headers = [(name.lower(), value) for name, value in details.headers.items()]
    body = json.dumps(details.as_json(PATH), ensure_ascii=False).encode()
    return details.status, [("content-type", MEDIA_TYPE), NOSNIFF, *headers], body
