"""The server of ``heedful up`` and ``heedful intake``: a process that serves, and this one that watches it.

Nothing of Django is imported here, so the watching process stays small.
"""

from __future__ import annotations

import argparse

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from heedful.config.memory import keep_together

BACKPRESSURE = 1_024  # requests taken on at once; more wait in the kernel's queue


def serve(target: str, host: str, port: int) -> None:
    """Serve until told to stop (SIGTERM, SIGINT)."""
    keep_together()
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=1,  # docs/decisions/0017: several were tried
        backpressure=BACKPRESSURE,
        websockets=False,
        http=HTTPModes.http1,  # proxies speak it; telling it from HTTP/2 costs each connection
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
