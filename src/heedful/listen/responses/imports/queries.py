"""Reads of imports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heedful.design.surveys import queries as surveys
from heedful.listen.responses.imports.files import stored_path
from heedful.listen.responses.imports.mapping import Mapping, write_mapping
from heedful.listen.responses.imports.mapping_reader import mapping_from
from heedful.listen.responses.imports.refusals import refused_csv
from heedful.listen.responses.imports.trial import Progress, try_file
from heedful.listen.responses.imports.types import ColumnFacts, ColumnType, ImportFacts, Trial
from heedful.listen.responses.models import ImportRun
from heedful.platform.core import queue
from heedful.platform.core.errors import Conflict, NotFound
from heedful.platform.core.types import Actor, JobFacts, Permission


def import_run(uid: str, *, by: Actor) -> ImportFacts:
    by.require(Permission.IMPORT)
    return _facts(_record(uid))


def import_runs(*, by: Actor, limit: int = 50, before: str = "") -> tuple[ImportFacts, ...]:
    """Return imports, newest first; ``before`` is the uid of the last one seen."""
    by.require(Permission.IMPORT)
    rows = ImportRun.objects.order_by("-uid")
    if before:
        rows = rows.filter(uid__lt=before)
    return tuple(_facts(row) for row in rows[:limit])


def import_mapping(uid: str, *, by: Actor) -> Mapping:
    by.require(Permission.IMPORT)
    return mapping_from(_record(uid).mapping["content"])


def import_columns(uid: str, *, by: Actor) -> tuple[tuple[ColumnFacts, ...], tuple[str, ...]]:
    """Return what was found out about the file: its columns, and notes in words."""
    by.require(Permission.IMPORT)
    kept = _record(uid).mapping
    return tuple(_column(column) for column in kept.get("columns", ())), tuple(kept.get("notes", ()))


def trial(uid: str, *, by: Actor, progress: Progress | None = None) -> Trial:
    """Say what running the import would do. Nothing is written."""
    by.require(Permission.IMPORT)
    record = _record(uid)
    if not record.stored_as:
        raise Conflict("This import has ended; its file is no longer kept.")
    mapping = mapping_from(record.mapping["content"])
    return try_file(stored_path(record.stored_as), record.file_name, mapping, by=by, progress=progress)


def refused_rows(uid: str, *, by: Actor) -> Iterator[str]:
    """Yield the refused rows of an import as CSV, with the reason of each."""
    by.require(Permission.IMPORT)
    by.require(Permission.READ_ANSWERS)
    record = _record(uid)
    columns = [column["name"] for column in record.mapping.get("columns", ())]
    return refused_csv(f"import:{record.uid}", columns)


def _record(uid: str) -> ImportRun:
    found = ImportRun.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No import {uid}.")
    return found


def _facts(row: ImportRun) -> ImportFacts:
    job = queue.find(row.job_uid) if row.job_uid else None
    survey = surveys.survey_by_id(row.survey_id) if row.survey_id else None
    mapping = mapping_from(row.mapping["content"])
    return ImportFacts(
        uid=row.uid,
        file_name=row.file_name,
        state=_state(row, job),
        survey_uid=survey.uid if survey else None,
        survey=survey.name if survey else mapping.survey,
        mapping=write_mapping(mapping),
        job_uid=row.job_uid,
        read=row.read,
        accepted=row.accepted,
        duplicates=row.duplicates,
        refused=row.refused,
        total=job.total if job else None,
        message=job.message if job else "",
        error=_error(job),
        created_at=row.created_at,
        created_by=row.created_by,
        finished_at=row.finished_at,
    )


def _state(row: ImportRun, job: JobFacts | None) -> str:
    if job is not None:
        return job.state
    return "forgotten" if row.finished_at else "mapping"


def _error(job: JobFacts | None) -> str:
    # The queue keeps the class before the words; people want the words.
    return job.error.split(": ", 1)[-1] if job else ""


def _column(content: dict[str, Any]) -> ColumnFacts:
    tuples = {name: tuple(content[name]) for name in ("samples", "missing", "scale_codes", "notes")}
    scale = tuple(content["scale"]) if content["scale"] else None
    return ColumnFacts(**{**content, **tuples, "scale": scale, "type": ColumnType(content["type"])})
