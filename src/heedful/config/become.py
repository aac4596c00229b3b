"""A command of ours turns into the server: the same process number, nothing of the command left in memory."""

from __future__ import annotations

import os
import socket
import sys

from heedful.platform.core.errors import PermanentError


class PortTaken(PermanentError):
    """Something else listens there."""

    code = "port-taken"


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken: the server would share it, and each would get half of the requests."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise PortTaken(f"Cannot listen on {host}:{port}: {error.strerror}. Try --port.") from None


def become_server(target: str, host: str, port: int) -> None:
    """Replace this process by the server; does not return."""
    sys.stdout.flush()
    command = [sys.executable, "-m", "heedful.config.serve", target, "--host", host, "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
