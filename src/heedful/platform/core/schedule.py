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
HOLD = timedelta(seconds=30)  # after a worker that died, so long does nobody run its short tasks

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


@dataclass(slots=True)
class Hold:
    """A short task that one worker has taken for a while: until then it runs it without asking."""

    since: datetime
    ran_at: datetime

    def is_over(self, now: datetime) -> bool:
        return now - self.since >= HOLD


type Holds = dict[str, Hold]


def run_scheduled(*, now: datetime | None = None, holds: Holds | None = None) -> int:
    """Run what is due; return how many ran. A function that fails is logged and runs again in its time.

    What is due more often than ``HOLD`` is claimed once for so long: a write for each run would wake every
    loop of every worker. ``holds`` is what the caller has claimed so, kept by it from call to call.
    """
    moment = now or timezone.now()
    kept = {} if holds is None else holds
    found = Beat.objects.filter(name__startswith="every:").values_list("name", "at", "detail")
    beats = {name: (at, detail) for name, at, detail in found}
    ran = 0
    for entry in entries():
        last, told = beats.get(f"every:{entry.name}", (None, {}))
        if _is_turn(entry, last, moment, kept):
            ran += 1
            _run(entry, told)
    return ran


def release(holds: Holds) -> None:
    """Let another worker, or the next of this machine, go on with what was held."""
    for name, hold in holds.items():
        with writing():
            Beat.objects.filter(name=f"every:{name}", at=hold.since).update(at=hold.since - HOLD)
    holds.clear()


def _is_turn(entry: Entry, last: datetime | None, now: datetime, holds: Holds) -> bool:
    hold = holds.get(entry.name)
    if hold is not None and not hold.is_over(now):
        if now - hold.ran_at < entry.period:
            return False
        hold.ran_at = now
        return True
    is_mine = _claim(entry, last, now)
    if is_mine and entry.period < HOLD:
        holds[entry.name] = Hold(now, now)
    else:
        holds.pop(entry.name, None)
    return is_mine


def _claim(entry: Entry, last: datetime | None, now: datetime) -> bool:
    if last is not None and now - last < max(entry.period, HOLD):
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


def _run(entry: Entry, told: object) -> None:
    try:
        entry.run()
    except Exception as error:
        log.exception("%s failed", entry.name)
        outcome = {"error": f"{type(error).__name__}: {error}"[:500]}
    else:
        outcome = {}
    if outcome != told:
        with writing():
            Beat.objects.filter(name=f"every:{entry.name}").update(detail=outcome)
