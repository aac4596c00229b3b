"""What ``heedful up`` serves in one process: pages, the API, the short way for answers, and the worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings

from heedful.config.pages import Pages
from heedful.config.wsgi import application as django_application  # sets Django up, so it comes first

from heedful.config.short_way import ShortWay, leads, settle  # isort: skip
from heedful.config.store_pages import keep_few_pages  # isort: skip
from heedful.config.worker import Worker  # isort: skip
from heedful.listen.responses import inbox  # isort: skip


class Server:
    """An RSGI application: the server's own protocol, which costs less than ASGI."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(
            settings.ENVIRONMENT.threads, thread_name_prefix="page", initializer=keep_few_pages
        )
        self._pages = Pages(django_application, self._threads)
        self._batches = ThreadPoolExecutor(1, thread_name_prefix="batches", initializer=keep_few_pages)
        self._short_way = ShortWay(self._threads, self._batches)
        self._worker = Worker() if settings.ENVIRONMENT.work_here else None

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if leads(scope):
            await self._short_way.answer(scope, proto)
        else:
            await self._pages.answer(scope, proto)

    def __rsgi_init__(self, _loop: object) -> None:
        settle()
        if self._worker is not None:
            self._worker.start()

    def __rsgi_del__(self, _loop: object) -> None:
        """Every request is answered by now: write what waits, end the loops."""
        inbox.committer().close()
        if self._worker is not None:
            self._worker.stop()
        for threads in (self._threads, self._batches):
            threads.shutdown(wait=False, cancel_futures=True)


application = Server()
