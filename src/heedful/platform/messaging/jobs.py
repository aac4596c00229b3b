from __future__ import annotations

from heedful.platform.core.schedule import every
from heedful.platform.messaging.services import forget_old_messages, send_what_waits


@every(minutes=30)
def try_again() -> int:
    """Messages whose tries were used up while their carrier was away for longer."""
    return send_what_waits()


@every(hours=24)
def forget() -> int:
    """Messages have an end, as all personal data has."""
    return forget_old_messages()
