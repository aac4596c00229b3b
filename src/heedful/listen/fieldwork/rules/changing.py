"""Contact rules as plain data: what a survey changes, and what the organisation does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import time
from typing import Any

from heedful.listen.fieldwork.types import Channel, ContactRules
from heedful.platform.core.errors import Problem

MOST_DAYS = 3_650
_CHANNELS = frozenset(str(channel) for channel in Channel)

type Read = Callable[[Any], Any]  # raises ValueError with the reason


def resolved(*layers: Mapping[str, Any]) -> ContactRules:
    """Return the rules that hold: the defaults, changed by each layer in turn (organisation, survey)."""
    rules = ContactRules()
    for changes in layers:
        read = {name: _READERS[name](value) for name, value in changes.items() if name in _READERS}
        rules = replace(rules, **read)
    return rules


def rules_problems(changes: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with changes, by the field it is about."""
    for name, value in changes.items():
        if name not in _READERS:
            yield Problem(name, f"is unknown here; known are {', '.join(_READERS)}")
            continue
        try:
            _READERS[name](value)
        except (ValueError, TypeError) as error:
            yield Problem(name, str(error))


def changes_of(rules: ContactRules, base: ContactRules) -> dict[str, Any]:
    """Return what differs from ``base``, as plain data."""
    return {
        field.name: plain(getattr(rules, field.name))
        for field in fields(ContactRules)
        if getattr(rules, field.name) != getattr(base, field.name)
    }


def plain(value: Any) -> Any:
    """Return a value of the rules as JSON knows it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, frozenset):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else value


def _whole(least: int, most: int) -> Read:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most:,}")
        return value

    return read


def _cap(value: Any) -> int | None:
    return None if value is None else _whole(0, 10**9)(value)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("must be a share from 0 to 1")
    return float(value)


def _by_channel(most: int) -> Read:
    def read(value: Any) -> dict[str, int]:
        if not isinstance(value, Mapping):
            raise ValueError("must be an object of channels and numbers")  # noqa: TRY004 - one class for all
        for channel in value:
            _channel(channel)
        return {str(channel): _whole(0, most)(number) for channel, number in value.items()}

    return read


def _channel(value: Any) -> str:
    if value not in _CHANNELS:
        raise ValueError(f"{value!r} is none of {', '.join(sorted(_CHANNELS))}")
    return str(value)


def _channels(value: Any) -> frozenset[str]:
    return frozenset(_channel(one) for one in _list(value))


def _weekdays(value: Any) -> frozenset[int]:
    days = frozenset(_whole(0, 6)(one) for one in _list(value))
    if not days:
        raise ValueError("leaves no day at all")
    return days


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError("must be a list")  # noqa: TRY004 - one class for all
    return list(value)


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value)
    except (ValueError, TypeError):
        raise ValueError("must be a time of day (HH:MM)") from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 80 or "\x00" in value:
        raise ValueError("must be text of at most 80 characters")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - one class for all
    return value


_DAYS = _whole(0, MOST_DAYS)
_READERS: Mapping[str, Read] = {
    "first_after_days": _DAYS,
    "again_after_answer_days": _DAYS,
    "again_after_decline_days": _DAYS,
    "again_after_silence_days": _DAYS,
    "any_survey_days": _DAYS,
    "channel_days": _by_channel(MOST_DAYS),
    "sample_known": _share,
    "sample_visitors": _share,
    "resample_days": _whole(1, MOST_DAYS),
    "daily_cap": _cap,
    "channel_caps": _by_channel(10**9),
    "survey_cap": _cap,
    "opens_at": _time,
    "closes_at": _time,
    "weekdays": _weekdays,
    "skips_holidays": _flag,
    "needs_consent": _channels,
    "patience_hours": _whole(0, 24 * 60),
    "priority": _whole(0, 100),
    "follows": _text,
    "follows_days": _DAYS,
    "follows_answer": _flag,
    "account_attribute": _text,
    "country_attribute": _text,
}
