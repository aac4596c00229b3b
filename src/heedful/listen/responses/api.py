"""Responses over HTTP: send (``intake_api``), list, read, exclude, delete."""

from __future__ import annotations

from ninja import Query, Router, Schema, Status
from pydantic import Field

from heedful.listen.responses import intake_api, queries, services
from heedful.listen.responses.addresses import read_address
from heedful.listen.responses.experiments.api import router as experiments
from heedful.listen.responses.exports.api import router as exports
from heedful.listen.responses.imports.api import router as imports
from heedful.listen.responses.people.api import router as people
from heedful.listen.responses.redaction.api import router as redaction
from heedful.listen.responses.schemas import (
    ExclusionIn,
    RefusalOut,
    ResponseOut,
    response_out,
)
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut

router = Router(tags=["responses"])
intake_api.offer(router)
router.add_router("", imports)
router.add_router("", exports)
router.add_router("", experiments)
router.add_router("", people)
router.add_router("", redaction)


class Chosen(Schema):
    """The filter of every page, in the same words."""

    survey: str | None = None
    question: str | None = None
    metric: str | None = None
    period: str | None = None
    from_: str | None = Field(None, alias="from")
    to: str | None = None
    class_: str | None = Field(None, alias="class")
    q: str | None = Field(None, description="Words that must all occur in the answers.")
    f: list[str] = Field([], description="field:value,value — also !: >= <=, and * for known.")


@router.get("/responses", response=PageOut[ResponseOut], summary="Responses, newest first")
def list_responses(
    request: HouseRequest, chosen: Query[Chosen], cursor: str | None = None, limit: int | None = None
) -> PageOut[ResponseOut]:
    given = chosen.model_dump(by_alias=True, exclude_none=True)
    lists = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    _, wanted = read_address(lists)
    page = queries.responses(wanted, cursor, limit, by=request.actor)
    return PageOut(items=[response_out(facts) for facts in page.items], next_cursor=page.next_cursor)


@router.get("/responses/{uid}", response=ResponseOut, summary="One response")
def get_response(request: HouseRequest, uid: str) -> ResponseOut:
    return response_out(queries.response(uid, by=request.actor))


@router.post("/responses/{uid}/exclude", response=ResponseOut, summary="Leave a response out of every number")
def exclude_response(request: HouseRequest, uid: str, given: ExclusionIn) -> ResponseOut:
    services.exclude_response(uid, given.reason, by=request.actor)
    return response_out(queries.response(uid, by=request.actor))


@router.post("/responses/{uid}/include", response=ResponseOut, summary="Count an excluded response again")
def include_response(request: HouseRequest, uid: str) -> ResponseOut:
    services.include_response(uid, by=request.actor)
    return response_out(queries.response(uid, by=request.actor))


@router.delete("/responses/{uid}", response={204: None}, summary="Delete a response for good")
def delete_response(request: HouseRequest, uid: str) -> Status[None]:
    services.delete_responses([uid], by=request.actor)
    return Status(204, None)


@router.get("/refusals", response=PageOut[RefusalOut], summary="What came in and was not stored, and why")
def list_refusals(
    request: HouseRequest, source: str = "api", cursor: str | None = None, limit: int | None = None
) -> PageOut[RefusalOut]:
    page = queries.refusals(source, by=request.actor, cursor=cursor, limit=limit)
    items = [
        RefusalOut(row=one.row, field=one.field, reason=one.reason, body=one.body, refused_at=one.refused_at)
        for one in page.items
    ]
    return PageOut(items=items, next_cursor=page.next_cursor)
