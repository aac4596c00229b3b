"""Long work of this module."""

from __future__ import annotations

from heedful.listen.responses.exports.run import JOB as EXPORT, run_export
from heedful.listen.responses.imports.run import run_import
from heedful.listen.responses.imports.services import JOB
from heedful.platform.core.queue import job

job(JOB)(run_import)
job(EXPORT)(run_export)
