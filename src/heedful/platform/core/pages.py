"""Lists a page at a time: the cursor says after which row to go on, so that nothing is skipped or doubled."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from heedful.platform.core.errors import InvalidInput, Problem

DEFAULT_LIMIT = 50
MAX_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some items of a list, and where the next ones start."""

    items: tuple[T, ...]
    next_cursor: str | None = None


def encode_cursor(*key: Any) -> str:
    """Wrap the sort key of the last row shown; opaque to clients."""
    return urlsafe_b64encode(json.dumps(key, default=str).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> tuple[Any, ...]:
    """Unwrap a cursor of so many parts."""
    try:
        key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise _not_ours() from None
    if not isinstance(key, list) or len(key) != length:
        raise _not_ours()
    return tuple(key)


def checked_limit(limit: int | None) -> int:
    """Return how many items to show, refusing what would be too many."""
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= MAX_LIMIT:
        raise InvalidInput(Problem("limit", f"Must be from 1 to {MAX_LIMIT}."))
    return limit


def cursor_page[M: Model, T](
    rows: QuerySet[M],
    make: Callable[[M], T],
    *,
    order: Sequence[str] = ("-id",),
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[T]:
    """Return the page after a cursor; the fields of ``order`` run one way and end in a unique one."""
    size = checked_limit(limit)
    if cursor:
        rows = rows.filter(_after(rows, order, decode_cursor(cursor, len(order))))
    found = list(rows.order_by(*order)[: size + 1])
    shown = found[:size]
    more = len(found) > size
    names = [name.lstrip("-") for name in order]
    last = encode_cursor(*(getattr(shown[-1], name) for name in names)) if more else None
    return Page(tuple(make(row) for row in shown), last)


def _after(rows: QuerySet[Any], order: Sequence[str], key: tuple[Any, ...]) -> Q:
    compare = "lt" if order[0].startswith("-") else "gt"
    condition, equal = Q(), Q()
    for name, part in zip((name.lstrip("-") for name in order), key, strict=True):
        try:
            value = rows.model._meta.get_field(name).to_python(part)
        except (ValidationError, AttributeError, TypeError, OverflowError):
            raise _not_ours() from None
        if value is None or "\0" in str(value):
            raise _not_ours()
        condition |= equal & Q(**{f"{name}__{compare}": value})
        equal &= Q(**{name: value})
    return condition


def _not_ours() -> InvalidInput:
    return InvalidInput(Problem("cursor", "Not a cursor of this list; use next_cursor of the page before."))
