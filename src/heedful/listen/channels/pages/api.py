"""Public links and votes over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from heedful.design.surveys import queries as surveys
from heedful.listen.channels.links import kiosk_url, public_url
from heedful.listen.channels.pages import queries, services
from heedful.listen.channels.pages.types import PublicLinkFacts, VoteFacts
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["links"])


class PublicLinkIn(Schema):
    model_config = ConfigDict(extra="forbid")

    is_open: bool = True
    closes_at: datetime | None = None
    max_answers: int | None = Field(None, ge=1)
    closed_text: dict[str, str] = {}
    frame_origins: list[str] = Field([], max_length=20)
    kiosk_seconds: int = Field(20, ge=5, le=600)


class PublicLinkOut(PublicLinkIn):
    model_config = ConfigDict(extra="ignore")

    url: str
    kiosk_url: str


class VoteOut(Schema):
    survey: str
    question: str
    value: str
    method: str
    user_agent: str
    times: int
    opened_at: datetime
    last_at: datetime
    signals: dict[str, Any]
    is_personal: bool


class VotesOut(PageOut[VoteOut]):
    opened: int
    confirmed: int
    set_aside: int


@router.get("/surveys/{uid}/public-link", response=PublicLinkOut, summary="How everybody may answer")
def get_public_link(request: HouseRequest, uid: str) -> PublicLinkOut:
    request.actor.require(Permission.READ_SURVEYS)
    return _link_out(uid, queries.public_link(surveys.survey(uid).id))


@router.put("/surveys/{uid}/public-link", response=PublicLinkOut, summary="Open, close or frame it")
def put_public_link(request: HouseRequest, uid: str, given: PublicLinkIn) -> PublicLinkOut:
    services.set_public_link(by=request.actor, survey_uid=uid, **given.model_dump())
    return _link_out(uid, queries.public_link(surveys.survey(uid).id))


@router.get("/votes-set-aside", response=VotesOut, summary="Scores of links that no person has confirmed")
def list_votes(request: HouseRequest, cursor: str | None = None, limit: int | None = None) -> VotesOut:
    page = queries.votes_set_aside(by=request.actor, cursor=cursor, limit=limit)
    counts = queries.vote_counts(by=request.actor)
    return VotesOut(
        items=[_vote_out(vote) for vote in page.items],
        next_cursor=page.next_cursor,
        opened=counts.opened,
        confirmed=counts.confirmed,
        set_aside=counts.set_aside,
    )


def _link_out(survey_uid: str, link: PublicLinkFacts) -> PublicLinkOut:
    return PublicLinkOut(
        url=public_url(survey_uid),
        kiosk_url=kiosk_url(survey_uid),
        is_open=link.is_open,
        closes_at=link.closes_at,
        max_answers=link.max_answers,
        closed_text=dict(link.closed_text),
        frame_origins=list(link.frame_origins),
        kiosk_seconds=link.kiosk_seconds,
    )


def _vote_out(vote: VoteFacts) -> VoteOut:
    return VoteOut(
        survey=vote.survey_uid,
        question=vote.question_key,
        value=vote.value,
        method=vote.method,
        user_agent=vote.user_agent,
        times=vote.times,
        opened_at=vote.opened_at,
        last_at=vote.last_at,
        signals=dict(vote.signals),
        is_personal=vote.is_personal,
    )
