"""Summaries over HTTP."""

from __future__ import annotations

from ninja import Router

from heedful.platform.core.requests import HouseRequest
from heedful.understand.words.summaries import queries
from heedful.understand.words.summaries.schemas import SummaryIn, SummaryOut, summary_out
from heedful.understand.words.topics import queries as topics

router = Router(tags=["words"])


@router.post("/summaries", response=SummaryOut, summary="Summarise responses in their own words")
def summarise(request: HouseRequest, given: SummaryIn) -> SummaryOut:
    """Sentences that cover most of what was written, with how many say each. Nothing is kept."""
    uids = [uid.replace("\x00", "") for uid in given.responses]
    passages = queries.passages_of(uids, by=request.actor)
    return summary_out(queries.summary_of(passages, by=request.actor, points=given.points))


@router.get("/topics/{topic_uid}/summary", response=SummaryOut, summary="A topic in its own words")
def topic_summary(request: HouseRequest, topic_uid: str) -> SummaryOut:
    found = topics.topic(topic_uid, by=request.actor, most=0)
    passages = queries.topic_passages(topic_uid, by=request.actor)
    return summary_out(queries.summary_of(passages, by=request.actor, title=found.name))
