"""The server of ``heedful up``: one process that serves, and this small one that watches it.

Nothing of Django is imported here, so the watching process stays small.
"""

from __future__ import annotations

import argparse
import logging

from granian import Granian
from granian.constants import Interfaces

BACKPRESSURE = 256  # requests taken on at once; more wait in the kernel's queue


def serve(host: str, port: int, threads: int) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    # Answers spend their time waiting for the disk, many at once, so threads are many and idle.
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    Granian(
        "heedful.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        backpressure=BACKPRESSURE,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        process_name=None,
    ).serve()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    given = parser.parse_args()
    serve(given.host, given.port, given.threads)
