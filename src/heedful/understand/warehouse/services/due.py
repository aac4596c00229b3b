"""When the projector has something to do. Looking costs a query; the engine is loaded for the rest."""

from __future__ import annotations

import time

from heedful.listen.responses import queries as responses
from heedful.platform.core.freed_memory import give_back
from heedful.platform.core.organizations import organizations
from heedful.platform.core.scope import organization_scope

MANY = 1_000  # pending changes that are not kept waiting
SEVERAL = 100  # responses of a flush after which freed memory goes back
PAUSE = 2.0  # seconds between the small commits of one organisation: readers see its tail meanwhile

_flushed_at: dict[str, float] = {}


def flush_due() -> bool:
    """Flush organisations with many changes, or whose last flush is a while ago; true: there is more."""
    more = False
    for one in organizations():
        with organization_scope(one.id):
            pending = responses.pending_change_ids(limit=MANY)
            waited = time.monotonic() - _flushed_at.get(one.uid, 0.0)
            if pending and (len(pending) >= MANY or waited >= PAUSE):
                from heedful.understand.warehouse.services.projection import flush_batch

                if flush_batch() >= SEVERAL:
                    give_back()
                more |= len(pending) >= MANY
    return more


def flushed(uid: str) -> None:
    """Take note that an organisation's changes have just been written."""
    _flushed_at[uid] = time.monotonic()
