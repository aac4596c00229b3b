"""What an event must be like: pure."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from heedful.listen.fieldwork.types import NewEvent
from heedful.platform.core.errors import Problem

MAX_PROPERTIES = 100


def event_problems(event: NewEvent, row: int | None = None) -> Iterator[Problem]:
    """Yield what is wrong with an event as it comes in."""
    if not 1 <= len(event.name.strip()) <= 120 or any(ord(sign) < 32 for sign in event.name):
        yield Problem("name", "must have 1 to 120 characters", row=row)
    if event.occurred_at.tzinfo is None:
        yield Problem("occurred_at", "needs its time zone (2026-03-01T12:00:00Z)", row=row)
    if len(event.idempotency_key) > 200 or "\x00" in event.idempotency_key:
        yield Problem("idempotency_key", "is longer than 200 characters", row=row)
    if len(event.properties) > MAX_PROPERTIES:
        yield Problem("properties", f"are more than {MAX_PROPERTIES}", row=row)
    for key, value in event.properties.items():
        if reason := _wrong(key, value):
            yield Problem(f"properties.{key[:80]}", reason, row=row)


def _wrong(key: str, value: object) -> str:
    if not 1 <= len(key) <= 80 or "\x00" in key:
        return "its name must have 1 to 80 characters"
    if value is None or isinstance(value, bool | int):
        return ""
    if isinstance(value, float):
        return "" if isfinite(value) else "is not a finite number"
    if not isinstance(value, str):
        return "is a list or an object; give one value"
    return "is longer than 2,000 characters" if len(value) > 2_000 or "\x00" in value else ""
