"""Boards, segments, annotations and planned mails over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from ninja import Router, Status

from heedful.platform.core.errors import NotFound
from heedful.platform.core.requests import HouseRequest
from heedful.platform.ui import filters
from heedful.understand.boards import queries, services
from heedful.understand.boards.queries.showing import ShownBoard, ShownTile, show_board
from heedful.understand.boards.schemas import (
    AnnotationIn,
    AnnotationOut,
    BoardDataOut,
    BoardIn,
    BoardOut,
    MailIn,
    MailOut,
    NewBoardIn,
    SegmentIn,
    SegmentOut,
    TileBody,
)
from heedful.understand.boards.themes.api import router as themes
from heedful.understand.boards.types import BoardFacts, TileSpec
from heedful.understand.boards.views.looking import read_request

router = Router(tags=["boards"])
router.add_router("", themes)


@router.get("/boards", response=list[BoardOut], summary="Boards one may open")
def list_boards(request: HouseRequest) -> Any:
    return [_board(each) for each in queries.boards(by=request.actor)]


@router.post("/boards", response={201: BoardOut}, summary="Make a board")
def create_board(request: HouseRequest, body: NewBoardIn) -> Any:
    tiles = _tiles(body.tiles)
    if body.is_home:
        made = services.save_home(by=request.actor, tiles=tiles, audience=body.audience, role=body.role)
    else:
        made = services.save_board(
            by=request.actor, name=body.name, tiles=tiles, audience=body.audience, role=body.role
        )
    return Status(201, _board(made))


@router.get("/boards/{board_uid}", response=BoardOut, summary="One board; home is the one that opens first")
def get_board(request: HouseRequest, board_uid: str) -> Any:
    return _board(queries.board(board_uid, by=request.actor))


@router.put("/boards/{board_uid}", response=BoardOut, summary="Change a board's name and tiles")
def change_board(request: HouseRequest, board_uid: str, body: BoardIn) -> Any:
    changed = services.save_board(
        by=request.actor, name=body.name, tiles=_tiles(body.tiles), board_uid=board_uid
    )
    return _board(changed)


@router.delete("/boards/{board_uid}", response={204: None}, summary="Delete a board")
def delete_board(request: HouseRequest, board_uid: str) -> Any:
    services.delete_board(board_uid, by=request.actor)
    return Status(204, None)


@router.get("/boards/{board_uid}/data", response=BoardDataOut, summary="What a board shows")
def board_data(
    request: HouseRequest,
    board_uid: str,
    survey: str | None = None,
    metric: str | None = None,
    period: str | None = None,
) -> Any:
    """Takes the filter of every page: survey, metric, period, from, to, f, and by, grain."""
    del survey, metric, period  # named for the description; read_request reads the whole address
    board = queries.board(board_uid, by=request.actor)
    reading = read_request(request)
    if reading is None:
        raise NotFound("There is no survey with a score yet.")
    return _data(show_board(board, reading))


@router.get("/segments", response=list[SegmentOut], summary="Saved filters")
def list_segments(request: HouseRequest) -> Any:
    return [asdict(each) for each in queries.segments(by=request.actor)]


@router.post("/segments", response={201: SegmentOut}, summary="Save a filter under a name")
def create_segment(request: HouseRequest, body: SegmentIn) -> Any:
    return Status(201, asdict(services.save_segment(by=request.actor, name=body.name, query=body.query)))


@router.delete("/segments/{segment_uid}", response={204: None}, summary="Delete a saved filter")
def delete_segment(request: HouseRequest, segment_uid: str) -> Any:
    services.delete_segment(segment_uid, by=request.actor)
    return Status(204, None)


@router.get("/annotations", response=list[AnnotationOut], summary="What happened, oldest first")
def list_annotations(
    request: HouseRequest, survey: str | None = None, since: date | None = None, until: date | None = None
) -> Any:
    found = queries.known_annotations(by=request.actor, survey_uid=survey, from_on=since, to_on=until)
    return [asdict(each) for each in found]


@router.post("/annotations", response={201: AnnotationOut}, summary="Note what happened on a day")
def create_annotation(request: HouseRequest, body: AnnotationIn) -> Any:
    return Status(201, asdict(services.add_annotation(by=request.actor, **body.dict())))


@router.delete("/annotations/{annotation_uid}", response={204: None}, summary="Remove a note")
def delete_annotation(request: HouseRequest, annotation_uid: str) -> Any:
    services.remove_annotation(annotation_uid, by=request.actor)
    return Status(204, None)


@router.get("/boards/{board_uid}/mails", response=list[MailOut], summary="Mails one has planned")
def list_mails(request: HouseRequest, board_uid: str) -> Any:
    queries.board(board_uid, by=request.actor)  # not to be opened is not to be found
    return [asdict(each) for each in queries.mail_schedules(board_uid, by=request.actor)]


@router.post("/boards/{board_uid}/mails", response={201: MailOut}, summary="Send a board by mail from now on")
def create_mail(request: HouseRequest, board_uid: str, body: MailIn) -> Any:
    made = services.schedule_mail(by=request.actor, board_uid=board_uid, **body.dict())
    return Status(201, asdict(made))


@router.delete("/mails/{schedule_uid}", response={204: None}, summary="Stop a planned mail")
def delete_mail(request: HouseRequest, schedule_uid: str) -> Any:
    services.cancel_mail(schedule_uid, by=request.actor)
    return Status(204, None)


def _tiles(bodies: list[TileBody]) -> list[TileSpec]:
    return [TileSpec(**body.dict()) for body in bodies]


def _board(board: BoardFacts) -> dict[str, Any]:
    return asdict(board)


def _data(shown: ShownBoard) -> dict[str, Any]:
    score, compared = shown.answer.score, shown.answer.compared
    return {
        "board": _board(shown.board),
        "query": filters.format_query(shown.reading.chosen),
        "sentence": shown.answer.sentence,
        "because": list(shown.answer.because),
        "score": score.value,
        "low": score.low,
        "high": score.high,
        "n": score.n,
        "finding": compared.verdict.finding.value if compared else None,
        "tiles": [_tile(each) for each in shown.tiles],
    }


def _tile(shown: ShownTile) -> dict[str, Any]:
    tile = shown.tile
    return {
        "kind": shown.spec.kind,
        "title": tile.title,
        "note": tile.note,
        "table": {"header": list(tile.table.header), "rows": [list(row) for row in tile.table.rows]}
        if tile.table
        else None,
        "chart": tile.pictures[0].wide if tile.pictures else None,
    }
