"""How often one address may call the pages that everybody may open: a bucket each, in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from heedful.platform.core.errors import RateLimited

PAGES_A_SECOND = 20.0  # a whole office, or a waiting room, may come from one address
PAGES_AT_ONCE = 600.0
UPLOADS_A_SECOND = 0.5
UPLOADS_AT_ONCE = 30.0
_MOST_ADDRESSES = 20_000


class Buckets:
    """Each holds so many tokens, and fills with time; the longest unused are forgotten first."""

    def __init__(self, rate: float, capacity: float) -> None:
        self._rate, self._capacity = rate, capacity
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, who: str, now: float | None = None) -> None:
        """Take a token; raise :class:`RateLimited` where there is none."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            left, at = self._kept.get(who, (self._capacity, moment))
            left = min(self._capacity, left + (moment - at) * self._rate)
            if left < 1:
                raise RateLimited(
                    _("Too many requests from your address. Please wait a moment."),
                    retry_after=(1 - left) / self._rate,
                )
            self._kept[who] = (left - 1, moment)
            self._kept.move_to_end(who)
            if len(self._kept) > _MOST_ADDRESSES:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        self._kept.clear()


pages = Buckets(PAGES_A_SECOND, PAGES_AT_ONCE)
uploads = Buckets(UPLOADS_A_SECOND, UPLOADS_AT_ONCE)


def client_address(request: HttpRequest) -> str:
    """Return who calls, as far as the proxies of this instance can be believed."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(told) >= proxies:
        return told[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
