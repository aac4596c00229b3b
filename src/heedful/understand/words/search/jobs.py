from __future__ import annotations

import time
from typing import Any

from heedful.platform.core.organizations import organizations
from heedful.platform.core.queue import Run, job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope

PATIENCE = 3.0  # seconds that one round may take: whatever else is scheduled waits for it


@job("words.search.rebuild")
def rebuild(run: Run) -> dict[str, Any]:
    from heedful.understand.words.search import services

    return services.rebuild(run)


@job("words.search.purge")
def purge(run: Run) -> dict[str, Any]:
    from heedful.understand.words.search import services

    return services.purge(run)


@every(seconds=2)
def take_up_changes() -> None:
    """Bring every organisation's index up to date; where there is none yet, have it made."""
    from heedful.understand.words.search import services

    until = time.monotonic() + PATIENCE
    for organization in organizations():
        with organization_scope(organization.id):
            if services.begin_index():
                continue
            while services.has_index() and services.take_up_changes() and time.monotonic() < until:
                pass
