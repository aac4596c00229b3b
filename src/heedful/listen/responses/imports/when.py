"""How a column writes dates and times; whether day or month comes first is decided over the whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from heedful.listen.responses.imports.values import (
    FORMATS,
    ISO,
    UNIX,
    UNIX_MS,
    day_first_twin,
    is_month_first,
    moment,
    parse_when,
)

_MAY_BE_DATE = re.compile(r"\d")
PROBED = 40
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class When:
    format: str
    notes: tuple[str, ...] = ()
    is_clean: bool = True


def find_when(said: Mapping[str, int], total: int, most: float) -> When | None:
    """Return the format that reads the column, or nothing when it holds no dates."""
    probe = list(islice(said, PROBED))
    if not all(_MAY_BE_DATE.search(value) and 4 <= len(value) <= 40 for value in probe[:5]):
        return None
    for format_ in (ISO, UNIX, UNIX_MS, *FORMATS):
        if _reads(probe, format_, 0.9):
            twin = day_first_twin(format_)
            if twin:
                return _settle(said, total, format_, twin, most)
            share = _share(said, total, format_)
            if share >= most and _is_likely(said, format_):
                return When(format_, is_clean=share == 1)
    return None


def _reads(values: list[str], format_: str, share: float) -> bool:
    misses = 0
    for value in values:
        misses += parse_when(value, format_) is None
        if misses > (1 - share) * len(values):
            return False
    return True


def _share(said: Mapping[str, int], total: int, format_: str) -> float:
    return sum(count for value, count in said.items() if parse_when(value, format_) is not None) / total


def _is_likely(said: Mapping[str, int], format_: str) -> bool:
    return all(1950 <= when.year <= 2100 for when in _read(said, format_, 50))


def _read(said: Mapping[str, int], format_: str, number: int) -> list[datetime]:
    found = (parse_when(value, format_) for value in islice(said, number))
    return [moment(when, _UTC) for when in found if when is not None]


def _settle(said: Mapping[str, int], total: int, one: str, other: str, most: float) -> When | None:
    """Choose between day first and month first: what more values fit, else what makes the shorter period."""
    shares = {format_: _share(said, total, format_) for format_ in (one, other)}
    best = max(shares, key=lambda format_: shares[format_])
    if shares[best] < most or not _is_likely(said, best):
        return None
    if shares[one] != shares[other]:
        return When(best, is_clean=shares[best] == 1)
    spans = {format_: _span(said, format_) for format_ in (one, other)}
    best = min(spans, key=lambda format_: (spans[format_], is_month_first(format_)))
    order = "month first" if is_month_first(best) else "day first"
    return When(
        best,
        (f"Every date reads both ways; {order} is assumed. Change the format if that is wrong.",),
        shares[best] == 1,
    )


def _span(said: Mapping[str, int], format_: str) -> tuple[bool, float]:
    moments = _read(said, format_, 5_000)
    return max(moments) > datetime.now(UTC), (max(moments) - min(moments)).total_seconds()


def as_day(when: datetime | date) -> date:
    return when.date() if isinstance(when, datetime) else when
