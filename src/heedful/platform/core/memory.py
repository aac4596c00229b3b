"""What one request asks the record store again and again is read once; what is made of rows is made once.

``remembered``: only inside ``remembering()`` and only in the thread that opened it. A transaction begins with
nothing remembered, for it may have waited for another one; from its first write to its end everything is
read anew, for a rollback could make untrue what was read in between.

``made_of``: kept by the process as long as the rows are the same, which is looked up each time. So an edit
holds at once in every process, and a rollback leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import get_ident
from typing import Any, NamedTuple, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from heedful.platform.core.scope import scoped_organization_id

_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE")
_WAITS = ("BEGIN",)
MOST_KEPT = 10_000  # results of one function


class _Memory:
    """What was read so far; ``None`` while something written may still be taken back."""

    def __init__(self) -> None:
        self.thread = get_ident()  # a context may be copied into a thread, which has a connection of its own
        self.kept: dict[Hashable, Any] | None = {}

    def watch(self, execute: Callable[..., Any], sql: Any, *given: Any) -> Any:
        """Run a statement, and forget what it may make untrue."""
        first, last = str(sql)[:40].lstrip("( \n").upper(), str(sql)[-10:].upper()
        if first.startswith(_WAITS) or last == "FOR UPDATE":
            self.renew()
        elif not first.startswith(_READS):
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


class Statement:
    """A query composed once: composing it costs ten times what the record store does."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        try:
            self._sql, self._given = rows.query.sql_with_params()
        except EmptyResultSet:
            self._sql, self._given = "", ()

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows as the driver gives them: dates and JSON are not read."""
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._given)
            return cast("list[tuple[Any, ...]]", cursor.fetchall())


class _Made(NamedTuple):
    statements: Sequence[Statement]
    seen: Sequence[object]
    result: Any


def made_of[**P, R](
    *rows: Callable[P, QuerySet[Any, Any]], most: int = MOST_KEPT
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function of hashable arguments whose result nobody changes and only these rows decide.

    ``rows`` get the arguments of the function and return queries, which are composed when the result is made.
    ``most`` results are kept at a time: fewer of what is large.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        kept: dict[Hashable, _Made] = {}

        @wraps(make)
        def making(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (scoped_organization_id(), args, tuple(sorted(kwargs.items())))
            known = kept.get(key)
            if known is not None and known.seen == [one.rows() for one in known.statements]:
                return cast("R", known.result)
            statements = [Statement(each(*args, **kwargs)) for each in rows]
            seen = [one.rows() for one in statements]
            result = make(*args, **kwargs)
            # Somebody may have written in between: then it is made once more the next time.
            if seen == [one.rows() for one in statements]:
                if len(kept) >= most:
                    kept.clear()
                kept[key] = _Made(statements, seen, result)
            return result

        return making

    return decorate
