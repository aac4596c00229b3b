"""One writer at a time inside this process.

SQLite lets one connection write; a second waits by polling with growing sleeps, which costs a tail of
hundreds of milliseconds. A lock of our own hands over at once. PostgreSQL needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock

from django.db import connection, transaction

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


def store_version() -> int | None:
    """Return a number that another connection's commit changes, in this process or in another.

    It costs next to nothing to ask. ``None``: this record store has no such number.
    """
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        (version,) = cursor.fetchone()
    return int(version)
