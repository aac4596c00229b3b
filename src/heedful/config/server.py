"""What ``heedful up`` serves in one process: pages, the API, the short way for answers, and the worker."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings

from heedful.config.pages import Pages
from heedful.config.wsgi import application as django_application

# The event loop must not wait five milliseconds for a page that is being computed.
SWITCH_SECONDS = 0.001


class Server:
    """An RSGI application: the server's own protocol, which costs less than ASGI."""

    def __init__(self) -> None:
        from heedful.config.short_way import ShortWay, leads  # Django is set up by now

        self._threads = ThreadPoolExecutor(settings.ENVIRONMENT.threads, thread_name_prefix="page")
        self._pages = Pages(django_application, self._threads)
        self._short_way = ShortWay(self._threads)
        self._leads = leads
        self._worker: Any = None

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if self._leads(scope):
            await self._short_way.answer(scope, proto)
        else:
            await self._pages.answer(scope, proto)

    def __rsgi_init__(self, _loop: object) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        if settings.ENVIRONMENT.work_here:
            from heedful.config.worker import Worker

            self._worker = Worker()
            self._worker.start()

    def __rsgi_del__(self, _loop: object) -> None:
        """Every request is answered by now: write what waits, end the loops."""
        from heedful.listen.responses import inbox

        inbox.committer().close()
        if self._worker is not None:
            self._worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)


application = Server()
