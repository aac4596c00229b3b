"""How much of the record store a thread of the server keeps in memory.

SQLite keeps pages for each connection, and forgets them all when another connection has written. While
comments are read somebody writes all the time, so a large cache in each of a dozen threads was filled again
and again, cost 90 MB, and made no page quicker. Threads that bring in many answers have the large one, for
the indexes that they write into.
"""

from __future__ import annotations

from threading import local
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

FEW = 1_000  # kilobytes: half of what SQLite itself keeps unless told otherwise
_thread = local()


def keep_few_pages() -> None:
    """Let the connections that the calling thread will open keep few pages."""
    _thread.keeps_few = True


def let_pages_go() -> None:
    """Free what the calling thread's connection keeps: its work is done for a while."""
    if connection.vendor == "sqlite" and connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA shrink_memory")


@receiver(connection_created)
def _settle(**told: Any) -> None:
    opened: BaseDatabaseWrapper = told["connection"]
    if opened.vendor == "sqlite" and getattr(_thread, "keeps_few", False):
        with opened.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{FEW}")
