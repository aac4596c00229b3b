"""What a kind's own settings may hold: small checks that say what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

type SettingCheck = Callable[[object], str | None]  # what is wrong, None if nothing

LONGEST_TEXT = 5_000


def yes_or_no(value: object) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def whole(low: int, high: int) -> SettingCheck:
    def check(value: object) -> str | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return None if fits else f"must be a whole number from {low:,} to {high:,}"

    return check


def one_of(*allowed: str) -> SettingCheck:
    return lambda value: None if value in allowed else f"must be {' or '.join(allowed)}"


def some_of(*allowed: str) -> SettingCheck:
    def check(value: object) -> str | None:
        fits = isinstance(value, list | tuple) and value and all(one in allowed for one in value)
        return None if fits else f"must be a list of some of {', '.join(allowed)}"

    return check


def word(longest: int) -> SettingCheck:
    def check(value: object) -> str | None:
        fits = isinstance(value, str) and len(value) <= longest and value.isprintable()
        return None if fits else f"must be text of at most {longest} characters"

    return check


def texts(value: object) -> str | None:
    """Text, or an object of language and text."""
    found = list(value.values()) if isinstance(value, dict) else [value]
    fits = all(isinstance(one, str) and len(one) <= LONGEST_TEXT for one in found)
    return None if fits and found else f"must be text of at most {LONGEST_TEXT:,} characters, or by language"


def day(value: object) -> str | None:
    try:
        date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return "must be a date (YYYY-MM-DD)"
    return None
