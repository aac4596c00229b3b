"""The bare door: an RSGI application that takes answers and knows nothing else.

It shares the door, the inbox and the lookup of keys with the server; no page, no session, no worker.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
django.setup()

from heedful.config.short_way import ShortWay, problem, settle  # noqa: E402 - Django is set up now
from heedful.listen.responses import inbox  # noqa: E402
from heedful.listen.responses.intake_door import PATH  # noqa: E402
from heedful.platform.core.errors import NotFound, NotSignedIn  # noqa: E402


def work_in_bulk() -> None:
    """Let no thread that wakes interrupt another one: with sixty clients a tenth less processor time.

    Only where nothing but answers is taken. Threads that start later do the same.
    """
    if hasattr(os, "SCHED_BATCH"):  # Linux
        with suppress(OSError):  # a container may forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class BareDoor:
    """One address."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="door")
        self._batches = ThreadPoolExecutor(1, thread_name_prefix="batches")
        self._short_way = ShortWay(self._threads, self._batches)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if scope.path != PATH or scope.method != "POST":
            proto.response_bytes(*problem(NotFound(f"Here is only POST {PATH}.")))
        elif "authorization" not in scope.headers:
            proto.response_bytes(*problem(NotSignedIn("Send an API key: Authorization: Bearer hk_…")))
        else:
            await self._short_way.answer(scope, proto)

    def __rsgi_init__(self, _loop: object) -> None:
        settle()

    def __rsgi_del__(self, _loop: object) -> None:
        inbox.committer().close()


work_in_bulk()
application = BareDoor()
