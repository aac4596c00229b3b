"""Imports over HTTP: upload, map, try, run, follow, cancel, fetch what was refused."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile

from heedful.listen.responses.imports import queries, services
from heedful.listen.responses.imports.mapping import mapping_content
from heedful.listen.responses.imports.mapping_reader import read_mapping
from heedful.listen.responses.imports.types import ColumnFacts, ImportFacts, Trial
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.pages import checked_limit
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut

router = Router(tags=["imports"])


class ColumnOut(Schema):
    name: str
    type: str
    filled: int
    blank: int
    distinct: int
    samples: list[str]
    missing: list[str]
    scale: tuple[int, int] | None
    date_format: str
    notes: list[str]


class ImportOut(Schema):
    uid: str
    file_name: str
    state: str
    survey: str
    survey_uid: str | None
    read: int
    accepted: int
    duplicates: int
    refused: int
    total: int | None
    message: str
    error: str
    created_at: datetime
    created_by: str
    finished_at: datetime | None


class ImportDetail(ImportOut):
    mapping: dict[str, Any]
    mapping_yaml: str
    columns: list[ColumnOut]
    notes: list[str]


class ShapeOut(Schema):
    key: str
    kind: str
    label: str
    counts: dict[str, int]
    blank: int
    refused: int


class RefusedRowOut(Schema):
    row: int
    field: str
    reason: str


class TrialOut(Schema):
    survey: str
    read: int
    accepted: int
    duplicates: int
    refused: int
    asks: int
    refused_rows: list[RefusedRowOut]
    shapes: list[ShapeOut]
    missing: dict[str, dict[str, int]]
    notes: list[str]


class MappingIn(Schema):
    """The mapping as an object, or as the YAML that people write."""

    mapping: dict[str, Any] | None = None
    mapping_yaml: str = ""


@router.post("/imports", response={201: ImportDetail}, summary="Upload a file of answers")
def upload(
    request: HouseRequest, file: File[UploadedFile], survey: Form[str] = "", mapping_yaml: Form[str] = ""
) -> Status[ImportDetail]:
    mapping = read_mapping(mapping_yaml) if mapping_yaml.strip() else None
    facts = services.receive_file(
        file.chunks(), file.name or "", by=request.actor, mapping=mapping, survey=survey.strip()
    )
    return Status(201, _detail(request, facts))


@router.get("/imports", response=PageOut[ImportOut], summary="Imports, newest first")
def list_imports(request: HouseRequest, cursor: str = "", limit: int | None = None) -> PageOut[ImportOut]:
    most = checked_limit(limit)
    found = queries.import_runs(by=request.actor, limit=most + 1, before=cursor)
    items = [_out(facts) for facts in found[:most]]
    return PageOut(items=items, next_cursor=items[-1].uid if len(found) > most else None)


@router.get("/imports/{uid}", response=ImportDetail, summary="One import: its mapping, how far it got")
def get_import(request: HouseRequest, uid: str) -> ImportDetail:
    return _detail(request, queries.import_run(uid, by=request.actor))


@router.put("/imports/{uid}/mapping", response=ImportDetail, summary="Say what the columns are")
def put_mapping(request: HouseRequest, uid: str, given: MappingIn) -> ImportDetail:
    if given.mapping is None and not given.mapping_yaml.strip():
        raise InvalidInput(Problem("mapping", "give it as `mapping` or as `mapping_yaml`"))
    chosen = given.mapping if given.mapping is not None else given.mapping_yaml
    return _detail(request, services.change_mapping(uid, chosen, by=request.actor))


@router.post("/imports/{uid}/dry-run", response=TrialOut, summary="Count what running it would do")
def dry_run(request: HouseRequest, uid: str) -> TrialOut:
    return trial_out(queries.trial(uid, by=request.actor))


@router.post("/imports/{uid}/run", response={202: ImportOut}, summary="Run it; follow it with GET")
def run(request: HouseRequest, uid: str) -> Status[ImportOut]:
    return Status(202, _out(services.start_import(uid, by=request.actor)))


@router.post("/imports/{uid}/cancel", response=ImportOut, summary="Stop it; what was stored stays")
def cancel(request: HouseRequest, uid: str) -> ImportOut:
    return _out(services.cancel_import(uid, by=request.actor))


@router.delete("/imports/{uid}", response={204: None}, summary="Drop the uploaded file; responses stay")
def forget(request: HouseRequest, uid: str) -> Status[None]:
    services.forget_import(uid, by=request.actor)
    return Status(204, None)


@router.get(
    "/imports/{uid}/refused.csv",
    summary="Refused rows with their reasons",
    openapi_extra={"responses": {200: {"description": "CSV", "content": {"text/csv": {}}}}},
)
def refused(request: HouseRequest, uid: str) -> StreamingHttpResponse:
    return refused_file(queries.refused_rows(uid, by=request.actor), uid)


def refused_file(rows: Any, uid: str) -> StreamingHttpResponse:
    """Answer with refused rows as a file to save."""
    answer = StreamingHttpResponse((row.encode() for row in rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{uid}.csv"'
    return answer


def trial_out(trial: Trial) -> TrialOut:
    return TrialOut.model_validate(asdict(trial))


def _out(facts: ImportFacts) -> ImportOut:
    return ImportOut.model_validate(asdict(facts))


def _detail(request: HouseRequest, facts: ImportFacts) -> ImportDetail:
    columns, notes = queries.import_columns(facts.uid, by=request.actor)
    return ImportDetail.model_validate(
        asdict(facts)
        | {
            "mapping": mapping_content(queries.import_mapping(facts.uid, by=request.actor)),
            "mapping_yaml": facts.mapping,
            "columns": [_column(column) for column in columns],
            "notes": list(notes),
        }
    )


def _column(column: ColumnFacts) -> ColumnOut:
    return ColumnOut.model_validate(asdict(column))
