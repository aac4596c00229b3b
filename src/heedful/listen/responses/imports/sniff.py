"""What the columns of a file are, from its first rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from heedful.listen.responses.imports import limits
from heedful.listen.responses.imports.format import Row, Table
from heedful.listen.responses.imports.no_answer import NO_ANSWER, NO_NUMBER
from heedful.listen.responses.imports.scales import find_scale
from heedful.listen.responses.imports.types import ColumnFacts, ColumnType
from heedful.listen.responses.imports.values import NO, YES, parse_number
from heedful.listen.responses.imports.when import find_when

EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s.,;]{2,}")
PHONE = re.compile(r"\+?[\d\s()./-]{7,20}")
ID = re.compile(r"(?=.*\d)[\w.:{}-]{6,80}")
MOST = 0.98  # a type holds when this share of the filled values has it: single slips are refused row by row
KEPT_COUNTS = 200
LONGEST_CODE = max(map(len, NO_NUMBER))
_WORDS = {ColumnType.CATEGORY, ColumnType.TEXT, ColumnType.ID}


def read_sample(table: Table, rows: int = limits.SAMPLE_ROWS) -> list[Row]:
    """Take the first rows off a table."""
    return list(islice(table.rows, rows))


def sniff(table: Table, sample: Sequence[Row]) -> tuple[ColumnFacts, ...]:
    """Return the facts of every column."""
    readable = [row.cells for row in sample if not row.problem]
    columns = zip(*readable, strict=True) if readable else [()] * len(table.columns)
    wordings = _wordings(table)
    return tuple(
        sniff_column(name, cells, text=wordings.get(name, ""))
        for name, cells in zip(table.columns, columns, strict=True)
    )


def _wordings(table: Table) -> dict[str, str]:
    if not table.texts:
        return {}
    texts = zip(table.columns, table.texts[0], strict=False)
    return {name: text for name, text in texts if text.casefold() not in {"response", "open-ended response"}}


def sniff_column(name: str, cells: Iterable[str], *, text: str = "") -> ColumnFacts:
    """Return what a column is: its type, its codes for "no answer", its scale, how it writes dates."""
    counts = Counter(cell.strip() for cell in cells)
    blank = counts.pop("", 0)
    said, found = _read(name, counts)
    ranked = sorted(said, key=lambda value: (-said[value], value))
    return ColumnFacts(
        name=name,
        filled=sum(said.values()),
        blank=blank,
        distinct=len(said),
        samples=tuple(value[:120] for value in ranked[:8]),
        missing=tuple(value for value in counts if value not in said),
        counts={value: said[value] for value in ranked} if len(said) <= KEPT_COUNTS else {},
        is_unique=bool(said) and len(said) == sum(said.values()) and blank == 0,
        text=text.strip(),
        **found,
    )


def _read(name: str, counts: dict[str, int]) -> tuple[dict[str, int], dict[str, Any]]:
    """Split what a column says from its codes for "no answer", and say what the rest is."""
    numbers_and_dates = _without(counts, NO_NUMBER)
    found = _facts(name, numbers_and_dates)
    if numbers_and_dates and found["type"] not in _WORDS:
        return numbers_and_dates, found
    words = _without(counts, NO_ANSWER) or counts
    if all(len(value) == 2 and value.isalpha() for value in words):
        words = counts  # among codes of countries, NA is Namibia
    return words, _facts(name, words)


def _without(counts: dict[str, int], codes: frozenset[str]) -> dict[str, int]:
    return {
        value: count
        for value, count in counts.items()
        if len(value) > LONGEST_CODE or value.casefold() not in codes
    }


def _facts(name: str, said: dict[str, int]) -> dict[str, Any]:
    total = sum(said.values())
    if not total:
        return {"type": ColumnType.EMPTY}
    if _share(said, total, lambda value: EMAIL.fullmatch(value) is not None) >= 0.9:
        return {"type": ColumnType.EMAIL}
    if _are_yes_or_no({value.casefold() for value in said}):
        return {"type": ColumnType.YES_NO}
    return _numbers(name, said, total) or _when(said, total) or _words(name, said, total)


def _share(said: dict[str, int], total: int, holds: Callable[[str], bool]) -> float:
    return sum(count for value, count in said.items() if holds(value)) / total


def _are_yes_or_no(said: set[str]) -> bool:
    return len(said) <= 2 and said <= YES | NO and not all(value.isdigit() for value in said)


def _numbers(name: str, said: dict[str, int], total: int) -> dict[str, Any] | None:
    decimal = _decimal_sign(said)
    numbers = {value: number for value in said if (number := parse_number(value, decimal)) is not None}
    fitting = sum(said[value] for value in numbers)
    if fitting < MOST * total:
        return None
    if _looks_like_phone(name, said):
        return {"type": ColumnType.PHONE}
    when = _when(said, total) if _may_be_time(name, numbers) else None
    if when:
        return when
    values = numbers.values()
    found: dict[str, Any] = {
        "low": min(values),
        "high": max(values),
        "decimal": decimal,
        "is_clean": fitting == total,
    }
    if not all(number.is_integer() for number in values):
        return found | {"type": ColumnType.DECIMAL}
    counts = Counter[int]()
    for value, number in numbers.items():
        counts[int(number)] += said[value]
    if set(counts) == {0, 1}:
        return found | {"type": ColumnType.YES_NO}
    scale, codes, notes = find_scale(counts)
    written = tuple(str(code) for code in codes)
    return found | {"type": ColumnType.WHOLE, "scale": scale, "scale_codes": written, "notes": notes}


def _decimal_sign(said: dict[str, int]) -> str:
    """Tell from the whole column whether a comma is the decimal sign: 1.234,5 or many of 3,5."""
    with_comma = [value for value in said if "," in value]
    if not with_comma:
        return "."
    if any(re.search(r"\.\d{3},|,\d{1,2}$|,\d{4,}$", value) for value in with_comma):
        return "," if not any(re.search(r",\d{3}\.|\.\d{1,2}$", value) for value in said) else "."
    return "."


def _looks_like_phone(name: str, said: dict[str, int]) -> bool:
    hints = re.search(r"phone|mobile|telefon|handy|cell|fax", name, re.IGNORECASE)
    return bool(hints) and all(PHONE.fullmatch(value) for value in islice(said, 50))


def _may_be_time(name: str, numbers: dict[str, float]) -> bool:
    hints = re.search(r"date|time|_at$|datum|zeit|created|submitted|stamp", name, re.IGNORECASE)
    return bool(hints) and min(numbers.values()) > 1e7


def _when(said: dict[str, int], total: int) -> dict[str, Any] | None:
    found = find_when(said, total, MOST)
    if found is None:
        return None
    return {
        "type": ColumnType.WHEN,
        "date_format": found.format,
        "notes": found.notes,
        "is_clean": found.is_clean,
    }


def _words(name: str, said: dict[str, int], total: int) -> dict[str, Any]:
    values = list(islice(said, 500))
    if _looks_like_phone(name, said) or all(
        value.startswith("+") and PHONE.fullmatch(value) for value in values
    ):
        return {"type": ColumnType.PHONE}
    length = sum(len(value) for value in values) / len(values)
    spaced = sum(" " in value for value in values) / len(values)
    varied = len(said) / total
    if varied > 0.9 and total > 5 and all(ID.fullmatch(value) for value in values):
        return {"type": ColumnType.ID}
    if spaced > 0.4 and (length > 60 or (length > 18 and varied > 0.5)):
        return {"type": ColumnType.TEXT}
    return {"type": ColumnType.CATEGORY}
