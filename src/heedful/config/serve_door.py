"""The server of ``heedful intake``: one process, or several that talk to clients and one that writes.

SQLite has one writer, and two processes that write wait for each other by polling. So where several check
what comes in, they hand it to this one, which watches over them.
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


APPLICATION = "heedful.config.intake:BareDoor"


def serve_door(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    if workers == 1:
        serve(APPLICATION, host, port, loader=_door)
    else:
        _serve_several(host, port, workers)


def _serve_several(host: str, port: int, workers: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heedful.config.settings")
    django.setup()
    from heedful.config.short_way import settle  # Django is set up now
    from heedful.listen.responses.inbox import committer
    from heedful.listen.responses.inbox_apart import Writer

    multiprocessing.set_start_method("spawn")  # a fork would inherit the locks of threads it does not have
    writer = Writer(committer())
    writer.start()
    settle()
    try:
        loader = partial(_door, workers=workers, writer_at=writer.address)
        serve(APPLICATION, host, port, workers=workers, loader=loader)
    finally:
        writer.close()


def _door(_target: str, *, workers: int = 1, writer_at: str = "") -> BareDoor:
    from heedful.config.intake import BareDoor  # it sets Django up, in the worker

    return BareDoor(workers, writer_at)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    serve_door(given.host, given.port, given.workers)
