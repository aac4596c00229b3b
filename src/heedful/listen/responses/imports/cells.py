"""Cells of typed formats as the text they would be in a CSV, so that everything after reads one thing."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import orjson


def as_text(value: object) -> str:
    """Return a cell's text: no ``.0`` on whole numbers, ISO dates, JSON for lists; nothing is ``""``."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case datetime() if value.time() == time(0) and value.tzinfo is None:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case Decimal():
            return _number(float(value))
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | dict() | tuple():
            return orjson.dumps(value, default=str).decode()
    return str(value)


def _number(value: float) -> str:
    if value != value or value in {float("inf"), float("-inf")}:  # NaN is how data frames write blanks
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def flatten(record: dict[str, object], prefix: str = "") -> dict[str, object]:
    """Turn nested objects into columns with dotted names; lists stay in one cell."""
    flat: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
