"""The rows of the inbox: written in few statements, each key once, whoever sends it how often.

Nearly always every row of a group is new: then one look for responses with these keys and one INSERT are
enough, on SQLite both in one statement. When something was there before, nothing of that is kept, and every
row is looked up first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import batched
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from django.db import connection
from django.utils import timezone

from heedful.listen.responses.intake import NewAnswerSet
from heedful.listen.responses.models import InboxEntry, Response
from heedful.platform.core.transactions import writing, writing_plainly

ROWS_A_STATEMENT = 256
MOST_ROWS = 1_024  # where a statement is one for several sizes
STEP = 64  # the driver keeps 128 compiled statements: one for each size up to here, then one for every 64
# Django documents _meta. The statements are written by hand, because composing them would halve the rate.
_INBOX = InboxEntry._meta.db_table
_RESPONSES = Response._meta.db_table
_NO_ROW = [None] * 5
_COMPLETED = Response.Status.COMPLETED.value

type State = Literal["accepted", "duplicate"]


class Receipt(NamedTuple):
    """What the inbox did with a row, and the response's id, which for a repeat is the first one's."""

    uid: str
    key: str
    state: State


type _Place = tuple[int, str]  # organisation and key
type _Earlier = dict[_Place, tuple[str, bool]]


class _Repeated(Exception):
    """Some row of a group was written before."""


def write_rows(rows: Sequence[NewAnswerSet]) -> list[Receipt]:
    """Write rows in one transaction, skipping those that were written before."""
    try:
        _write_new(rows)
    except _Repeated:
        return _write_missing(rows)
    return [Receipt(row.uid, row.key, "accepted") for row in rows]


def _write_new(rows: Sequence[NewAnswerSet]) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        _write_new_plainly(rows)
        return
    with writing():
        if any(_stored(rows)):
            raise _Repeated
        if _insert({(row.organization_id, row.inbox_key): row for row in rows}) != len(rows):
            raise _Repeated


def _write_new_plainly(rows: Sequence[NewAnswerSet]) -> None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with writing_plainly() as store:
        for some in batched(rows, MOST_ROWS, strict=False):
            # Few statements: after each, this thread waits for the interpreter while others check batches.
            size = len(some) if len(some) <= STEP else STEP * -(-len(some) // STEP)
            values: list[Any] = []
            for row in some:
                values += (row.organization_id, row.key, row.inbox_key, row.body, row.actor_label)
            values += _NO_ROW * (size - len(some))
            values.append(now)
            if store.execute(_insert_unseen_statement(size), values).rowcount != len(some):
                raise _Repeated


@cache
def _insert_unseen_statement(rows: int) -> str:
    return (
        # It must begin with INSERT: else the driver does not count the rows.
        f"INSERT INTO {_INBOX} (organization_id, idempotency_key, body, received_at, actor_label, attempts, "  # noqa: S608 - names of our own
        "error) WITH given (organization_id, key, inbox_key, body, label) AS "
        f"(VALUES {', '.join(['(?, ?, ?, ?, ?)'] * rows)}) "
        "SELECT organization_id, inbox_key, body, ?, label, 0, '' FROM given WHERE key IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM {_RESPONSES} stored "
        "WHERE stored.organization_id = given.organization_id "
        "AND stored.idempotency_key = given.key) ON CONFLICT (organization_id, idempotency_key) DO NOTHING"
    )


def _write_missing(rows: Sequence[NewAnswerSet]) -> list[Receipt]:
    with writing():
        earlier = dict(_stored(rows))
        waiting = _waiting_keys(rows)
        fresh: dict[_Place, NewAnswerSet] = {}
        for row in rows:
            place = (row.organization_id, row.inbox_key)
            if place not in waiting and not _is_settled(row, earlier):
                fresh.setdefault(place, row)
        _insert(fresh)
    return [_receipt(row, earlier, fresh) for row in rows]


def _stored(rows: Sequence[NewAnswerSet]) -> Iterator[tuple[_Place, tuple[str, bool]]]:
    """Yield uid and whether it is completed, by key, of responses that are stored already."""
    for organization_id, keys in _given_keys(rows, key=attrgetter("key")):
        select = f"SELECT idempotency_key, uid, status FROM {_RESPONSES}"  # noqa: S608 - a name of our own
        for key, uid, status in _run(select + _where_key_in(len(keys) - 1), keys):
            yield (organization_id, key), (uid, status == _COMPLETED)


def _waiting_keys(rows: Sequence[NewAnswerSet]) -> set[_Place]:
    found: set[_Place] = set()
    for organization_id, keys in _given_keys(rows, key=attrgetter("inbox_key")):
        select = f"SELECT idempotency_key FROM {_INBOX}"  # noqa: S608 - likewise
        found.update((organization_id, key) for (key,) in _run(select + _where_key_in(len(keys) - 1), keys))
    return found


def _given_keys(
    rows: Sequence[NewAnswerSet], *, key: Callable[[NewAnswerSet], str]
) -> Iterator[tuple[int, list[Any]]]:
    """Yield organisations with parameters of a statement: the organisation, then keys that clients made."""
    keys: dict[int, list[str]] = {}
    for row in rows:
        if row.is_given_key:
            keys.setdefault(row.organization_id, []).append(key(row))
    for organization_id, wanted in keys.items():
        for some in batched(wanted, ROWS_A_STATEMENT, strict=False):
            yield organization_id, [organization_id, *some]


@cache
def _where_key_in(size: int) -> str:
    return f" WHERE organization_id = %s AND idempotency_key IN ({', '.join(['%s'] * size)})"


def _run(statement: str, parameters: Sequence[Any]) -> Any:
    """Run a statement and return its cursor. Django's way to SQLite doubles what these statements cost."""
    if connection.vendor != "sqlite":
        cursor = connection.cursor()
        cursor.execute(statement, parameters)
        return cursor
    with connection.wrap_database_errors:
        return connection.connection.execute(_question_marks(statement), parameters)


@lru_cache(maxsize=4 * ROWS_A_STATEMENT)
def _question_marks(statement: str) -> str:
    return statement.replace("%s", "?")


def _insert(fresh: Mapping[_Place, NewAnswerSet]) -> int:
    """Insert rows, many in a statement: the interpreter's lock changes hands once for all of them."""
    now, inserted = connection.ops.adapt_datetimefield_value(timezone.now()), 0
    for some in batched(fresh.items(), ROWS_A_STATEMENT, strict=False):
        values: list[Any] = []
        for (organization_id, key), row in some:
            values += (organization_id, key, row.body, now, row.actor_label)
        inserted += _run(_insert_statement(len(some)), values).rowcount
    return inserted


@cache
def _insert_statement(rows: int) -> str:
    # Looking and inserting are one step: SQLite has one writer, and on PostgreSQL a row that another process
    # inserts in between is skipped here, stored once, and told as accepted by both under the same id.
    return (
        f"INSERT INTO {_INBOX} (organization_id, idempotency_key, body, received_at, actor_label, attempts, "  # noqa: S608 - likewise
        f"error) VALUES {', '.join(["(%s, %s, %s, %s, %s, 0, '')"] * rows)} "
        "ON CONFLICT (organization_id, idempotency_key) DO NOTHING"
    )


def _is_settled(row: NewAnswerSet, earlier: _Earlier) -> bool:
    known = earlier.get((row.organization_id, row.key))
    return known is not None and known[1]


def _receipt(row: NewAnswerSet, earlier: _Earlier, fresh: Mapping[_Place, NewAnswerSet]) -> Receipt:
    known = earlier.get((row.organization_id, row.key)) if earlier else None
    is_new = fresh.get((row.organization_id, row.inbox_key)) is row  # of twins, only the first is
    return Receipt(known[0] if known else row.uid, row.key, "accepted" if is_new else "duplicate")
