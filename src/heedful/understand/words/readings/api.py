"""Reading over HTTP: how it stands, editions, what was read in a response."""

from __future__ import annotations

from typing import Any

from ninja import Router, Status

from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission
from heedful.understand.words.readings import queries, services
from heedful.understand.words.readings.queries.counts import language_counts
from heedful.understand.words.readings.queries.state import reader_states, status
from heedful.understand.words.readings.schemas import (
    CountsOut,
    EditionIn,
    EditionOut,
    ReaderOut,
    ReadingOut,
    StatusOut,
)

router = Router(tags=["words"])


@router.get("/reading", response=StatusOut, summary="How reading comments stands")
def get_reading(request: HouseRequest) -> Any:
    return status(by=request.actor)


@router.get("/reading/readers", response=list[ReaderOut], summary="What reads, and how well it was measured")
def list_readers(request: HouseRequest) -> Any:
    return reader_states(by=request.actor)


@router.get("/reading/editions", response=list[EditionOut], summary="Editions, the newest first")
def list_editions(request: HouseRequest) -> Any:
    return queries.editions(by=request.actor)


@router.post("/reading/editions", response={202: EditionOut}, summary="Read the whole history anew")
def create_edition(request: HouseRequest, wanted: EditionIn) -> Status[Any]:
    begun = services.start_edition(by=request.actor, tier=wanted.tier, then_current=wanted.then_current)
    return Status(202, begun)


@router.get("/reading/editions/{edition_uid}/counts", response=CountsOut, summary="What an edition read")
def get_edition_counts(request: HouseRequest, edition_uid: str) -> Any:
    by = request.actor
    by.require(Permission.READ_SCORES)
    uid = queries.edition(edition_uid).uid
    skipped = [
        {"reader": reader, "reason": reason, "n": n} for reader, reason, n in queries.skip_counts(uid, by=by)
    ]
    return {
        "sentiment": queries.sentiment_counts(uid, by=by),
        "themes": queries.theme_counts(uid, by=by),
        "languages": language_counts(uid, by=by),
        "skipped": skipped,
    }


@router.post("/reading/editions/{edition_uid}/current", response=EditionOut, summary="Let an edition count")
def make_edition_current(request: HouseRequest, edition_uid: str) -> Any:
    return services.make_current(edition_uid, by=request.actor)


@router.post("/reading/editions/{edition_uid}/resume", response={202: EditionOut}, summary="Go on reading")
def resume_edition(request: HouseRequest, edition_uid: str) -> Status[Any]:
    return Status(202, services.resume_edition(edition_uid, by=request.actor))


@router.delete("/reading/editions/{edition_uid}", response={202: None}, summary="Delete what an edition read")
def delete_edition(request: HouseRequest, edition_uid: str) -> Status[Any]:
    services.drop_edition(edition_uid, by=request.actor)
    return Status(202, None)


@router.get(
    "/responses/{response_uid}/reading",
    response=list[ReadingOut],
    summary="What was read in the written answers of a response",
)
def get_response_reading(request: HouseRequest, response_uid: str, edition: str | None = None) -> Any:
    return queries.reading_of(response_uid, by=request.actor, edition_uid=edition)
