from __future__ import annotations

from typing import Any

from heedful.platform.core.organizations import organizations
from heedful.platform.core.queue import Run, job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope
from heedful.understand.warehouse.configuration import number_of_files

FEW = 12  # files of one organisation that need no tidying, for which no engine is loaded


@job("warehouse.rebuild")
def rebuild(run: Run) -> dict[str, Any]:
    from heedful.understand.warehouse import services

    return services.rebuild(run)


@job("warehouse.compact")
def compact(run: Run) -> dict[str, Any]:
    from heedful.understand.warehouse import services

    merged = services.compact(run.tell)
    return {"merged": merged, "deleted": services.vacuum()}


@every(hours=1)
def keep_tables_small() -> None:
    from heedful.understand.warehouse import services

    for organization in organizations():
        if number_of_files(organization.uid) <= FEW:
            continue
        with organization_scope(organization.id):
            services.compact()
            services.vacuum()
