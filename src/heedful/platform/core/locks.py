"""One at a time by name, where there is no row to lock."""

from __future__ import annotations

from hashlib import blake2b

from django.db import connection

from heedful.platform.core.memory import forget
from heedful.platform.core.scope import current_organization_id


def lock(name: str) -> None:
    """Wait until nobody else in this organisation holds the name; it is let go with the transaction.

    SQLite has one writer anyway: being inside a write transaction is the lock.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A lock lasts as long as its transaction; open one first")
    if connection.vendor == "sqlite":
        return
    key = blake2b(f"{current_organization_id()}:{name}".encode(), digest_size=8).digest()
    forget()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, signed=True)])
