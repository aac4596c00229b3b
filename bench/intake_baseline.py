"""What the doors are measured against: a bare handler and a group commit, with nothing of ours between."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable
from queue import Empty, SimpleQueue
from typing import Any

type Row = tuple[str, bytes]
type Told = Callable[[], object]

TABLE = """
CREATE TABLE IF NOT EXISTS inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, organization_id INTEGER NOT NULL, idempotency_key TEXT NOT NULL,
  body BLOB NOT NULL, received_at TEXT NOT NULL, actor_label TEXT NOT NULL, attempts INTEGER NOT NULL,
  settled_at TEXT, error TEXT NOT NULL, UNIQUE (organization_id, idempotency_key))
"""
INSERT = (
    "INSERT INTO inbox (organization_id, idempotency_key, body, received_at, actor_label, attempts, error) "
    "VALUES (1, ?, ?, '2026-01-01 00:00:00', 'bench', 0, '')"
)


def open_store(path: str) -> sqlite3.Connection:
    store = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "journal_size_limit=67108864"):
        store.execute(f"PRAGMA {pragma}")
    store.execute(TABLE)
    return store


def insert(store: sqlite3.Connection, rows: list[Row]) -> None:
    store.execute("BEGIN IMMEDIATE")
    store.executemany(INSERT, rows)
    store.execute("COMMIT")


_queue: SimpleQueue[tuple[Row, Told]] = SimpleQueue()


def commit_for_ever() -> None:
    store = open_store(os.environ["BENCH_STORE"])
    while True:
        gathered = [_queue.get()]
        while len(gathered) < 2_000:
            try:
                gathered.append(_queue.get_nowait())
            except Empty:
                break
        insert(store, [row for row, _ in gathered])
        for _, told in gathered:
            told()


if "BENCH_STORE" in os.environ:
    threading.Thread(target=commit_for_ever, daemon=True).start()
_numbers = iter(range(10**12))
_prefix = f"{os.getpid()}-{time.time_ns()}-"


def _row(body: bytes) -> Row:
    return f"{_prefix}{next(_numbers)}", body


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    done = threading.Lock()
    done.acquire()
    _queue.put((_row(environ["wsgi.input"].read()), done.release))
    done.acquire()
    start_response("201 Created", [("Content-Type", "application/json")])
    return [b'{"state":"accepted"}']


async def asgi(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    if scope["type"] != "http":
        return
    message = await receive()
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    _queue.put((_row(message["body"]), lambda: loop.call_soon_threadsafe(done.set_result, None)))
    await done
    await send(
        {"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"application/json")]}
    )
    await send({"type": "http.response.body", "body": b'{"state":"accepted"}'})


async def rsgi(_scope: Any, proto: Any) -> None:
    body = await proto()
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    _queue.put((_row(body), lambda: loop.call_soon_threadsafe(done.set_result, None)))
    await done
    proto.response_bytes(201, [("content-type", "application/json")], b'{"state":"accepted"}')
