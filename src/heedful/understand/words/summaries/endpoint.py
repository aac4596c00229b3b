"""Calls an OpenAI-compatible endpoint: one address, looked up and checked; one request; no redirects."""

from __future__ import annotations

import ipaddress
import json
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from heedful.platform.core.errors import PermanentError, TryLater
from heedful.understand.words.summaries.asking import INSTRUCTIONS, SCHEMA, Asked, material_of
from heedful.understand.words.summaries.configuration import Endpoint

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 1_000_000
ANSWER_TOKENS = 400


class EndpointRefused(PermanentError):
    """The endpoint, or its address, will not do."""

    code = "endpoint-refused"


class EndpointAway(TryLater):
    """The endpoint did not answer in time, or asks to wait."""

    code = "endpoint-away"


@dataclass(frozen=True, slots=True)
class Written:
    name: str
    text: str
    tokens: int


def write(asked: Asked, endpoint: Endpoint) -> Written:
    """Have a summary written; what comes is not checked yet."""
    import httpx  # a tenth of a second that only those pay who send

    url, headers, extensions = _checked_address(f"{endpoint.url}/chat/completions")
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        with (
            httpx.Client(timeout=endpoint.seconds, trust_env=False) as client,
            client.stream(
                "POST", url, json=body_of(asked, endpoint), headers=headers, extensions=extensions
            ) as got,
        ):
            return _written(got.status_code, _limited(got), asked)
    except httpx.TimeoutException as error:
        raise EndpointAway(f"The endpoint did not answer within {endpoint.seconds:g} seconds.") from error
    except httpx.HTTPError as error:
        raise EndpointAway(f"The endpoint could not be reached: {type(error).__name__}.") from error


def body_of(asked: Asked, endpoint: Endpoint) -> dict[str, Any]:
    """Return the request: instructions, the material, and the shape the answer must have."""
    return {
        "model": endpoint.model,
        "temperature": 0,
        "max_tokens": ANSWER_TOKENS,
        "messages": [
            {"role": "system", "content": INSTRUCTIONS},
            {"role": "user", "content": material_of(asked)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "summary", "strict": True, "schema": SCHEMA},
        },
    }


def guessed_tokens(asked: Asked) -> int:
    """Return about how many tokens a request takes at most: what the budget is asked before it is made."""
    return (len(material_of(asked)) + len(INSTRUCTIONS) + len(json.dumps(SCHEMA))) // 3 + ANSWER_TOKENS


def _checked_address(url: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Look the host up once, refuse places inside, and speak to the very address that was checked."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise EndpointAway(f"{host} has no address.") from error
    addresses = [str(one[4][0]) for one in found]
    if not settings.ENVIRONMENT.endpoint_local and (
        inside := [one for one in addresses if not _is_outside(one)]
    ):
        raise EndpointRefused(
            f"{host} is at {inside[0]}, inside this network; HEEDFUL_ENDPOINT_LOCAL=true allows that."
        )
    address = addresses[0]
    bare = f"[{address}]" if ":" in address else address
    target = urlunsplit((parts.scheme, f"{bare}:{port}", parts.path, "", ""))
    return target, {"Host": parts.netloc}, {"sni_hostname": host}


def _is_outside(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_global) and not found.is_multicast


def _limited(got: httpx.Response) -> bytes:
    found = bytearray()
    for block in got.iter_bytes():
        found += block
        if len(found) > MOST_BYTES:
            raise EndpointRefused("The endpoint answered with more than a megabyte.")
    return bytes(found)


def _written(status: int, content: bytes, asked: Asked) -> Written:
    if status == 429 or status >= 500:
        raise EndpointAway(f"The endpoint answered with status {status}.")
    if status != 200:
        raise EndpointRefused(f"The endpoint answered with status {status}.")
    try:
        answer = json.loads(content)
        said = json.loads(answer["choices"][0]["message"]["content"])
        name, text = said["name"], said["text"]
        tokens = int((answer.get("usage") or {}).get("total_tokens") or guessed_tokens(asked))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise EndpointRefused("The endpoint did not answer in the shape it was asked for.") from error
    if not isinstance(name, str) or not isinstance(text, str):
        raise EndpointRefused("The endpoint did not answer in the shape it was asked for.")
    return Written(" ".join(name.split()), text.strip(), max(tokens, 0))
