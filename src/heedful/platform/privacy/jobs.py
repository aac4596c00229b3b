from __future__ import annotations

from typing import Any

from heedful.platform.core.queue import Run, job
from heedful.platform.core.scope import current_organization_id
from heedful.platform.core.types import Actor
from heedful.platform.privacy import services
from heedful.platform.privacy.files import archive_path


@job("organization.export")
def export_organization(run: Run) -> dict[str, Any]:
    by = Actor.system(current_organization_id(), label=run.payload["asked_by"])
    rows = services.write_archive(archive_path(run.uid), by=by, tell=run.tell)
    return {"rows": sum(rows.values()), "size": archive_path(run.uid).stat().st_size}
