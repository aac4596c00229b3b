from __future__ import annotations

from typing import cast

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from heedful.platform.core.requests import HouseRequest
from heedful.platform.ui.pictures import CONTENT_TYPES, PictureKind, convert, draw
from heedful.platform.ui.sheets import CSV_TYPE, XLSX_TYPE, Sheet, to_csv, to_xlsx
from heedful.understand.boards import queries
from heedful.understand.boards.kind import Tile
from heedful.understand.boards.poster import poster
from heedful.understand.boards.queries.choices import period_label
from heedful.understand.boards.queries.showing import ShownBoard, show_board
from heedful.understand.boards.views.looking import read_request


@require_GET
def export_board(request: HouseRequest, board_uid: str, kind: str) -> HttpResponse:
    """Send the whole board: a drawing (PDF, PNG, SVG) or its numbers (CSV, XLSX)."""
    shown = _shown(request, board_uid)
    name = slugify(f"{request.organization.name} {shown.board.name}")
    if kind in {"csv", "xlsx"}:
        return send_sheets([_sheet(each.tile) for each in shown.tiles if each.tile.table], name, kind)
    drawn = poster(shown, organization=request.organization.name, period=period_label(shown.reading))
    if kind == "svg":
        return send_file(drawn.svg().encode(), name, kind)
    if kind == "pdf":
        return send_file(drawn.pdf(), name, kind)
    if kind == "png":
        return send_file(convert(drawn.svg(), "png"), name, kind)
    raise Http404


@require_GET
def export_tile(request: HouseRequest, board_uid: str, place: int, kind: str) -> HttpResponse:
    """Send one tile: its chart (SVG, PNG, PDF) or its numbers (CSV, XLSX)."""
    shown = _shown(request, board_uid)
    tile = next((each.tile for each in shown.tiles if each.place == place), None)
    if tile is None:
        raise Http404
    name = slugify(tile.title)
    if kind in {"csv", "xlsx"} and tile.table:
        return send_sheets([_sheet(tile)], name, kind)
    if kind in CONTENT_TYPES and tile.pictures:
        return send_file(draw(tile.pictures[0].wide, cast("PictureKind", kind)), name, kind)
    raise Http404


def _shown(request: HouseRequest, board_uid: str) -> ShownBoard:
    board = queries.board(board_uid, by=request.actor)
    reading = read_request(request)
    if reading is None:
        raise Http404
    return show_board(board, reading)


def _sheet(tile: Tile) -> Sheet:
    assert tile.table is not None
    return tile.title, tile.table.header, tile.table.rows


def send_sheets(sheets: list[Sheet], name: str, kind: str) -> HttpResponse:
    return send_file(to_csv(sheets) if kind == "csv" else to_xlsx(sheets), name, kind)


def send_file(content: bytes, name: str, kind: str) -> HttpResponse:
    content_type = {**CONTENT_TYPES, "csv": CSV_TYPE, "xlsx": XLSX_TYPE}[kind]
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name or "board"}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response
