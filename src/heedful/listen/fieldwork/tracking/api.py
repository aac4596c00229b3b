"""Events over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from ninja import Router, Schema
from pydantic import AwareDatetime, ConfigDict, Field

from heedful.listen.audiences.schemas import ContactIn, Value
from heedful.listen.fieldwork import queries, services
from heedful.listen.fieldwork.types import EventFacts, NewEvent
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut

router = Router(tags=["fieldwork"])


class EventIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=120)
    contact: ContactIn | None = None
    properties: dict[str, Value] = Field({}, max_length=100)
    occurred_at: AwareDatetime | None = Field(None, description="Empty: now.")
    idempotency_key: str = Field(
        "", max_length=200, description="Empty: made of what happened to whom and when."
    )

    def new(self, now: datetime) -> NewEvent:
        return NewEvent(
            name=self.name,
            occurred_at=self.occurred_at or now,
            contact=self.contact.new() if self.contact else None,
            properties=self.properties,
            idempotency_key=self.idempotency_key,
        )


class EventsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    events: list[EventIn] = Field(min_length=1, max_length=1_000)


class EventsOut(Schema):
    received: int
    keys: list[str] = Field(description="Key of each event, in order; the same key again changes nothing.")


class EventOut(Schema):
    uid: str
    name: str
    properties: dict[str, Any]
    occurred_at: datetime
    received_at: datetime
    source: str


@router.post("/events", response=EventsOut, summary="Tell what happened to contacts")
def record_events(request: HouseRequest, given: EventIn | EventsIn) -> EventsOut:
    """One event, or up to 1,000 under ``events``. Plans that wait for it are looked at right after."""
    now = timezone.now()
    events: Sequence[EventIn] = given.events if isinstance(given, EventsIn) else [given]
    keys = services.record_events([one.new(now) for one in events], by=request.actor)
    return EventsOut(received=len(keys), keys=keys)


@router.get("/events", response=PageOut[EventOut], summary="What happened to contacts, newest first")
def list_events(
    request: HouseRequest,
    name: str = "",
    contact: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOut[EventOut]:
    page = queries.tracked_events(
        by=request.actor,
        name=name,
        contact_uid=contact,
        cursor=cursor,
        limit=limit,
    )
    return PageOut(items=[_out(event) for event in page.items], next_cursor=page.next_cursor)


def _out(event: EventFacts) -> EventOut:
    return EventOut(
        uid=event.uid,
        name=event.name,
        properties=dict(event.properties),
        occurred_at=event.occurred_at,
        received_at=event.received_at,
        source=event.source,
    )
