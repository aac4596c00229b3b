"""A visit: who answers which version of a survey, by which channel. It travels in the address, sealed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from heedful.listen.channels.links import sealed, unsealed
from heedful.platform.core.errors import NotFound

_PURPOSE = "visit"
_SHORT = {
    "survey_uid": "s", "key": "k", "version": "n", "channel": "c", "started_at": "t", "ask_uid": "a",
    "contact": "p", "attributes": "x", "touchpoint": "w", "unit_key": "u", "is_test": "z",
    "is_embedded": "e", "is_app": "m", "theme": "h", "language": "l",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """``key`` is the response's: the ask's uid, or a random one."""

    survey_uid: str
    key: str
    version: int
    channel: str
    started_at: int = 0  # seconds since 1970
    ask_uid: str | None = None
    contact: Mapping[str, Any] = field(default_factory=dict)  # who a link with a permit says it is
    attributes: Mapping[str, Any] = field(default_factory=dict)
    touchpoint: str = ""
    unit_key: str = ""
    is_test: bool = False
    is_embedded: bool = False
    is_app: bool = False
    theme: str = ""
    language: str = ""

    @property
    def token(self) -> str:
        """The visit as it stands in the address; whatever is as usual is left out, to keep it short."""
        told = {_SHORT[name]: value for name, value in asdict(self).items() if value}
        return sealed(_PURPOSE, told)

    def seconds(self, now: float | None = None) -> float | None:
        """Return how long ago it was begun."""
        if not self.started_at:
            return None
        return max(0.0, (time.time() if now is None else now) - self.started_at)


def visit_of(token: str) -> tuple[int, Visit]:
    """Return the organisation's id and the visit of a token; raise :class:`NotFound` for any other text."""
    organization_id, told = unsealed(_PURPOSE, token)
    if not isinstance(told, dict):
        raise NotFound("This link is not valid.")
    return organization_id, Visit(**{name: told[short] for name, short in _SHORT.items() if short in told})
