"""Wishes to be forgotten over HTTP."""

from __future__ import annotations

from datetime import datetime

from ninja import Router, Schema
from ninja.responses import Status

from heedful.listen.channels.preferences import queries, services
from heedful.platform.core.requests import HouseRequest

router = Router(tags=["contacts"])


class ErasureRequestOut(Schema):
    uid: str
    contact: str
    requested_at: datetime
    done_at: datetime | None
    done_by: str


@router.get("/erasure-requests", response=list[ErasureRequestOut], summary="Who wants to be forgotten")
def list_erasure_requests(request: HouseRequest) -> list[ErasureRequestOut]:
    return [
        ErasureRequestOut(
            uid=each.uid,
            contact=each.contact_uid,
            requested_at=each.requested_at,
            done_at=each.done_at,
            done_by=each.done_by,
        )
        for each in queries.erasure_requests(by=request.actor)
    ]


@router.post("/erasure-requests/{uid}/fulfil", response={204: None}, summary="Forget who asked for it")
def fulfil(request: HouseRequest, uid: str, delete_answers: bool = False) -> Status[None]:
    services.fulfil_erasure(uid, by=request.actor, delete_answers=delete_answers)
    return Status(204, None)
