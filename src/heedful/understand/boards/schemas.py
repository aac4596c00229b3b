from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from heedful.understand.boards.types import Audience


class TileBody(Schema):
    kind: str = Field(description="score, trend, breakdown, classes, themes, comments or counts.")
    width: Literal["third", "half", "two-thirds", "full"]
    by: str = Field("", description="Dimension of a breakdown; empty: as chosen on the page.")
    grain: str = Field("", description="Period of a trend; empty: as fits.")
    metric: str = Field("", description="Empty: that of the page.")
    survey: str = Field("", description="Uid; empty: that of the page.")


class BoardIn(Schema):
    name: str
    tiles: list[TileBody]


class NewBoardIn(BoardIn):
    audience: Audience = Audience.MINE
    role: str = Field("", description="For audience role: owner, admin, analyst, manager, viewer.")
    is_home: bool = Field(default=False, description="The board that opens first, for whom it is for.")


class BoardOut(Schema):
    uid: str
    name: str
    audience: Audience
    role: str
    is_home: bool
    tiles: list[TileBody]


class TableOut(Schema):
    header: list[str]
    rows: list[list[str | int | float | None]]


class TileOut(Schema):
    kind: str
    title: str
    note: str
    table: TableOut | None
    chart: dict[str, Any] | None = Field(description="Vega-Lite, colours as tokens of the look.")


class BoardDataOut(Schema):
    board: BoardOut
    query: str
    sentence: str
    because: list[str]
    score: float | None = Field(description="None when nobody answered, never 0.")
    low: float | None
    high: float | None
    n: int
    finding: str | None
    tiles: list[TileOut]


class SegmentIn(Schema):
    name: str
    query: str = Field(description="A filter as in addresses: survey=svy_…&f=channel:email")


class SegmentOut(SegmentIn):
    uid: str
    created_by: str


class AnnotationIn(Schema):
    on: date
    text: str
    survey_uid: str | None = None
    unit_uid: str | None = None


class AnnotationOut(Schema):
    uid: str
    on: date
    text: str
    survey_uid: str
    unit_uid: str
    created_by: str


class MailIn(Schema):
    recipients: list[str]
    hour: int
    weekday: int | None = Field(None, description="0 is Monday; null: every day.")
    query: str = ""


class MailOut(Schema):
    uid: str
    board_uid: str
    query: str
    recipients: list[str]
    weekday: int | None
    hour: int
    next_at: datetime
    last_sent_at: datetime | None
