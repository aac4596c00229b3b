"""The projector: from the feed of changed responses into the table, batch by batch."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.listen.responses import services as response_services
from heedful.listen.responses.types import Batch
from heedful.platform.core.organizations import organization
from heedful.platform.core.scope import organization_scope
from heedful.understand.warehouse.services.due import flushed
from heedful.understand.warehouse.services.notes import note_changed
from heedful.understand.warehouse.services.reading import all_rows
from heedful.understand.warehouse.services.words import replace_words
from heedful.understand.warehouse.services.writing import upsert
from heedful.understand.warehouse.stores import (
    catalog,
    expected_types,
    organization_folder,
    responses_table,
)
from heedful.understand.warehouse.tables import only_writer

BATCH = 50_000  # responses of up to sixty columns; fewer when they are wider


@dataclass(frozen=True, slots=True)
class Flushed:
    batches: int
    responses: int


def batch_size(columns: int) -> int:
    """Return how many responses are taken at a time, so that their cells fit into memory."""
    return min(BATCH, BATCH * 60 // max(columns, 1))


def flush(organization_id: int) -> Flushed:
    """Bring the warehouse of an organisation up to date."""
    batches = total = 0
    with organization_scope(organization_id):
        while (taken := flush_batch()) > 0:
            batches, total = batches + 1, total + taken
    return Flushed(batches, total)


def flush_batch() -> int:
    """Project one batch of the organisation in scope; return how many responses it had.

    After a crash anywhere the same batch comes again. If the table's last commit names it, it had
    arrived and is only forgotten; if not, its rows replace whatever the table has of them.
    """
    folder = organization_folder()
    with only_writer(folder):
        batch = response_services.take_changes(batch_size(len(responses_table().snapshot().types)))
        if batch is None:
            return 0
        if responses_table().snapshot().batch != batch.number:
            _project(batch)
        response_services.forget_batch(batch)
    flushed(organization().uid)
    return len(batch.response_ids)


def _project(batch: Batch) -> None:
    note_changed(batch.response_ids)
    known = catalog()
    types = expected_types(known)
    rows, words = all_rows(batch.response_ids, types, known)
    replace_words(batch.response_ids, words)
    # Last the table that names the batch: until then it comes again.
    upsert(responses_table(), batch.response_ids, rows, types, batch=batch.number)
