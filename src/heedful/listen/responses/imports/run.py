"""A run: batches of rows into the record store, each in one transaction with the count of rows done.

After a crash the run goes on behind the last batch that was stored; when it is cancelled, what was stored
stays. Rows that are stored already are recognised by their keys, so a file can come any number of times.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db.models import F
from django.utils import timezone

from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences.services import ensure_attributes, ensure_contacts, ensure_units
from heedful.listen.audiences.types import NewUnit
from heedful.listen.fieldwork.services import record_asks
from heedful.listen.fieldwork.types import Channel, NewAsk
from heedful.listen.responses.imports.definition import ensure_version
from heedful.listen.responses.imports.events import ImportFinished
from heedful.listen.responses.imports.files import forget_file, stored_path
from heedful.listen.responses.imports.keys import ask_key, response_key
from heedful.listen.responses.imports.mapping import Mapping
from heedful.listen.responses.imports.mapping_reader import mapping_from
from heedful.listen.responses.imports.opening import open_table
from heedful.listen.responses.imports.refusals import record_refusals
from heedful.listen.responses.imports.rows import ReadRow
from heedful.listen.responses.imports.trial import define_from_file, row_reader
from heedful.listen.responses.imports.types import Role
from heedful.listen.responses.models import ImportRun
from heedful.listen.responses.services import store_responses
from heedful.listen.responses.types import NewResponse, OnInvalid, Status, StoreState
from heedful.platform.core import audit
from heedful.platform.core.errors import NotFound
from heedful.platform.core.outbox import announce
from heedful.platform.core.queue import Run
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor

BATCH = 2_000
LONGEST_RAW = 2_000  # characters of a cell kept as received


def run_import(run: Run) -> dict[str, Any]:
    """Run the import that the job names, from where it stands."""
    facts = ImportRun.objects.filter(uid=run.payload["import_uid"]).first()
    if facts is None:
        raise NotFound(f"No import {run.payload['import_uid']}.")
    by = Actor.system(facts.organization_id, facts.created_by)
    return _ImportRunner(facts, run, by).run()


class _ImportRunner:
    def __init__(self, record: ImportRun, run: Run, by: Actor) -> None:
        self._record = record
        self._run = run
        self._by = by
        self._source = f"import:{record.uid}"
        self._mapping = mapping_from(record.mapping["content"])
        self._units: set[str] = set()
        self._started = time.monotonic()

    def run(self) -> dict[str, Any]:
        path, name = stored_path(self._record.stored_as), self._record.file_name
        mapping = self._mapping
        definition = define_from_file(path, name, mapping)
        survey, version = ensure_version(definition, by=self._by)
        ImportRun.objects.filter(pk=self._record.pk).update(survey_id=survey.id)
        self._ensure_attributes(mapping)
        already = self._record.read
        with open_table(path, name, mapping.file) as table:
            reader = row_reader(table, mapping, self._record.created_at)
            done = already
            for rows in batched(reader.read_all(table.rows, skip=already), BATCH, strict=False):
                self._store(rows, survey, version, reader.columns)
                done += len(rows)
                self._run.tell(done, _estimate(done, table.read_share()), f"{done:,} rows read")
        return self._finish(survey, done - already)

    def _ensure_attributes(self, mapping: Mapping) -> None:
        kinds = {column.key: column.kind for _, column in mapping.roles(Role.ATTRIBUTE)}
        labels = {column.key: column.label or name for name, column in mapping.roles(Role.ATTRIBUTE)}
        if kinds:
            ensure_attributes(kinds, by=self._by, labels={key: label[:200] for key, label in labels.items()})

    def _store(
        self, rows: Sequence[ReadRow], survey: SurveyFacts, version: int, columns: tuple[str, ...]
    ) -> None:
        good = [row for row in rows if not row.problems]
        bad = [row for row in rows if row.problems]
        with writing():
            self._ensure_units(good)
            answered = [row for row in good if row.has_response]
            new = [self._response(row, survey, version, columns) for row in answered]
            outcomes = store_responses(new, by=self._by, on_invalid=self._on_invalid(), keep_raw=True)
            stored = sum(outcome.state in {StoreState.STORED, StoreState.UPDATED} for outcome in outcomes)
            duplicates = sum(outcome.state is StoreState.DUPLICATE for outcome in outcomes)
            refused = len(outcomes) - stored - duplicates
            self._record_asks([row for row in good if row.asked], survey)
            record_refusals(bad, columns, survey, self._source)
            ImportRun.objects.filter(pk=self._record.pk).update(
                read=F("read") + len(rows),
                accepted=F("accepted") + stored,
                duplicates=F("duplicates") + duplicates,
                refused=F("refused") + refused + len(bad),
            )

    def _on_invalid(self) -> OnInvalid:
        return "keep" if self._mapping.on_invalid == "keep" else "refuse"

    def _response(
        self, row: ReadRow, survey: SurveyFacts, version: int, columns: tuple[str, ...]
    ) -> NewResponse:
        assert row.answered_at is not None
        return NewResponse(
            idempotency_key=response_key(survey.uid, row.key),
            survey_id=survey.id,
            version=version,
            answers=row.answers,
            answered_at=row.answered_at,
            contact=row.contact,
            unit_key=row.unit_key,
            channel=row.channel,
            touchpoint=row.touchpoint,
            language=row.language,
            weight=row.weight,
            attributes=row.attributes,
            is_test=row.is_test,
            status=Status.COMPLETED if row.is_finished else Status.PARTIAL,
            source=self._source,
            raw=as_received(row, columns),
            row=row.number,
        )

    def _ensure_units(self, rows: Sequence[ReadRow]) -> None:
        new: dict[str, NewUnit] = {
            unit.key: unit for row in rows for unit in row.units if unit.key not in self._units
        }
        if new:
            ensure_units(list(new.values()), by=self._by)
            self._units |= new.keys()

    def _record_asks(self, rows: Sequence[ReadRow], survey: SurveyFacts) -> None:
        if not rows:
            return
        units = ensure_units([unit for row in rows for unit in row.units], by=self._by)
        named = [row for row in rows if row.contact]
        contacts = ensure_contacts([row.contact for row in named if row.contact], by=self._by)
        contact_ids = dict(zip((row.number for row in named), contacts, strict=True))
        asks = [
            NewAsk(
                idempotency_key=ask_key(survey.uid, row.key),
                survey_id=survey.id,
                asked_at=row.asked.asked_at,
                disposition=row.asked.disposition,
                channel=Channel(row.channel),
                contact_id=contact_ids.get(row.number),
                unit_id=units[row.unit_key] if row.unit_key else None,
                settled_at=row.answered_at if row.answers else None,
                source=self._source,
            )
            for row in rows
            if row.asked
        ]
        record_asks(asks, by=self._by)

    def _finish(self, survey: SurveyFacts, read_now: int) -> dict[str, Any]:
        seconds = time.monotonic() - self._started
        with writing():
            ImportRun.objects.filter(pk=self._record.pk).update(finished_at=timezone.now(), stored_as="")
            self._record.refresh_from_db()
            counts = {
                name: getattr(self._record, name) for name in ("read", "accepted", "duplicates", "refused")
            }
            audit.record("import.finished", by=self._by, subject_uid=self._record.uid, **counts)
            announce(ImportFinished(self._record.uid, survey.id, self._record.accepted))
        forget_file(self._stored_as)
        rate = round(read_now / seconds) if seconds else 0
        return counts | {"survey": survey.name, "survey_uid": survey.uid, "rows_per_second": rate}

    @property
    def _stored_as(self) -> str:
        return str(self._run.payload["stored_as"])


def as_received(row: ReadRow, columns: tuple[str, ...]) -> dict[str, str]:
    """Return the cells that say something, by column, as they stood in the file."""
    return {name: cell[:LONGEST_RAW] for name, cell in zip(columns, row.cells, strict=False) if cell}


def _estimate(done: int, share: float) -> int | None:
    return max(done, round(done / share)) if share > 0.001 else None
