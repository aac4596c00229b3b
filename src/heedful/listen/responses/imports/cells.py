"""Cells of typed formats as the text they would be in a CSV, so that everything after reads one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

import orjson


def as_text(value: object) -> str:
    """Return a cell's text: no ``.0`` on whole numbers, ISO dates, JSON for lists; nothing is ``""``."""
    if value is None or isinstance(value, str):
        return value or ""
    for type_, write in _WRITERS:
        if isinstance(value, type_):
            return write(value)
    return str(value)


def _moment(value: datetime) -> str:
    is_day = value.time() == time(0) and value.tzinfo is None
    return value.date().isoformat() if is_day else value.isoformat(sep=" ")


def _json(value: object) -> str:
    return orjson.dumps(value, default=str).decode()


def _number(value: float) -> str:
    if not isfinite(value):  # NaN is how data frames write blanks
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


# In this order: a yes is also an int, a time also a date.
_WRITERS: tuple[tuple[type[Any], Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (float, _number),
    (datetime, _moment),
    (date, date.isoformat),
    (time, time.isoformat),
    (Decimal, lambda value: _number(float(value))),
    (bytes, lambda value: value.decode("utf-8", "replace")),
    (list, _json),
    (dict, _json),
    (tuple, _json),
)


def flatten(record: dict[str, object], prefix: str = "") -> dict[str, object]:
    """Turn nested objects into columns with dotted names; lists stay in one cell."""
    flat: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
