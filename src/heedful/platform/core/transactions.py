"""One writer at a time inside this process.

SQLite lets one connection write; a second waits by polling with growing sleeps, which costs a tail of
hundreds of milliseconds. A lock of our own hands over at once. PostgreSQL needs none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock

from django.db import connection, connections, transaction

from heedful.platform.core.memory import forget, settled

_writer = RLock()


@contextmanager
def writing() -> Iterator[None]:
    """Open a write transaction; inside another one, join it."""
    forget()
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    try:
        with _writer if connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
            yield
    finally:
        settled()


@contextmanager
def writing_plainly() -> Iterator[sqlite3.Connection]:
    """Open a write transaction on SQLite's own connection, for what is written thousands of times a second.

    Entering and leaving Django's costs as much as writing thirty rows. Not inside another transaction.
    """
    forget()
    store = connections[connection.alias]
    try:
        with _writer, store.wrap_database_errors:
            store.ensure_connection()
            plain: sqlite3.Connection = store.connection
            plain.execute("BEGIN IMMEDIATE")
            with plain:  # commits, or takes everything back
                yield plain
    finally:
        settled()


def store_version() -> str:
    """Return words that another connection's commit changes, in this process or in another.

    Asking costs next to nothing. Other databases of a PostgreSQL server change them too.
    """
    asked = "PRAGMA data_version"
    if connection.vendor == "postgresql":
        # A snapshot names the transactions whose rows are seen, so it is another after every commit.
        asked = "SELECT pg_current_snapshot()::text"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return str(cursor.fetchone()[0])
