"""Exports over HTTP: ask for a file, follow it, fetch it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse
from ninja import Router, Schema, Status
from pydantic import Field

from heedful.listen.responses.addresses import read_address
from heedful.listen.responses.exports.kind import format_named
from heedful.listen.responses.exports.run import ask_for_export, export_file, own_export, own_exports
from heedful.platform.core.requests import HouseRequest

router = Router(tags=["exports"])


class ExportIn(Schema):
    format: str = Field("csv", description="csv, xlsx, jsonl or parquet.")
    survey: str | None = None
    f: list[str] = Field([], description="Conditions as in addresses: attribute.country:DE,AT.")


class ExportOut(Schema):
    uid: str
    state: str
    done: int
    total: int | None
    error: str
    result: dict[str, Any]
    created_at: datetime
    finished_at: datetime | None


@router.post("/exports", response={202: ExportOut}, summary="Ask for a file of answers")
def create_export(request: HouseRequest, wanted: ExportIn) -> Status[Any]:
    query = {"survey": [wanted.survey] if wanted.survey else [], "f": wanted.f}
    page_filter, _filter = read_address(query)
    return Status(202, ask_for_export(page_filter, format_named(wanted.format), by=request.actor))


@router.get("/exports", response=list[ExportOut], summary="Your newest exports")
def list_exports(request: HouseRequest) -> Any:
    return own_exports(by=request.actor)


@router.get("/exports/{export_uid}", response=ExportOut, summary="How far an export is")
def get_export(request: HouseRequest, export_uid: str) -> Any:
    return own_export(export_uid, by=request.actor)


@router.get("/exports/{export_uid}/file", summary="The file")
def get_export_file(request: HouseRequest, export_uid: str) -> FileResponse:
    return export_file(export_uid, by=request.actor)
