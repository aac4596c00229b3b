"""A client that keeps many connections busy and costs little: plain sockets, one thread, no library."""

from __future__ import annotations

import json
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Connection:
    sock: socket.socket
    sent_at: float = 0.0
    heard: bytes = b""


@dataclass(slots=True)
class Load:
    """What a run saw."""

    answered: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)


def run(
    port: int, request: Callable[[int], bytes], *, connections: int, seconds: float, status: bytes = b"201"
) -> Load:
    """Send requests over kept connections, one at a time on each, for some seconds."""
    load, number = Load(), 0
    poll = select.epoll()
    by_number: dict[int, Connection] = {}
    for _ in range(connections):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        by_number[sock.fileno()] = Connection(sock)
        poll.register(sock.fileno(), select.EPOLLIN)
    for connection in by_number.values():
        connection.sent_at = time.perf_counter()
        connection.sock.sendall(request(number))
        number += 1
    ends_at, waiting = time.perf_counter() + seconds, connections
    while waiting:
        for fileno, _ in poll.poll(30):
            connection = by_number[fileno]
            heard = connection.sock.recv(262_144)
            assert heard, "the server has closed a connection"
            connection.heard += heard
            if not _is_whole(connection.heard):
                continue
            now = time.perf_counter()
            load.latencies.append(now - connection.sent_at)
            if connection.heard[9:12] == status:
                load.answered += 1
            else:
                load.refused += 1
                if load.refused <= 2:
                    print(connection.heard[:500], file=sys.stderr)
            connection.heard = b""
            if now < ends_at:
                connection.sent_at = now
                connection.sock.sendall(request(number))
                number += 1
            else:
                waiting -= 1
    for connection in by_number.values():
        connection.sock.close()
    return load


def _is_whole(heard: bytes) -> bool:
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return False
    start = heard.lower().find(b"content-length:")
    length = int(heard[start + 15 : heard.index(b"\r\n", start)])
    return len(heard) >= end + 4 + length


def post(path: str, body: bytes, key: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    if key:
        head += f"Authorization: Bearer {key}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answer(survey: str, number: int, prefix: str) -> dict[str, object]:
    """One answer as they come: a score, a comment, a contact, some facts."""
    return {
        "survey": survey,
        "answers": {"nps": number % 11, "why": "The room was quiet and the people were friendly."},
        "idempotency_key": f"{prefix}-{number}",
        "answered_at": "2026-03-29T12:30:00+02:00",
        "attributes": {"country": "DE", "plan": "pro", "tenure": number % 60},
    }


def main() -> None:
    """Run as a process of its own: arguments as JSON in, results as JSON out."""
    given = json.loads(sys.argv[1])
    prefix, path, key, size = given["prefix"], given["path"], given["key"], given["batch"]

    def request(number: int) -> bytes:
        if size == 1:
            body: object = answer(given["survey"], number, prefix)
        else:
            body = [answer(given["survey"], number * size + row, prefix) for row in range(size)]
        return post(path, json.dumps(body).encode(), key)

    started = time.perf_counter()
    load = run(given["port"], request, connections=given["connections"], seconds=given["seconds"])
    took = time.perf_counter() - started
    latencies = sorted(load.latencies)
    print(
        json.dumps(
            {
                "rows_a_second": load.answered * size / took,
                "answered": load.answered * size,
                "refused": load.refused,
                "p50_ms": 1000 * latencies[len(latencies) // 2],
                "p99_ms": 1000 * latencies[int(len(latencies) * 0.99)],
                "max_ms": 1000 * latencies[-1],
            }
        )
    )


if __name__ == "__main__":
    main()
