"""Pages and API requests: from the server's event loop into a few threads that run Django, and back.

Django is written for threads (its asynchronous handler is four to six times slower). Few threads are
enough, because each keeps a database connection with its cache; requests beyond them wait their turn.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

IN_MEMORY = 2**20  # longer bodies wait in a file

type Headers = list[tuple[str, str]]
type Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Pages:
    """Answers what the WSGI application answers."""

    def __init__(self, application: Wsgi, threads: Executor) -> None:
        self._application = application
        self._threads = threads

    async def answer(self, scope: Any, proto: Any) -> None:
        with SpooledTemporaryFile(IN_MEMORY) as body:
            async for part in proto:
                body.write(part)
            size = body.tell()
            body.seek(0)
            status, headers, parts = await self._in_thread(self._run, environ(scope, body, size))
        if isinstance(parts, bytes):
            proto.response_bytes(status, headers, parts)
            return
        await self._stream(proto.response_stream(status, headers), parts)

    async def _in_thread[T](self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)

    def _run(self, environment: dict[str, Any]) -> tuple[int, Headers, bytes | Iterator[bytes]]:
        started: list[Any] = []

        def start_response(status: str, headers: Headers, _error: object = None) -> None:
            started[:] = [int(status[:3]), headers]

        response = self._application(environment, start_response)
        status, headers = started
        if getattr(response, "streaming", True):
            return status, headers, _closing(response)
        try:
            return status, headers, b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()

    async def _stream(self, transport: Any, parts: Iterator[bytes]) -> None:
        try:
            while (part := await self._in_thread(next, parts, None)) is not None:
                await transport.send_bytes(part)
        finally:
            await self._in_thread(parts.close)  # type: ignore[attr-defined]  # it is a generator


def _closing(response: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from response
    finally:
        getattr(response, "close", lambda: None)()


def environ(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    """Say a request as WSGI (PEP 3333) says it."""
    host, _, port = scope.server.rpartition(":")
    found = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return _add_headers(found, scope)


def _add_headers(found: dict[str, Any], scope: Any) -> dict[str, Any]:
    for name, value in scope.headers.items():
        if "_" in name:
            continue  # x_y and x-y would be one in WSGI: a way to smuggle headers past a proxy
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            found[key] = value
        elif key != "CONTENT_LENGTH":
            separator = "; " if key == "COOKIE" else ","
            earlier = found.get(f"HTTP_{key}")
            found[f"HTTP_{key}"] = value if earlier is None else f"{earlier}{separator}{value}"
    if "HTTP_HOST" not in found and scope.authority:
        found["HTTP_HOST"] = scope.authority  # HTTP/2 has no Host header
    return found
