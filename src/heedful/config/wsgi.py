"""The application as a server loads it: Django, the short way for answers, and the worker's threads.

The server gives every request a thread of its own, and has many, because an answer mostly waits for the
disk. Pages run in a few threads of ours instead: each of those keeps a database connection and its cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django must be set up first

from heedful.config.short_way import ShortWay  # noqa: E402

_short_way = ShortWay()
_pages = ThreadPoolExecutor(settings.ENVIRONMENT.threads, thread_name_prefix="page")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if _short_way.leads(environ):
        return _short_way.answer(environ, start_response)
    return _pages.submit(_django, environ, start_response).result()


if settings.ENVIRONMENT.work_here:
    from heedful.config.worker import start_here

    start_here()
