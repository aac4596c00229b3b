"""The first edition of an organisation whose answers came before there was anything to read them."""

from __future__ import annotations

from heedful.listen.responses import queries as responses
from heedful.platform.core import queue
from heedful.platform.core.types import Actor
from heedful.understand.words.readings.queries.editions import current_edition


def begin_where_unread(*, by: Actor) -> bool:
    """Start an edition where there is none, words are there and models too; say whether one was started."""
    if current_edition() is not None or not responses.written_ids(limit=1):
        return False
    # Only now: looking which models are needed loads what needs them.
    from heedful.understand.words.readings.loaded import missing_models
    from heedful.understand.words.readings.services.editions import start_edition

    if missing_models() or is_learning():
        return False
    start_edition(by=by)
    return True


def is_learning() -> bool:
    """Say whether themes are being learnt: what does that starts an edition itself, with them."""
    from heedful.understand.words.themes.services.applying import LEARN

    return any(job.state in {"waiting", "running"} for job in queue.latest(LEARN))
