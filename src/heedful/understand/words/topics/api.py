"""Topics over HTTP."""

from __future__ import annotations

from ninja import Router, Status

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.understand.words.topics import queries, services
from heedful.understand.words.topics.schemas import (
    PromotedOut,
    PromoteIn,
    StartedOut,
    TopicIn,
    TopicOut,
    TopicsOut,
    WindowOut,
    search_out,
    topic_out,
    window_out,
)
from heedful.understand.words.topics.types import TopicState

router = Router(tags=["words"])
_DEEDS = {
    TopicState.NEW: services.restore_topic,
    TopicState.FOLLOWED: services.follow_topic,
    TopicState.DISMISSED: services.dismiss_topic,
}


@router.get("/topics", response=TopicsOut, summary="What is spoken of more than before")
def list_topics(request: HouseRequest, state: str = "") -> TopicsOut:
    """Topics of the newest search and those that are followed, the clearest first."""
    found = queries.topics(by=request.actor, state=state)
    return TopicsOut(
        items=[topic_out(one) for one in found.topics],
        search=search_out(found.search) if found.search else None,
        is_searching=found.job is not None,
    )


@router.post("/topics/searches", response={202: StartedOut}, summary="Look for topics now")
def start_search(request: HouseRequest) -> Status[StartedOut]:
    job = services.start_search(by=request.actor)
    return Status(202, StartedOut(job=job.uid, state=job.state))


@router.get("/topics/{topic_uid}", response=TopicOut, summary="One topic with its comments")
def show_topic(request: HouseRequest, topic_uid: str) -> TopicOut:
    return topic_out(queries.topic(topic_uid, by=request.actor))


@router.get("/topics/{topic_uid}/windows", response=list[WindowOut], summary="How often it came up, so far")
def list_windows(request: HouseRequest, topic_uid: str) -> list[WindowOut]:
    queries.topic(topic_uid, by=request.actor, most=0)
    return [window_out(one) for one in queries.windows(topic_uid, by=request.actor)]


@router.patch("/topics/{topic_uid}", response=TopicOut, summary="Follow, dismiss, restore or rename a topic")
def change_topic(request: HouseRequest, topic_uid: str, given: TopicIn) -> TopicOut:
    if given.state is TopicState.PROMOTED:
        raise InvalidInput(Problem("state", "is set by making it a theme: POST …/theme"))
    if given.name is not None:
        services.rename_topic(topic_uid, given.name, by=request.actor)
    if given.state is not None:
        _DEEDS[given.state](topic_uid, by=request.actor)
    return topic_out(queries.topic(topic_uid, by=request.actor))


@router.post("/topics/{topic_uid}/theme", response=PromotedOut, summary="Make a topic a theme")
def promote_topic(request: HouseRequest, topic_uid: str, given: PromoteIn) -> PromotedOut:
    """It joins the draft of a taxonomy; apply the draft to read with it."""
    taxonomy, key = services.promote_topic(
        topic_uid, by=request.actor, taxonomy_uid=given.taxonomy, name=given.name
    )
    return PromotedOut(taxonomy=taxonomy, theme=key)
