"""One request to a gateway: what may be tried again is told from what never will work."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from heedful.platform.messaging.kind import GatewayAway

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 20.0


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    status: int
    text: str

    @property
    def is_refusal(self) -> bool:
        return self.status >= 300

    def value(self, path: str) -> str:
        """Return what stands at a path of a JSON answer (``messages.0.id``), empty where there is none."""
        try:
            found: Any = json.loads(self.text)
            for step in path.split("."):
                found = found[int(step)] if isinstance(found, list) else found[step]
        except (ValueError, KeyError, IndexError, TypeError):
            return ""
        return str(found)[:120]


def call(method: str, url: str, **given: Any) -> GatewayAnswer:
    """Send a request; raise GatewayAway when nobody answers, or answers that it cannot now."""
    import httpx  # a tenth of a second that only those pay who send

    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    try:
        response = httpx.request(method, url, timeout=timeout, follow_redirects=False, **given)
    except httpx.TransportError as error:
        raise GatewayAway(f"The SMS gateway does not answer: {type(error).__name__}") from error
    if response.status_code in {408, 425, 429} or response.status_code >= 500:
        raise GatewayAway(f"The SMS gateway says {response.status_code}.")
    return GatewayAnswer(response.status_code, response.text)
