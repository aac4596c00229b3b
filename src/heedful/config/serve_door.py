"""The server of ``heedful intake``: this process writes the inbox, those it starts talk to the clients.

An interpreter does one thing at a time. So checking and writing are done in two, and the commits no longer
wait for the requests, nor the requests for the commits.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from functools import partial
from typing import TYPE_CHECKING

import django

from heedful.config.serve import serve

if TYPE_CHECKING:
    from heedful.config.intake import BareDoor


def serve_door(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
    django.setup()
    from heedful.config.short_way import settle  # Django is set up now
    from heedful.listen.responses.inbox import committer
    from heedful.listen.responses.inbox_apart import Writer

    multiprocessing.set_start_method("spawn")  # a fork would inherit the locks of threads it does not have
    writer = Writer(committer())
    writer.start()
    settle()
    loader = partial(_load, writer_at=writer.address, workers=workers)
    try:
        serve("heedful.config.intake", host, port, workers=workers, loader=loader)
    finally:
        writer.close()


def _load(_target: str, *, writer_at: str, workers: int) -> BareDoor:
    from heedful.config.intake import BareDoor  # it sets Django up, in the worker

    return BareDoor(writer_at, workers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    serve_door(given.host, given.port, given.workers)
