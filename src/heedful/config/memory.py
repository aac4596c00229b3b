"""Keeps the memory of a process with many threads together.

glibc gives each thread a part of memory of its own, and what is freed in one is not used in another: a server
that read comments grew to 930 MB where 580 to 760 are enough. Arrow brings an allocator of its own, which
keeps what a flush of the warehouse needed from everything else: 60 MB. So does DuckDB's, which looks for
what it could give back only while it is asked for more: 40 MB.
"""

from __future__ import annotations

import ctypes
import os

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h
PARTS = 2


def keep_together() -> None:
    """Let all threads of this process and of its forks share few parts.

    Call it before Arrow and DuckDB are loaded.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_ARENA_MAX, PARTS)
