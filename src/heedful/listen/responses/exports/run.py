"""An export as a job: it shows progress, and its file waits to be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from heedful.listen.responses.exports.kind import Cell, format_named
from heedful.listen.responses.exports.table import AnswerTable, answer_table
from heedful.listen.responses.types import ResponseFilter
from heedful.platform.core import audit
from heedful.platform.core.queue import Run
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor

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


def actor_of(payload: dict[str, Any]) -> Actor:
    """Return who asked for an export, with the permissions and units they had then."""
    from heedful.platform.core.types import Permission

    units = payload["unit_ids"]
    return Actor(
        kind=payload["kind"],
        label=payload["label"],
        organization_id=payload["organization_id"],
        permissions=frozenset(Permission(each) for each in payload["permissions"]),
        id=payload["id"],
        unit_ids=None if units is None else frozenset(units),
    )


def actor_document(by: Actor) -> dict[str, Any]:
    """Return an actor as JSON values, for the payload of a job."""
    return {
        "kind": by.kind,
        "label": by.label,
        "organization_id": by.organization_id,
        "permissions": sorted(by.permissions),
        "id": by.id,
        "unit_ids": None if by.unit_ids is None else sorted(by.unit_ids),
    }
