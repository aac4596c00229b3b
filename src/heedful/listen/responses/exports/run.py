"""An export as a job: it shows progress, and its file waits to be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import FileResponse

from heedful.listen.responses.addresses import read_address
from heedful.listen.responses.exports.kind import Cell, ExportFormat, format_named
from heedful.listen.responses.exports.table import AnswerTable, answer_table
from heedful.listen.responses.types import ResponseFilter
from heedful.platform.core import audit, queue
from heedful.platform.core.errors import NotFound
from heedful.platform.core.queue import Run
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, JobFacts, Permission
from heedful.platform.ui import filters
from heedful.platform.ui.filters import PageFilter

JOB = "responses.export"


def export_answers(
    path: Path, format_key: str, wanted: ResponseFilter, *, by: Actor, tell: Run | None = None
) -> int:
    """Write the answers a filter leaves to ``path``; return how many rows."""
    table = answer_table(wanted, by=by)
    format_named(format_key).write(path, table.header, _told(table, tell))
    with writing():
        audit.record("answers.exported", by=by, rows=table.total, format=format_key)
    return table.total


def _told(table: AnswerTable, run: Run | None) -> Iterator[list[Cell]]:
    for number, row in enumerate(table.rows, start=1):
        if run is not None and number % 500 == 0:
            run.tell(number, table.total)
        yield row


def export_path(job_uid: str, format_key: str) -> Path:
    """Return where the file of an export job lies."""
    folder: Path = settings.HEEDFUL_HOME / "exports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{job_uid}.{format_key}"


def ask_for_export(page_filter: PageFilter, written_as: ExportFormat, *, by: Actor) -> JobFacts:
    """Queue an export of the answers a filter leaves."""
    by.require(Permission.EXPORT)
    payload = {
        "query": filters.format_query(page_filter),
        "format": written_as.key,
        "actor": _actor_document(by),
    }
    return queue.find(queue.enqueue(JOB, payload, by=by).uid)


def own_exports(*, by: Actor) -> list[JobFacts]:
    """Return the newest exports of an actor."""
    by.require(Permission.EXPORT)
    return [job for job in queue.latest(JOB, limit=50) if _is_of(job, by)][:10]


def own_export(job_uid: str, *, by: Actor) -> JobFacts:
    """Return an export to the one who asked for it: its file holds what they may see."""
    by.require(Permission.EXPORT)
    job = queue.find(job_uid, kind=JOB)
    if not _is_of(job, by):
        raise NotFound(f"No export {job_uid}.")
    return job


def _is_of(job: JobFacts, by: Actor) -> bool:
    # Not by label: people choose their own names.
    asked = job.payload["actor"]
    return (asked["kind"], asked["id"]) == (by.kind, by.id)


def export_file(job_uid: str, *, by: Actor) -> FileResponse:
    """Return the file of a finished export as an answer."""
    job = own_export(job_uid, by=by)
    written_as = format_named(job.result.get("format", "csv"))
    path = export_path(job.uid, written_as.key)
    if job.state != "done" or not path.exists():
        raise NotFound("This export is not there (any more).")
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"answers-{job.created_at:%Y-%m-%d}.{written_as.key}",
        content_type=written_as.content_type,
    )


def run_export(run: Run) -> dict[str, Any]:
    """Write the file of a queued export, as who asked for it."""
    by = _actor_of(run.payload["actor"])
    _page_filter, wanted = read_address(parse_qs(run.payload["query"]))
    key = run.payload["format"]
    rows = export_answers(export_path(run.uid, key), key, wanted, by=by, tell=run)
    return {"rows": rows, "format": key}


def _actor_of(payload: dict[str, Any]) -> Actor:
    # The permissions and units they had when they asked.
    units = payload["unit_ids"]
    return Actor(
        kind=payload["kind"],
        label=payload["label"],
        organization_id=payload["organization_id"],
        permissions=frozenset(Permission(each) for each in payload["permissions"]),
        id=payload["id"],
        unit_ids=None if units is None else frozenset(units),
    )


def _actor_document(by: Actor) -> dict[str, Any]:
    """Return an actor as JSON values, for the payload of a job."""
    return {
        "kind": by.kind,
        "label": by.label,
        "organization_id": by.organization_id,
        "permissions": sorted(by.permissions),
        "id": by.id,
        "unit_ids": None if by.unit_ids is None else sorted(by.unit_ids),
    }
