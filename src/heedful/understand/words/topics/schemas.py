from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.understand.words.topics.types import SearchFacts, TopicFacts, TopicState, WindowFacts


class StretchOut(Schema):
    from_on: date
    to_on: date
    count: int
    base: int
    expected: float | None


class WindowOut(Schema):
    from_on: date
    to_on: date
    count: int = Field(description="Comments of the topic among those that were looked at.")
    base: int = Field(description="Comments of these days that were looked at.")
    expected: float | None
    low: float | None = Field(description="Lower end of the band that 95 % of windows would lie in.")
    high: float | None
    p: float | None
    q: float | None = Field(description="After false-discovery control over all groups of the search.")
    series: list[StretchOut]


class QuoteOut(Schema):
    response_uid: str
    text: str
    answered_at: datetime
    nearness: float = Field(description="To the topic's centre, -1 to 1.")


class TopicOut(Schema):
    uid: str
    name: str
    phrases: list[str]
    state: TopicState
    theme: str = Field(description="Key of the theme it became, else empty.")
    first_on: date
    window: WindowOut | None
    quotes: list[QuoteOut] = Field(description="Comments of the units you may see.")


class SearchOut(Schema):
    from_on: date
    to_on: date
    past_from: date
    window: int
    past: int
    explained: int = Field(description="Comments left out because themes say what they speak of.")
    unread: int
    tested: int = Field(description="Groups that were tested.")
    clumping: float
    why_not: str
    finished_at: datetime | None


class TopicsOut(Schema):
    items: list[TopicOut]
    search: SearchOut | None = Field(description="The newest search; null before the first.")
    is_searching: bool


class TopicIn(Schema):
    model_config = ConfigDict(extra="forbid")

    state: TopicState | None = Field(None, description="new, followed or dismissed.")
    name: str | None = Field(None, min_length=1, max_length=120)


class PromoteIn(Schema):
    model_config = ConfigDict(extra="forbid")

    taxonomy: str | None = Field(None, description="Uid; empty: the default one.")
    name: str = Field("", max_length=80)


class PromotedOut(Schema):
    taxonomy: str
    theme: str


class StartedOut(Schema):
    job: str
    state: str


def topic_out(one: TopicFacts) -> TopicOut:
    return TopicOut(
        uid=one.uid,
        name=one.name,
        phrases=list(one.phrases),
        state=one.state,
        theme=one.theme,
        first_on=one.first_on,
        window=window_out(one.window) if one.window else None,
        quotes=[QuoteOut.from_orm(quote) for quote in one.quotes],
    )


def window_out(one: WindowFacts) -> WindowOut:
    return WindowOut.from_orm(one)


def search_out(one: SearchFacts) -> SearchOut:
    return SearchOut.from_orm(one)
