"""Whether a public link is open, and which addresses may frame a survey: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from heedful.listen.channels.pages.types import Closed, PublicLinkFacts
from heedful.platform.core.errors import InvalidInput, Problem

_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.ASCII)
_MOST_ORIGINS = 20


def why_closed(link: PublicLinkFacts, answered: int, now: datetime) -> Closed | None:
    """Return why nobody may answer by the public link any more, None while it is open."""
    if not link.is_open:
        return Closed.BY_HAND
    if link.closes_at is not None and now >= link.closes_at:
        return Closed.IN_TIME
    if link.max_answers is not None and answered >= link.max_answers:
        return Closed.FULL
    return None


def checked_origins(origins: Sequence[str]) -> list[str]:
    """Return origins as a policy takes them; raise for what is none, or could say more than one."""
    found = [origin.strip().lower().rstrip("/") for origin in origins if origin.strip()]
    bad = next((origin for origin in found if origin != "*" and not _ORIGIN.fullmatch(origin)), None)
    if bad is not None:
        raise InvalidInput(Problem("frame_origins", f"{bad[:80]!r} is no address like https://shop.example"))
    if len(found) > _MOST_ORIGINS:
        raise InvalidInput(Problem("frame_origins", f"are more than {_MOST_ORIGINS}"))
    return list(dict.fromkeys(found))
