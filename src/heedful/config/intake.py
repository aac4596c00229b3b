"""The bare door: an RSGI application that takes answers and knows nothing else.

It shares the door, the inbox and the lookup of keys with the server; no page, no session, no worker. Where
several processes serve it, one more writes what they take in: ``config/serve_door.py``.
"""

from __future__ import annotations

import asyncio
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
django.setup()

from heedful.config.short_way import ShortWay, problem, settle  # noqa: E402 - Django is set up now
from heedful.listen.responses.inbox import committer  # noqa: E402
from heedful.listen.responses.inbox_apart import Messenger, messenger  # noqa: E402
from heedful.listen.responses.intake_door import PATH, share_rates  # noqa: E402
from heedful.platform.core.errors import NotFound, NotSignedIn  # noqa: E402


class BareDoor:
    """One address."""

    def __init__(self, workers: int = 1, writer_at: str = "") -> None:
        """``workers`` serve this door, of which this is one. Without a writer elsewhere, it writes itself."""
        share_rates(workers)
        self._writer_at = writer_at
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="door")

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if scope.path != PATH or scope.method != "POST":
            proto.response_bytes(*problem(NotFound(f"Here is only POST {PATH}.")))
        elif "authorization" not in scope.headers:
            proto.response_bytes(*problem(NotSignedIn("Send an API key: Authorization: Bearer hk_…")))
        else:
            await self._short_way.answer(scope, proto)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._inbox = self._way_to_writer(loop) if self._writer_at else committer()
        self._short_way = ShortWay(self._threads, self._inbox)
        settle()

    def _way_to_writer(self, loop: asyncio.AbstractEventLoop) -> Messenger:
        # Without the writer nothing can be promised any more.
        end = partial(os.kill, os.getpid(), signal.SIGTERM)
        return loop.run_until_complete(messenger(self._writer_at, lost=end))

    def __rsgi_del__(self, _loop: object) -> None:
        self._inbox.close()
