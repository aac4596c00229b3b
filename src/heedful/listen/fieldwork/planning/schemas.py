"""Plans over HTTP, as they come in and go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from heedful.listen.audiences.schemas import ContactIn
from heedful.listen.fieldwork.rules.plan_documents import plan_document
from heedful.listen.fieldwork.sentences import plan_sentence
from heedful.listen.fieldwork.types import Channel, PlanFacts, TriggerKind

type Comparison = Literal["is", "is_not", "at_least", "at_most", "known", "unknown"]


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class ConditionIn(_Strict):
    field: str = Field(
        max_length=100, description="``attribute.KEY`` or ``language``; of an event ``property.KEY``."
    )
    comparison: Comparison = "is"
    values: list[str] = Field([], max_length=200)


class TriggerIn(_Strict):
    kind: TriggerKind = TriggerKind.WAVE
    event: str = Field("", max_length=120)
    conditions: list[ConditionIn] = Field([], max_length=20)
    every: Literal["day", "week", "month", "quarter"] = "month"
    weekday: int = Field(0, ge=0, le=6, description="Monday is 0.")
    day: int = Field(1, ge=1, le=28)
    at: str = Field("09:00", max_length=8, description="Where the organisation is.")
    attribute: str = Field("", max_length=80, description="Of a cohort: the attribute that holds a date.")
    days_after: int = Field(30, ge=0, le=36_500)
    wave_at: AwareDatetime | None = None


class AudienceIn(_Strict):
    kind: Literal["all", "segment", "list", "unit"] = "all"
    conditions: list[ConditionIn] = Field([], max_length=20)
    unit: str = Field("", max_length=60, description="Uid of the unit.")


class PlanIn(_Strict):
    name: str = Field(min_length=1, max_length=200)
    channel: Channel = Channel.EMAIL
    trigger: TriggerIn = Field(default_factory=TriggerIn.model_construct)
    audience: AudienceIn = Field(default_factory=AudienceIn.model_construct)
    delay_minutes: int = Field(0, ge=0, le=525_600)
    spread_days: int = Field(0, ge=0, le=366)
    sample: dict[str, Any] | None = Field(
        {"method": "everyone"}, description="A design; null leaves the share to the contact rules."
    )
    seed: str = Field("", max_length=80)
    reminders: list[int] = Field([], max_length=3, description="Days after the invitation.")
    priority: int | None = Field(None, ge=0, le=100)
    is_anonymous: bool = False


class MembersIn(_Strict):
    contacts: list[ContactIn] = Field(min_length=1, max_length=1_000)


class MembersOut(Schema):
    received: int
    new: int


class PlanOut(Schema):
    uid: str
    survey: str
    state: str
    says: str = Field(description="The plan in one sentence.")
    plan: dict[str, Any]
    next_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    members: int = Field(description="Contacts on its list.")
    counts: dict[str, int] = Field(description="Asks by disposition.")


class RemindedOut(Schema):
    reminded: int


def plan_out(facts: PlanFacts, counts: dict[str, int]) -> PlanOut:
    return PlanOut(
        uid=facts.uid,
        survey=facts.survey_uid,
        state=facts.state,
        says=plan_sentence(facts.definition, members=facts.members),
        plan=plan_document(facts.definition),
        next_at=facts.next_at,
        started_at=facts.started_at,
        ended_at=facts.ended_at,
        members=facts.members,
        counts=counts,
    )
