"""What one request asks the record store again and again is read once.

Only inside ``remembering()`` and only in the thread that opened it. A transaction begins with nothing
remembered, for it may have waited for another one; from its first write to its end everything is read anew,
for a rollback could make untrue what was read in between.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import get_ident
from typing import Any, cast

from django.db import connection

from heedful.platform.core.scope import scoped_organization_id

_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE")
_WAITS = ("BEGIN",)


class _Memory:
    """What was read so far; ``None`` while something written may still be taken back."""

    def __init__(self) -> None:
        self.thread = get_ident()  # a context may be copied into a thread, which has a connection of its own
        self.kept: dict[Hashable, Any] | None = {}

    def watch(self, execute: Callable[..., Any], sql: Any, *given: Any) -> Any:
        """Run a statement, and forget what it may make untrue."""
        words = str(sql).lstrip("( \n").upper()
        if words.startswith(_WAITS) or words.endswith("FOR UPDATE"):
            self.renew()
        elif not words.startswith(_READS):
            self.kept = None
        return execute(sql, *given)

    def renew(self) -> None:
        """Forget what was read before another transaction may have written."""
        self.kept = None if self.kept is None else {}


_memory: ContextVar[_Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember what marked functions read, until the end or the first write."""
    memory = _Memory()
    token = _memory.set(memory)
    try:
        with connection.execute_wrapper(memory.watch):
            yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """Forget what was read so far in this request: others may have written since."""
    if memory := _own():
        memory.renew()


def settled() -> None:
    """Say that no transaction is open any more: what is read from here on stays true."""
    if memory := _own():
        memory.kept = {}


def _own() -> _Memory | None:
    memory = _memory.get()
    return memory if memory is not None and memory.thread == get_ident() else None


def remembered[**P, R](read: Callable[P, R]) -> Callable[P, R]:
    """Mark a function of hashable arguments whose result nobody changes: it reads once a request."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _own()
        if memory is None or memory.kept is None:
            return read(*args, **kwargs)
        key = (read, scoped_organization_id(), args, tuple(sorted(kwargs.items())))
        kept = memory.kept  # another dictionary, or none, once something is written while this reads
        if key not in kept:
            kept[key] = read(*args, **kwargs)
        return cast("R", kept[key])

    return reading
