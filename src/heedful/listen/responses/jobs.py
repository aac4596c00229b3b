"""Long work of this module."""

from __future__ import annotations

from heedful.listen.fieldwork.sampling.spreads import tells_spreads
from heedful.listen.responses.exports.run import JOB as EXPORT, run_export
from heedful.listen.responses.imports.run import run_import
from heedful.listen.responses.imports.services import JOB
from heedful.listen.responses.redaction.history import JOB as REDACT, run_redaction
from heedful.listen.responses.spreads import spreads_of
from heedful.listen.responses.uploads.services import purge_uploads
from heedful.platform.core.organizations import organizations
from heedful.platform.core.queue import job
from heedful.platform.core.schedule import every
from heedful.platform.core.scope import organization_scope
from heedful.platform.core.types import Actor

job(JOB)(run_import)
job(EXPORT)(run_export)
job(REDACT)(run_redaction)
tells_spreads(spreads_of)


@every(hours=6)
def purge_files_without_answers() -> None:
    for organization in organizations():
        with organization_scope(organization.id):
            purge_uploads(by=Actor.system(organization.id))
