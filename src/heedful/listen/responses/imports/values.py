"""Numbers, yes and no, dates and times as people write them in files."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

LONGEST_NUMBER = 40  # characters
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_POINT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_POINT_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")

YES = frozenset(
    {"yes", "y", "true", "t", "1", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "sim", "verdadero"}
)
NO = frozenset({"no", "n", "false", "f", "0", "nein", "falsch", "non", "faux", "não", "nao", "falso"})


def parse_number(text: str, decimal: str = ".") -> float | None:
    """Return the number a text means, or nothing. Units and percent signs are no part of a number."""
    if len(text) > LONGEST_NUMBER:
        return None
    bare = _SPACES.sub("", text)
    if decimal == ",":
        return float(bare.replace(".", "").replace(",", ".")) if _COMMA.fullmatch(bare) else None
    if _POINT.fullmatch(bare):
        number = float(bare)
        return number if abs(number) != float("inf") else None
    return float(bare.replace(",", "")) if _POINT_GROUPED.fullmatch(bare) else None


def parse_yes_no(text: str) -> bool | None:
    folded = text.strip().casefold()
    if folded in YES:
        return True
    return False if folded in NO else None


def as_whole(number: float) -> int | float:
    """Return a whole number as an integer; 6.5 stays what it is."""
    return int(number) if number.is_integer() else number


_DATE_PARTS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")
_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%m-%d-%y", "%m.%d.%y")
_NAMED_MONTH = (
    "%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%d %b %y", "%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%d. %B %Y",
    "%a %b %d %Y", "%A, %B %d, %Y", "%a, %d %b %Y",
)  # fmt: skip
_MONTHS = ("%B %Y", "%b %Y", "%b-%y", "%b-%Y", "%m/%Y", "%m_%Y", "%m-%Y", "%Y-%m", "%Y_%m")
_TIMES = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", "T%H:%M",
    " %H:%M:%S %z",
    ", %H:%M", ", %I:%M %p", ", %I:%M:%S %p",
)  # fmt: skip
ISO, UNIX, UNIX_MS = "iso", "unix", "unix_ms"
# Longer time parts are tried with every date part; which of the slashed dates is meant, the column tells.
FORMATS = (
    tuple(
        day + clock for day in (*_DATE_PARTS, *_DAY_FIRST, *_MONTH_FIRST, *_NAMED_MONTH) for clock in _TIMES
    )
    + _MONTHS
)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_ZONE_WORD = re.compile(r"\s*(UTC|GMT|Z)$")
NOON = time(12)
EARLIEST_SECONDS, LATEST_SECONDS = 315_532_800, 4_102_444_800  # 1980 to 2100


def day_first_twin(format_: str) -> str | None:
    """Return the format that reads the same texts with day and month changed round."""
    for day, month in zip(_DAY_FIRST, _MONTH_FIRST, strict=True):
        if format_.startswith(day):
            return month + format_[len(day) :]
        if format_.startswith(month):
            return day + format_[len(month) :]
    return None


def is_month_first(format_: str) -> bool:
    return format_.startswith(_MONTH_FIRST)


def parse_when(text: str, format_: str) -> datetime | date | None:
    """Return the date or time a text means in a format (``iso``, ``unix``, ``unix_ms`` or strptime's)."""
    try:
        if format_ == ISO:
            return _from_iso(text.strip())
        if format_ in {UNIX, UNIX_MS}:
            return _from_seconds(float(text), 1000 if format_ == UNIX_MS else 1)
        return _from_pattern(text.strip(), format_)
    except (ValueError, OverflowError):
        return None


def _from_iso(text: str) -> datetime | date:
    if len(text) == 10:
        return date.fromisoformat(text)
    if _ZONE_WORD.search(text):
        return datetime.fromisoformat(_ZONE_WORD.sub("", text)).replace(tzinfo=UTC)
    found = datetime.fromisoformat(text)
    if len(text) == 8:
        raise ValueError(text)  # 20240131: a number, unless its format is named
    return found


def _from_seconds(number: float, unit: int) -> datetime:
    seconds = number / unit
    if not EARLIEST_SECONDS <= seconds <= LATEST_SECONDS:
        raise ValueError(number)
    return datetime.fromtimestamp(seconds, UTC)


def _from_pattern(text: str, format_: str) -> datetime | date:
    bare = _ORDINAL.sub("", text)
    zone = None if "%z" in format_ else _ZONE_WORD.search(bare)
    bare = bare[: zone.start()] if zone else bare
    pattern = _pattern(format_)
    if pattern is None:  # with parts only strptime knows
        found = datetime.strptime(bare, format_)  # noqa: DTZ007 - placed below
    else:
        match = pattern.fullmatch(bare)
        if match is None:
            raise ValueError(text)
        found = _from_parts(match.groupdict())
    if zone:
        return found.replace(tzinfo=UTC)
    return found if "%H" in format_ or "%I" in format_ else found.date()


# strptime keeps five formats at a time, which makes trying two hundred of them on a column very slow.
_PARTS = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,6})", "p": r"(?P<p>[AaPp]\.?[Mm]\.?)", "b": r"(?P<b>[A-Za-z]{3})",
    "B": r"(?P<B>[A-Za-z]{3,9})",
    "a": r"[A-Za-z]{3}", "A": r"[A-Za-z]{6,9}",
}  # fmt: skip
_MONTH_NAMES = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_SHORT = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}


@cache
def _pattern(format_: str) -> re.Pattern[str] | None:
    pieces = re.split(r"%(.)", format_)
    if any(part not in _PARTS for part in pieces[1::2]):
        return None
    written = [_PARTS[piece] if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)]
    return re.compile("".join(written).replace(r"\ ", r"\s+"), re.ASCII)


def _from_parts(parts: dict[str, str]) -> datetime:
    year = int(parts["Y"]) if "Y" in parts else _full_year(int(parts["y"]))
    hour = int(parts.get("H", 0))
    if "I" in parts:
        clock = int(parts["I"])
        if not 1 <= clock <= 12:
            raise ValueError(clock)
        hour = clock % 12 + (12 if parts["p"][0] in "Pp" else 0)
    micro = int(parts.get("f", "0").ljust(6, "0"))
    minute, second = int(parts.get("M", 0)), int(parts.get("S", 0))
    return datetime(year, _month(parts), int(parts.get("d", 1)), hour, minute, second, micro)  # noqa: DTZ001 - placed later


def _full_year(short: int) -> int:
    return short + (2000 if short < 69 else 1900)  # as POSIX has it


def _month(parts: dict[str, str]) -> int:
    if "m" in parts:
        return int(parts["m"])
    names = _MONTH_NAMES if "B" in parts else _MONTH_SHORT
    number = names.get((parts.get("B") or parts["b"]).casefold())
    if number is None:
        raise ValueError(parts)
    return number


def moment(when: datetime | date, zone: ZoneInfo) -> datetime:
    """Place a date or time of the file on the clock; a date alone is noon, the same day anywhere near."""
    if not isinstance(when, datetime):
        return datetime.combine(when, NOON, zone)
    return when if when.tzinfo else when.replace(tzinfo=zone)
