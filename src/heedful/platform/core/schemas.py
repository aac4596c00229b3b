"""What every part of the API answers with: a page of a list."""

from __future__ import annotations

from ninja import Schema


class PageOut[T](Schema):
    """Answer of a list: pass ``next_cursor`` as ``cursor`` for the next items; null when there are none."""

    items: list[T]
    next_cursor: str | None
