"""Traces over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from heedful.listen.fieldwork.trace import queries
from heedful.listen.fieldwork.trace.documents import trace_document
from heedful.platform.core.requests import HouseRequest

router = Router(tags=["fieldwork"])


class GateOut(Schema):
    gate: str
    passed: bool
    reason: str = Field(description="What the gate found, in words.")
    facts: dict[str, Any]
    until: datetime | None = Field(description="When the gate opens by itself; null: not by waiting.")


class PastDecisionOut(Schema):
    ask: str
    at: datetime
    channel: str
    disposition: str
    settled_at: datetime | None
    due_at: datetime | None
    reason: str
    variant: str
    is_test: bool
    source: str
    gates: list[GateOut] = Field(description="Empty where the ask was recorded, not decided, here.")


class TraceOut(Schema):
    contact: str | None
    device: str | None
    survey: str
    survey_name: str
    channel: str
    plan: str | None = Field(description="The plan by which it was decided; null: by the rules alone.")
    at: datetime
    may_ask: bool
    disposition: str = Field(description="What the ledger would say: eligible, postponed, blocked …")
    blocked_by: str | None
    reason: str
    until: datetime | None
    gates: list[GateOut]
    past: list[PastDecisionOut] = Field(description="What was decided about this survey, newest first.")


class WhyContact(Schema):
    survey: str = Field("", max_length=40, description="Uid of the survey; left out: the one asked last.")
    channel: str = Field("", max_length=8, description="email, sms, web or mobile; left out: the usual one.")
    plan: str = Field("", max_length=40, description="Uid of a plan; left out: the one that runs.")


class WhyVisitor(Schema):
    device: str = Field(min_length=1, max_length=64, description="Key of the device.")
    survey: str = Field(max_length=40, description="Uid of the survey.")
    channel: str = Field("", max_length=8, description="web or mobile; left out: web.")


@router.get("/contacts/{uid}/why", response=TraceOut, summary="Would she be asked now? Why was she, or not?")
def why_contact(request: HouseRequest, uid: str, asked: Query[WhyContact]) -> dict[str, Any]:
    """Every gate with its facts and verdict. Nothing is written, nobody is asked."""
    return trace_document(
        queries.trace_contact(uid, asked.survey, by=request.actor, channel=asked.channel, plan=asked.plan)
    )


@router.get("/visitors/why", response=TraceOut, summary="The same for a visitor nobody knows")
def why_visitor(request: HouseRequest, asked: Query[WhyVisitor]) -> dict[str, Any]:
    return trace_document(
        queries.trace_visitor(asked.device, asked.survey, by=request.actor, channel=asked.channel)
    )
