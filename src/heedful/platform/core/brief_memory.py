"""A few things by key, each for some seconds: for what thousands of requests a second ask alike.

Shortly before they are over, one of those who ask looks again; the others go on with what is known. Else all
of them would look at once, and everybody behind them would wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

REMEMBERED_SECONDS = 5.0
RENEWING_SECONDS = 1.0  # before the end
LOOKING_SECONDS = 0.3  # after which another one looks
MAX_REMEMBERED = 50_000


class _Kept[V](NamedTuple):
    due_at: float
    ends_at: float
    value: V


class BriefMemory[K, V]:
    """What ``look`` found under a key, until it is over. That nothing was found is not remembered."""

    def __init__(self, look: Callable[[K], V | None]) -> None:
        self._look = look
        self._kept: dict[K, _Kept[V]] = {}
        self._lock = Lock()

    def find(self, key: K, *, anew: bool = False) -> V | None:
        """Return what is remembered, else what is there now."""
        kept = None if anew else self._kept.get(key)
        if kept is not None:
            now = time.monotonic()
            if now < kept.due_at or (now < kept.ends_at and not self._takes_its_turn(key, now)):
                return kept.value
        try:
            value = self._look(key)
        except BaseException:
            self._note(key, due_at=0.0)  # the next one shall look
            raise
        self._keep(key, value)
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _takes_its_turn(self, key: K, now: float) -> bool:
        """Say whether it is on the asker to look again. Whoever comes after has some time without a turn."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or now < kept.due_at:
                return kept is None
            self._kept[key] = kept._replace(due_at=now + LOOKING_SECONDS)
            return True

    def _note(self, key: K, *, due_at: float) -> None:
        with self._lock:
            if kept := self._kept.get(key):
                self._kept[key] = kept._replace(due_at=due_at)

    def _keep(self, key: K, value: V | None) -> None:
        ends_at = time.monotonic() + REMEMBERED_SECONDS
        with self._lock:
            if value is None:
                self._kept.pop(key, None)
                return
            if len(self._kept) >= MAX_REMEMBERED:
                self._kept.clear()
            self._kept[key] = _Kept(ends_at - RENEWING_SECONDS, ends_at, value)
