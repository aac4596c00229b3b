"""The warehouse made anew from the record store, outside a worker."""

from __future__ import annotations

from heedful.platform.core.organizations import organizations
from heedful.platform.core.queue import enqueue, run_now
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor


def rebuild_all() -> None:
    for one in organizations():
        rebuild_one(one.id)


def rebuild_one(organization_id: int) -> None:
    with organization_scope(organization_id):
        job = run_now(enqueue("warehouse.rebuild", {}, by=Actor.system(organization_id)))
        if job.state != job.State.DONE:
            raise RuntimeError(f"The warehouse was not rebuilt: {job.error}")
