"""What one request asks the record store again and again is read once.

Only inside ``remembering()``, only in the thread that opened it, and only until the first write: from then on
everything is read anew, for a rollback could make untrue what was read in between.
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

_READS = ("SELECT", "PRAGMA", "EXPLAIN")


class _Memory:
    """What was read so far; ``None`` once something was written."""

    def __init__(self) -> None:
        self.thread = get_ident()  # a context may be copied into a thread, which has a connection of its own
        self.kept: dict[Hashable, Any] | None = {}

    def watch(self, execute: Callable[..., Any], sql: Any, *given: Any) -> Any:
        """Run a statement; one that may write ends the memory."""
        if not str(sql).lstrip("( \n").upper().startswith(_READS):
            self.kept = None
        return execute(sql, *given)


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
    """Remember nothing any more in this request: something is about to be written."""
    memory = _memory.get()
    if memory is not None and memory.thread == get_ident():
        memory.kept = None


def remembered[**P, R](read: Callable[P, R]) -> Callable[P, R]:
    """Mark a function of hashable arguments whose result nobody changes: it reads once a request."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _memory.get()
        if memory is None or memory.kept is None or memory.thread != get_ident():
            return read(*args, **kwargs)
        key = (read, scoped_organization_id(), args, tuple(sorted(kwargs.items())))
        kept = memory.kept  # another dictionary, or none, once something is written while this reads
        if key not in kept:
            kept[key] = read(*args, **kwargs)
        return cast("R", kept[key])

    return reading
