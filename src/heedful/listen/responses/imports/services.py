"""Writes of imports: take a file, change its mapping, start, cancel, forget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from django.utils import timezone

from heedful.listen.responses.imports import queries
from heedful.listen.responses.imports.files import forget_file, store_file, stored_path
from heedful.listen.responses.imports.guess import check_worth
from heedful.listen.responses.imports.look import Look, look_at
from heedful.listen.responses.imports.mapping import Mapping, mapping_content
from heedful.listen.responses.imports.mapping_reader import mapping_from, read_mapping
from heedful.listen.responses.imports.opening import open_table
from heedful.listen.responses.imports.types import ImportFacts
from heedful.listen.responses.models import ImportRun
from heedful.platform.core import audit, queue
from heedful.platform.core.errors import Conflict, InvalidInput, NotFound, Problem
from heedful.platform.core.models import Job
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission

JOB = "responses.import"


def receive_file(
    chunks: Iterable[bytes],
    file_name: str,
    *,
    by: Actor,
    mapping: Mapping | None = None,
    survey: str = "",
    found: Look | None = None,
) -> ImportFacts:
    """Take a file, find out what its columns are, and keep it with a mapping that can be changed.

    ``found`` is what a look at the same file, under the same mapping, has told already.
    """
    by.require(Permission.IMPORT)
    name = PurePath(file_name.replace("\\", "/")).name[:254] or "answers"
    stored = store_file(chunks)
    try:
        content = _look(stored.stored_as, name, mapping, survey, found)
        with writing():
            made = ImportRun.objects.create(
                file_name=name,
                file_sha256=stored.sha256,
                stored_as=stored.stored_as,
                mapping=content,
                created_by=by.label,
            )
            audit.record("import.received", by=by, subject_uid=made.uid, file=name, size=stored.size)
    except BaseException:
        forget_file(stored.stored_as)
        raise
    return queries.import_run(made.uid, by=by)


def _look(
    stored_as: str, name: str, mapping: Mapping | None, survey: str, found: Look | None
) -> dict[str, Any]:
    found = found or look_at(stored_path(stored_as), name, mapping.file if mapping else None)
    chosen = mapping_content(mapping or found.mapping)
    if survey:
        chosen["survey"] = survey
    if mapping is not None:
        mapping.check_columns(tuple(column.name for column in found.columns))
    return {
        "content": mapping_content(mapping_from(chosen)),
        "columns": [asdict(column) | {"type": str(column.type)} for column in found.columns],
        "notes": list(found.notes),
    }


def change_mapping(uid: str, mapping: str | dict[str, Any], *, by: Actor) -> ImportFacts:
    """Give an import another mapping (YAML, or what JSON holds), before it runs."""
    by.require(Permission.IMPORT)
    changed = read_mapping(mapping) if isinstance(mapping, str) else mapping_from(mapping)
    record = _waiting(uid)
    with open_table(stored_path(record.stored_as), record.file_name, changed.file) as table:
        changed.check_columns(table.columns)
    content = record.mapping | {"content": mapping_content(changed)}
    with writing():
        ImportRun.objects.filter(pk=record.pk).update(mapping=content)
        audit.record("import.mapped", by=by, subject_uid=uid)
    return queries.import_run(uid, by=by)


def start_import(uid: str, *, by: Actor) -> ImportFacts:
    """Queue the run of an import; one that was cancelled or failed goes on where it stopped."""
    _enqueue(uid, by=by)
    return queries.import_run(uid, by=by)


def run_here(uid: str, *, by: Actor) -> ImportFacts:
    """Run an import in this process, unless a worker was quicker to take it."""
    queue.run_now(_enqueue(uid, by=by))
    return queries.import_run(uid, by=by)


def _enqueue(uid: str, *, by: Actor) -> Job:
    by.require(Permission.IMPORT)
    record = _waiting(uid)
    check_worth(mapping_from(record.mapping["content"]))
    with writing():
        job = queue.enqueue(JOB, {"import_uid": uid, "stored_as": record.stored_as}, by=by)
        ImportRun.objects.filter(pk=record.pk).update(job_uid=job.uid, created_by=by.label)
        audit.record("import.started", by=by, subject_uid=uid)
    return job


def cancel_import(uid: str, *, by: Actor) -> ImportFacts:
    """Stop a run after the batch it is at; what was stored stays."""
    by.require(Permission.IMPORT)
    record = _record(uid)
    if not record.job_uid:
        raise Conflict("This import is not running.")
    queue.cancel(record.job_uid, by=by)
    return queries.import_run(uid, by=by)


def forget_import(uid: str, *, by: Actor) -> None:
    """Drop an uploaded file whose import was not started or has stopped. Responses stay."""
    by.require(Permission.IMPORT)
    record = _waiting(uid)
    with writing():
        ImportRun.objects.filter(pk=record.pk).update(stored_as="", finished_at=timezone.now())
        audit.record("import.forgotten", by=by, subject_uid=uid)
    forget_file(record.stored_as)


def _record(uid: str) -> ImportRun:
    found = ImportRun.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(f"No import {uid}.")
    return found


def _waiting(uid: str) -> ImportRun:
    """Return an import that has its file and is not running."""
    record = _record(uid)
    if record.job_uid and queue.find(record.job_uid).state in {"waiting", "running"}:
        raise Conflict("This import is running; cancel it first.")
    if not record.stored_as:
        raise Conflict("This import has ended; upload the file again to import it again.")
    if not stored_path(record.stored_as).exists():
        raise InvalidInput(Problem("file", "is no longer here: files are kept for a week; upload it again"))
    return record
