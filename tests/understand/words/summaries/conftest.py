"""An endpoint on this machine that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.answer = {"name": "Late parcels", "text": "Many parcels came late."}
        self.status, self.delay, self.tokens, self.raw = 200, 0.0, 120, b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
        time.sleep(self.server.delay)
        message = {"role": "assistant", "content": json.dumps(self.server.answer)}
        answer = {"choices": [{"message": message}], "usage": {"total_tokens": self.server.tokens}}
        content = self.server.raw or json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(content)))
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Keep the output of the tests quiet."""


@pytest.fixture
def server():
    with Server() as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def local(settings):
    """The instance's settings allow endpoints inside its network."""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"endpoint_local": True})
