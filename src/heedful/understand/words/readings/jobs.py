"""Long work on the history, and reading that begins by itself once models are there."""

from __future__ import annotations

from typing import Any

from heedful.platform.core.organizations import organizations
from heedful.platform.core.queue import Run, job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor


@job("words.reread")
def reread(run: Run) -> dict[str, Any]:
    from heedful.understand.words.readings import history

    return history.reread(run)


@job("words.queue_history")
def queue_history(run: Run) -> dict[str, Any]:
    from heedful.understand.words.readings import history

    return history.queue_history(run)


@job("words.drop_edition")
def drop_edition(run: Run) -> dict[str, Any]:
    from heedful.understand.words.readings import history

    return history.drop_readings(run)


@every(minutes=2)
def begin_reading() -> None:
    """Begin to read where answers were written before anything could read them."""
    from heedful.understand.words.readings.beginning import begin_where_unread

    for organization in organizations():
        with organization_scope(organization.id):
            begin_where_unread(by=Actor.system(organization.id))
