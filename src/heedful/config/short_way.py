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
from heedful.listen.responses.intake import MAX_BYTES, TooLarge
from heedful.listen.responses.intake_door import PATH, Letter, Prepared, Reply, prepare, replied
from heedful.platform.accounts.queries.keys import keyholder
from heedful.platform.core.errors import HeedfulError, NotSignedIn
from heedful.platform.core.types import Actor

log = logging.getLogger(__name__)
LONG_BODY = 32 * 1024  # takes long enough to check that others should not wait for it
HEARD_OUT = 10 * MAX_BYTES  # most clients hear a refusal only when they have said everything
GATHERING_SECONDS = 0.004
CROWD = 16
ENOUGH = 64  # requests are checked in one go at most: pages share the loop
FADING = 0.9  # from commit to commit: clients leave
SWITCH_SECONDS = 0.0002  # the event loop waits so often for a page that is computed, or for the worker
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


class Asked:
    """A request on its way: what it says, who waits for the answer, and what was found right in it."""

    __slots__ = ("authorization", "has_waited", "letter", "prepared", "waiting")

    def __init__(self, letter: Letter, authorization: str, waiting: asyncio.Future[Reply]) -> None:
        self.letter = letter
        self.authorization = authorization
        self.waiting = waiting
        self.prepared: Prepared | None = None
        self.has_waited = False  # behind one for whom tables were read

    def check(self) -> Prepared:
        return prepare(self.letter, by=key_actor(self.authorization))

    def fail(self, error: BaseException) -> None:
        if not self.waiting.done():  # the client may have left
            self.waiting.set_exception(error)

    def succeed(self, reply: Reply) -> None:
        if not self.waiting.done():
            self.waiting.set_result(reply)


class ShortWay:
    """Answers one address, in the server's event loop.

    Requests that come at the same time are checked in one go, which is quicker than one by one between other
    work, and share a commit, which costs as much as thirty rows. Of few that are inside half are enough to
    begin; of a crowd all are waited for. Who is alone does not wait, and nobody waits longer than a moment.
    Large batches are checked in ``batches``, best one after another: side by side each takes longer.
    """

    def __init__(self, threads: Executor, batches: Executor) -> None:
        self._threads = threads
        self._batches = batches
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tell = self._pass_on  # made once: the committer tells all of a group at once by it
        self._gathered: list[Asked] = []
        self._inside = 0  # requests that have come and are not answered
        self._most = 0.0  # of them, lately
        self._timer: asyncio.TimerHandle | None = None

    async def answer(self, scope: Any, proto: Any) -> None:
        self._inside += 1
        try:
            headers = scope.headers
            length = headers.get("content-length") or ""
            is_told = length.isdigit() and int(length) <= MAX_BYTES
            body = await proto() if is_told else await _heard_out(length, proto)
            reply = await self._asked(
                _letter(headers, scope.query_string, body), headers.get("authorization") or ""
            )
        except Exception as error:
            proto.response_bytes(*problem(error))
        else:
            proto.response_bytes(reply.status, _HEADERS, reply.body)
        finally:
            self._inside -= 1

    def _asked(self, letter: Letter, authorization: str) -> asyncio.Future[Reply]:
        loop = self._loop = self._loop or asyncio.get_running_loop()
        asked = Asked(letter, authorization, loop.create_future())
        if len(letter.body) >= LONG_BODY:
            self._check_apart(asked, loop)
            return asked.waiting
        self._gathered.append(asked)
        if len(self._gathered) >= self._awaited():
            self._begin()
        elif self._timer is None:
            self._timer = loop.call_later(GATHERING_SECONDS, self._begin)
        return asked.waiting

    def _awaited(self) -> float:
        """Return how many make a group."""
        most = max(self._most, self._inside)
        return most / 2 if most < CROWD else min(most, ENOUGH)

    def _begin(self) -> None:
        """Check what has gathered, and let it be written."""
        assert self._loop is not None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._most = max(self._inside, FADING * self._most)
        gathered, self._gathered = self._gathered, []
        inbox.committer().expect(len(gathered))
        holders: dict[str, Actor] = {}  # most of a group come from few keys
        behind: dict[str, list[Asked]] = {}  # one who looks up what all need: else each of them would
        apart: dict[str, list[Asked]] = {}  # who might wait for the one before
        for asked in gathered:
            sender = asked.authorization
            if sender in behind:
                behind[sender].append(asked)
                continue
            try:
                if (by := holders.get(sender)) is None:
                    by = holders[sender] = key_actor(sender)
                self._hand_in(asked, prepare(asked.letter, by=by))
                apart.pop(sender, None)
            except SynchronousOnlyOperation:  # not remembered: tables are read
                if sender in apart and not asked.has_waited:  # two in a row may lack the same
                    behind[sender] = apart[sender]
                    behind[sender].append(asked)
                    continue
                followers = apart[sender] = []
                if sender not in holders:
                    behind[sender] = followers
                self._check_apart(asked, self._loop, followers)
            except Exception as error:
                asked.fail(error)
        inbox.committer().go()

    def _check_apart(
        self, asked: Asked, loop: asyncio.AbstractEventLoop, behind: Sequence[Asked] = ()
    ) -> None:
        """Check in a thread what takes long, or reads tables; then those behind, who need the same."""

        def checked(checking: asyncio.Future[Prepared]) -> None:
            if checking.cancelled():  # the server is ending
                for one in (asked, *behind):
                    one.waiting.cancel()
                return
            try:
                self._hand_in(asked, checking.result())
            except Exception as error:
                asked.fail(error)
            if behind:
                for one in behind:
                    one.has_waited = True  # what it still lacks, it needs for itself
                self._gathered[:0] = behind
                self._begin()
            else:
                inbox.committer().go()

        threads = self._batches if len(asked.letter.body) >= LONG_BODY else self._threads
        loop.run_in_executor(threads, asked.check).add_done_callback(checked)

    def _hand_in(self, asked: Asked, prepared: Prepared) -> None:
        asked.prepared = prepared
        if prepared.passed:
            inbox.committer().put(Ticket(prepared.passed, self._tell, asked))
        else:
            asked.succeed(replied(prepared, []))

    def _pass_on(self, tickets: list[Ticket]) -> None:
        # Waking the loop is a system call: once for all that were written together, not once each.
        assert self._loop is not None
        self._loop.call_soon_threadsafe(_tell_all, tickets)


def _tell_all(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        asked: Asked = ticket.waiting
        if isinstance(ticket.outcome, Exception):
            asked.fail(ticket.outcome)
        else:
            assert asked.prepared is not None
            asked.succeed(replied(asked.prepared, ticket.outcome))


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
