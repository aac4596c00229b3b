"""Keeps the memory of a process with many threads together.

glibc gives each thread a part of memory of its own, and what is freed in one is not used in another: a server
that read comments grew to 930 MB where 580 to 760 are enough. Arrow brings an allocator of its own, which
keeps what a flush of the warehouse needed from everything else: 60 MB.
"""

from __future__ import annotations

import ctypes
import os

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h
PARTS = 2


def keep_together() -> None:
    """Let all threads of this process and of its forks share few parts; call it before Arrow is loaded."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_ARENA_MAX, PARTS)
