"""What is done again and again: functions registered with ``@every``, run by whichever worker is first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from heedful.platform.core.models import Beat
from heedful.platform.core.transactions import writing

log = logging.getLogger(__name__)

type Scheduled = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    period: timedelta
    run: Scheduled


_entries: dict[str, Entry] = {}


def every[F: Scheduled](*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> Callable[[F], F]:
    """Register a function without arguments; it runs outside any organisation, so it opens its own scope."""
    period = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if period <= timedelta(0):
        raise ValueError("A period is longer than nothing.")

    def register(function: F) -> F:
        name = f"{function.__module__}.{function.__qualname__}"
        _entries[name] = Entry(name, period, function)
        return function

    return register


def entries() -> tuple[Entry, ...]:
    """Return what is scheduled, by name."""
    return tuple(_entries[name] for name in sorted(_entries))


def run_scheduled(*, now: datetime | None = None) -> int:
    """Run what is due; return how many ran. A function that fails is logged and runs again in its time."""
    moment = now or timezone.now()
    last = dict(Beat.objects.filter(name__startswith="every:").values_list("name", "at"))
    ran = 0
    for entry in entries():
        if _claim(entry, last.get(f"every:{entry.name}"), moment):
            ran += 1
            _run(entry)
    return ran


def _claim(entry: Entry, last: datetime | None, now: datetime) -> bool:
    if last is not None and now - last < entry.period:
        return False
    name = f"every:{entry.name}"
    if last is None:
        return _first_run(name, now)
    with writing():
        return bool(Beat.objects.filter(name=name, at=last).update(at=now))


def _first_run(name: str, now: datetime) -> bool:
    try:
        with writing():
            Beat.objects.create(name=name, at=now)
    except IntegrityError:
        return False  # another worker was first
    return True


def _run(entry: Entry) -> None:
    try:
        entry.run()
    except Exception as error:
        log.exception("%s failed", entry.name)
        outcome = {"error": f"{type(error).__name__}: {error}"[:500]}
    else:
        outcome = {}
    with writing():
        Beat.objects.filter(name=f"every:{entry.name}").update(detail=outcome)
