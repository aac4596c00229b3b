"""How many API requests a second one key may make: a token bucket each, in this process.

One process serves an instance by default. With several, each keeps buckets of its own, so a key gets
the rate once per process.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from heedful.platform.core.errors import RateLimited
from heedful.platform.core.types import Actor

INTAKE = "/api/v1/responses"  # has a rate of its own, counted in answers


@dataclass(slots=True)
class Bucket:
    """Holds two seconds' worth of tokens; each request takes one."""

    rate: float
    tokens: float = 0.0
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.tokens = self.capacity

    @property
    def capacity(self) -> float:
        return max(2 * self.rate, 1.0)

    def take(self, now: float) -> float:
        """Take a token; return the seconds to wait when there is none, else 0."""
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


_buckets: dict[int, Bucket] = {}
_lock = Lock()


def take_token(request: HttpRequest, actor: Actor) -> None:
    """Count a request of a key; refuse it when the key has made too many."""
    rate = float(settings.ENVIRONMENT.api_rate)
    if not rate or actor.id is None or (request.method == "POST" and request.path.startswith(INTAKE)):
        return
    with _lock:
        bucket = _buckets.get(actor.id)
        if bucket is None or bucket.rate != rate:
            bucket = _buckets[actor.id] = Bucket(rate)
        wait = bucket.take(time.monotonic())
    if wait:
        raise RateLimited(_("This key makes too many requests a second."), retry_after=wait)
