"""Comments over HTTP: search by words and by meaning, facets, comments like one."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from heedful.platform.core.requests import HouseRequest
from heedful.understand.words.search import queries
from heedful.understand.words.search.addresses import read_search
from heedful.understand.words.search.schemas import CommentOut, FacetOut, FoundOut, SearchStatusOut
from heedful.understand.words.search.types import CommentHit, CommentSearch

router = Router(tags=["words"])


class Searched(Schema):
    """A search in the words of every page's filter."""

    q: str | None = Field(None, description='Words, "phrases", -without, begin*, one OR another.')
    mode: str | None = Field(None, description="words, meaning or both (the default).")
    sort: str | None = Field(None, description="best (the default) or newest.")
    survey: str | None = None
    period: str | None = None
    from_: str | None = Field(None, alias="from")
    to: str | None = None
    class_: str | None = Field(None, alias="class")
    f: list[str] = Field([], description="field:value,value — also theme, opinion, sentiment, type, emotion.")


def _search(chosen: Searched) -> CommentSearch:
    given = chosen.model_dump(by_alias=True, exclude_none=True)
    lists = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    return read_search(lists).search()


@router.get("/comments", response=FoundOut, summary="Comments that a search finds")
def list_comments(
    request: HouseRequest, chosen: Query[Searched], cursor: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    found = queries.search_comments(_search(chosen), cursor, limit, by=request.actor)
    return {
        "items": [_comment(hit) for hit in found.hits],
        "next_cursor": found.next_cursor,
        "total": found.total,
        "spelled": list(found.spelled),
        "without_meaning": found.without_meaning,
    }


@router.get("/comments/facets", response=list[FacetOut], summary="What found comments have in common")
def list_facets(request: HouseRequest, chosen: Query[Searched]) -> Any:
    return queries.comment_facets(_search(chosen), by=request.actor)


@router.get("/comments/status", response=SearchStatusOut, summary="How the index of words is")
def get_status(request: HouseRequest) -> Any:
    return queries.status(by=request.actor)


@router.get(
    "/responses/{response_uid}/comments/{question_uid}/similar",
    response=list[CommentOut],
    summary="Comments like one, the nearest first",
)
def list_similar(
    request: HouseRequest, response_uid: str, question_uid: str, limit: int = queries.SIMILAR
) -> list[dict[str, Any]]:
    found = queries.similar_comments(response_uid, question_uid, limit, by=request.actor)
    return [_comment(hit) for hit in found or ()]


def _comment(hit: CommentHit) -> dict[str, Any]:
    return {
        "response": hit.response_uid,
        "question": hit.question_uid,
        "question_text": hit.question_text,
        "survey": hit.survey_uid,
        "unit": hit.unit_uid,
        "channel": hit.channel,
        "answered_at": hit.answered_at,
        "text": hit.text,
        "language": hit.language,
        "score": hit.score,
        "score_class": hit.score_class,
        "sentiment": hit.sentiment,
        "emotion": hit.emotion,
        "types": list(hit.types),
        "mentions": [
            {
                "theme": one.theme,
                "start": one.start,
                "end": one.end,
                "polarity": one.polarity,
                "confidence": one.confidence,
                "source": one.source,
            }
            for one in hit.mentions
        ],
        "marks": [{"start": start, "end": end} for start, end in hit.marks],
        "nearness": hit.nearness,
    }
