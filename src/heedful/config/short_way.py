"""Answers sent with an API key go past Django's middleware: they need no session, language, page or form.

What they need is the same: the same lookup of the key, the same door, the same problems. See
docs/decisions/the-short-way-of-an-answer.md for what it brings.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from heedful.config.problems import MEDIA_TYPE, details_of
from heedful.listen.responses.intake import MAX_BYTES, TooLarge
from heedful.listen.responses.intake_door import PATH, Letter, Reply, receive
from heedful.platform.accounts.queries.keys import keyholder
from heedful.platform.core.errors import HeedfulError, NotSignedIn
from heedful.platform.core.types import Actor

log = logging.getLogger(__name__)
_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_HEADERS = [("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff")]


def key_actor(authorization: str) -> Actor:
    """Return who holds the key of an ``Authorization`` header."""
    scheme, _, secret = authorization.partition(" ")
    holder = keyholder(secret.strip()) if scheme.lower() == "bearer" else None
    if holder is None:
        raise NotSignedIn("The API key is unknown or revoked. Send one: Authorization: Bearer hk_…")
    return holder[0]


def is_partial_welcome(query: str) -> bool:
    """Say whether ``?partial=`` asks to take the good rows of a batch."""
    return bool(query) and parse_qs(query).get("partial", [""])[-1].lower() in {"1", "true", "on", "yes"}


class ShortWay:
    """A WSGI application for one address."""

    def leads(self, environ: dict[str, Any]) -> bool:
        return (
            environ["PATH_INFO"] == PATH
            and environ["REQUEST_METHOD"] == "POST"
            and "HTTP_AUTHORIZATION" in environ
        )

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            reply = self._reply(environ)
        except Exception as error:
            return _refuse(error, start_response)
        start_response(_STATUS[reply.status], _HEADERS)
        return [reply.body]

    def _reply(self, environ: dict[str, Any]) -> Reply:
        actor = key_actor(environ["HTTP_AUTHORIZATION"])
        letter = Letter(
            body=_body(environ),
            content_type=environ.get("CONTENT_TYPE") or "",
            idempotency_key=environ.get("HTTP_IDEMPOTENCY_KEY", ""),
            is_partial_welcome=is_partial_welcome(environ.get("QUERY_STRING", "")),
        )
        return receive(letter, by=actor)


def _body(environ: dict[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > MAX_BYTES:
        raise TooLarge(f"The body has {int(length):,} bytes; at most {MAX_BYTES:,} are taken.")
    body: bytes = environ["wsgi.input"].read(MAX_BYTES + 1)
    return body


def problem(error: Exception) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and body of an error, worded as everywhere else in the API."""
    if not isinstance(error, HeedfulError):
        log.error("POST %s failed", PATH, exc_info=error)
    details = details_of(error)
    headers = [("Content-Type", MEDIA_TYPE), *_HEADERS[1:], *details.headers.items()]
    return details.status, headers, json.dumps(details.as_json(PATH), ensure_ascii=False).encode()


def _refuse(error: Exception, start_response: Callable[..., Any]) -> Iterable[bytes]:
    status, headers, body = problem(error)
    start_response(_STATUS[status], headers)
    return [body]
