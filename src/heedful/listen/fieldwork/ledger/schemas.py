"""Asks over HTTP, as they come in and go out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from heedful.listen.audiences.schemas import ContactIn
from heedful.listen.fieldwork.types import AskFacts, Channel, Disposition


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class AskIn(_Strict):
    idempotency_key: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")
    survey: str = Field(description="Uid of the survey.")
    asked_at: AwareDatetime
    disposition: Disposition = Disposition.INVITED
    channel: Channel = Channel.OTHER
    contact: ContactIn | None = None
    unit: str | None = Field(None, max_length=120, description="Key of the unit.")
    settled_at: AwareDatetime | None = None
    reason: str = Field("", max_length=200, pattern=r"^[^\x00]*$")


class AsksIn(_Strict):
    asks: list[AskIn] = Field(min_length=1, max_length=1000)


class AsksOut(Schema):
    received: int
    new: int


class AskedIn(_Strict):
    """Whom to ask now, if the rules allow it."""

    contact: ContactIn
    channel: Channel
    occasion: str = Field(
        min_length=1,
        max_length=110,
        pattern=r"^[^\x00]+$",
        description="Why just now, by a name of yours: the same occasion again asks no second time.",
    )


class AskOut(Schema):
    uid: str
    survey_id: int
    survey: str
    channel: Channel
    disposition: Disposition
    asked_at: datetime
    settled_at: datetime | None
    due_at: datetime | None = Field(description="When it is decided anew, or the next reminder is due.")
    reason: str
    gate: str = Field(description="The gate that was closed; empty where none was.")
    variant: str
    reminders_sent: int
    is_test: bool
    source: str


class DecidedAskOut(AskOut):
    verdicts: list[dict[str, Any]] = Field(description="What every gate found.")


def ask_out(ask: AskFacts, survey_names: Mapping[int, tuple[str, str]]) -> AskOut:
    return AskOut(**_fields(ask, survey_names))


def decided_ask_out(ask: AskFacts, survey_names: Mapping[int, tuple[str, str]]) -> DecidedAskOut:
    verdicts = [verdict.as_json() | {"reason": verdict.reason} for verdict in ask.verdicts]
    return DecidedAskOut(**_fields(ask, survey_names), verdicts=verdicts)


def _fields(ask: AskFacts, survey_names: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    names = (
        "uid", "survey_id", "channel", "disposition", "asked_at", "settled_at", "due_at", "reason", "gate",
        "variant", "reminders_sent", "is_test", "source",
    )  # fmt: skip
    found = {name: getattr(ask, name) for name in names}
    return found | {"survey": survey_names[ask.survey_id][0]}
