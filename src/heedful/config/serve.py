"""The server of ``heedful up`` and ``heedful intake``: a process that serves, and this one that watches it.

Nothing of Django is imported here, so the watching process stays small.
"""

from __future__ import annotations

import argparse

from granian import Granian
from granian.constants import Interfaces

BACKPRESSURE = 1_024  # requests taken on at once; more wait in the kernel's queue


def serve(target: str, host: str, port: int) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=1,  # SQLite has one writer; for more than a process can do there is PostgreSQL
        backpressure=BACKPRESSURE,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    ).serve()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    serve(given.target, given.host, given.port)
