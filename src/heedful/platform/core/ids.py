"""Public ids: a short prefix that names the thing, then 128 bits that sort by time."""

from __future__ import annotations

import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u


def new_uid(prefix: str, *, now_ms: int | None = None) -> str:
    """Return for instance ``rsp_01k5…``: 48 bits of milliseconds, 80 bits at random."""
    stamp = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    number = (stamp << 80) | secrets.randbits(80)
    return f"{prefix}_" + "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
