"""Normal forms of identities, kinds of attribute values, and the shape of a tree: pure decisions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isfinite

import phonenumbers

from heedful.listen.audiences.types import (
    AttributeKind,
    AttributeValue,
    ForbiddenKind,
    IdentityKind,
    NewUnit,
)
from heedful.platform.core.errors import InvalidInput, Problem

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DOMAIN = re.compile(r"(?!-)[a-z0-9\u0080-\uffff-]+(\.[a-z0-9\u0080-\uffff-]+)+")
_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0"}
KEY = re.compile(r"[^\x00-\x1f]{1,80}")


def normal_identity(kind: str, value: str) -> str:
    """Return the form in which an identity is stored and compared; raise with the reason."""
    text = value.strip().replace("\x00", "")
    if kind not in set(IdentityKind):
        raise InvalidInput(Problem("identity", f"{kind!r} is none of {', '.join(IdentityKind)}"))
    if not text or len(text) > 254:
        raise InvalidInput(Problem(kind, "is empty" if not text else "is longer than 254 characters"))
    if kind == IdentityKind.EMAIL:
        if not _EMAIL.fullmatch(text):
            raise InvalidInput(Problem(kind, f"{text!r} is not an e-mail address"))
        return text.lower()
    if kind == IdentityKind.PHONE:
        return _normal_phone(text)
    return text


def normal_forbidden(kind: str, value: str) -> str:
    """Return the form in which a line of the do-not-contact list is kept; raise with the reason."""
    if kind not in set(ForbiddenKind):
        raise InvalidInput(Problem("kind", f"{kind!r} is none of {', '.join(ForbiddenKind)}"))
    if kind != ForbiddenKind.DOMAIN:
        return normal_identity(kind, value)
    domain = value.strip().lower().removeprefix("@").rstrip(".")
    if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
        raise InvalidInput(Problem("domain", f"{value[:80]!r} is not a domain (example.org)"))
    return domain


def forbidden_keys(kind: str, value: str) -> Iterable[tuple[str, str]]:
    """Yield what could stand on a do-not-contact list for an identity: itself, and its mail domains."""
    yield kind, value
    if kind == IdentityKind.EMAIL:
        labels = value.rpartition("@")[2].split(".")
        for start in range(len(labels) - 1):
            yield ForbiddenKind.DOMAIN, ".".join(labels[start:])


def _normal_phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        raise InvalidInput(
            Problem("phone", f"{text!r} is not a telephone number with its country code (+49…)")
        ) from None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def kind_of(value: object) -> AttributeKind:
    """Return the kind that the first value seen gives to its attribute."""
    if isinstance(value, bool):
        return AttributeKind.BOOLEAN
    if isinstance(value, int | float):
        return AttributeKind.NUMBER
    if isinstance(value, date) or (isinstance(value, str) and len(value) == 10 and _as_date(value)):
        return AttributeKind.DATE
    return AttributeKind.TEXT


def attribute_value(kind: AttributeKind, value: object) -> AttributeValue:
    """Return the value as its kind stores it, None for a blank one; raise ValueError with the reason."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return _READERS[kind](value)


def _text(value: object) -> AttributeValue:
    if isinstance(value, list | dict | tuple | set):
        raise ValueError("is a list or an object; give one value")  # noqa: TRY004 - one class for every reason
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    if len(text) > 2_000:
        raise ValueError("is longer than 2,000 characters")
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    return text


def _number(value: object) -> AttributeValue:
    if isinstance(value, bool):
        raise ValueError(f"{value} is not a number")  # noqa: TRY004 - likewise
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    try:
        number = float(value)  # type: ignore[arg-type]  # whatever cannot be read is refused below
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{value!r} is not a number") from None
    if not isfinite(number):
        raise ValueError(f"{value!r} is not a finite number")
    return number


def _boolean(value: object) -> AttributeValue:
    text = str(value).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(f"{value!r} is neither true nor false")


def _date(value: object) -> AttributeValue:
    if isinstance(value, datetime):
        return value.date().isoformat()
    day = value if isinstance(value, date) else _as_date(str(value))
    if day is None:
        raise ValueError(f"{value!r} is not a date (YYYY-MM-DD)")
    return day.isoformat()


def _as_date(text: str) -> date | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


_READERS = {
    AttributeKind.TEXT: _text,
    AttributeKind.NUMBER: _number,
    AttributeKind.BOOLEAN: _boolean,
    AttributeKind.DATE: _date,
}


def parents_first(new: Sequence[NewUnit], known: Collection[str]) -> list[NewUnit]:
    """Order units so that every parent comes before its children; refuse unknown parents and circles."""
    waiting = {unit.key: unit for unit in new}
    _check_parents(new, known, waiting)
    placed: set[str] = set()
    ordered: list[NewUnit] = []
    while waiting:
        ready = [
            unit for unit in waiting.values() if unit.parent_key is None or unit.parent_key not in waiting
        ]
        if not ready:
            circle = ", ".join(sorted(waiting)[:5])
            raise InvalidInput(Problem("parent_key", f"these units are above themselves: {circle}"))
        for unit in ready:
            ordered.append(unit)
            placed.add(unit.key)
            del waiting[unit.key]
    return ordered


def _check_parents(new: Iterable[NewUnit], known: Collection[str], coming: Mapping[str, NewUnit]) -> None:
    problems = [
        Problem("parent_key", f"no unit has the key {unit.parent_key!r}", row=row)
        for row, unit in enumerate(new, start=1)
        if unit.parent_key is not None and unit.parent_key not in known and unit.parent_key not in coming
    ]
    if problems:
        raise InvalidInput(*problems[:100])


def is_below(path: str, other: str) -> bool:
    """Say whether ``path`` is ``other`` or lies under it."""
    return path.startswith(other)


def check_unit(unit: NewUnit, row: int | None = None) -> Iterable[Problem]:
    """Yield what is wrong with a unit's own fields."""
    lengths = {
        "key": (unit.key, 1, 120),
        "name": (unit.name, 0, 200),
        "level": (unit.level, 1, 60),
        "group": (unit.group, 0, 80),
    }
    for field, (text, least, most) in lengths.items():
        if not least <= len(text) <= most:
            yield Problem(field, f"must have {least} to {most} characters", row=row)
        if any(ord(sign) < 32 for sign in text):
            yield Problem(field, "holds a control character", row=row)
