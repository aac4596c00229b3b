"""Experiments over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from heedful.design.surveys.types import Texts
from heedful.listen.fieldwork.experiments import queries, services
from heedful.listen.fieldwork.experiments.documents import MAX_ARMS, arms_document
from heedful.listen.fieldwork.experiments.types import Arm, Changes, Experiment, Outcome, State
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["experiments"])


class ChangesIn(Schema):
    model_config = ConfigDict(extra="forbid")

    questions: dict[str, dict[str, str]] = Field(
        default_factory=dict, description="Wording by key of the question, then by language."
    )
    title: dict[str, str] = Field(default_factory=dict, description="By language.")
    intro: dict[str, str] = Field(default_factory=dict)
    subject: dict[str, str] = Field(default_factory=dict, description="Of the invitation by mail.")
    channel: str = Field("", max_length=8)
    hour: int | None = Field(None, ge=0, le=23, description="Of the person's day.")


class ArmIn(Schema):
    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=1, max_length=40)
    share: float = Field(1.0, gt=0, le=1_000_000)
    changes: ChangesIn | None = None


class ExperimentIn(Schema):
    model_config = ConfigDict(extra="forbid")

    survey: str = Field(max_length=40, description="Uid of the survey.")
    name: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00]+$")
    outcome: Outcome = Outcome.RESPONSE
    hold_out: float = Field(
        0.0,
        ge=0,
        le=services.MOST_HELD_OUT,
        description="Share of people whom nobody asks meanwhile.",
    )
    arms: list[ArmIn] = Field(min_length=2, max_length=MAX_ARMS, description="The first is what others meet.")


class ExperimentOut(Schema):
    uid: str
    survey: str
    name: str
    outcome: Outcome
    state: State
    hold_out: float
    started_at: datetime | None
    stopped_at: datetime | None
    arms: list[dict[str, Any]]


@router.get("/experiments", response=list[ExperimentOut], summary="Experiments, newest first")
def list_experiments(request: HouseRequest, survey: str | None = None) -> list[ExperimentOut]:
    request.actor.require(Permission.READ_SURVEYS)
    return [_out(one) for one in queries.experiments(survey)]


@router.post("/experiments", response={201: ExperimentOut}, summary="Define an experiment on a survey")
def define(request: HouseRequest, given: ExperimentIn) -> Status[ExperimentOut]:
    """Nobody is assigned before it is started."""
    made = services.define_experiment(
        by=request.actor,
        survey_uid=given.survey,
        name=given.name,
        arms=[_arm(arm) for arm in given.arms],
        outcome=given.outcome,
        hold_out=given.hold_out,
    )
    return Status(201, _out(made))


@router.get("/experiments/{uid}", response=ExperimentOut, summary="One experiment")
def show(request: HouseRequest, uid: str) -> ExperimentOut:
    request.actor.require(Permission.READ_SURVEYS)
    return _out(queries.experiment(uid))


@router.post(
    "/experiments/{uid}/start", response=ExperimentOut, summary="Assign whoever is asked from now on"
)
def start(request: HouseRequest, uid: str) -> ExperimentOut:
    return _out(services.start_experiment(uid, by=request.actor))


@router.post(
    "/experiments/{uid}/stop", response=ExperimentOut, summary="Give everybody the survey as it stands"
)
def stop(request: HouseRequest, uid: str) -> ExperimentOut:
    return _out(services.stop_experiment(uid, by=request.actor))


def _arm(given: ArmIn) -> Arm:
    if given.changes is None:
        return Arm(given.key, given.share)
    texts: dict[str, Texts] = given.changes.questions
    return Arm(
        given.key,
        given.share,
        Changes(
            questions=texts,
            title=given.changes.title,
            intro=given.changes.intro,
            subject=given.changes.subject,
            channel=given.changes.channel,
            hour=given.changes.hour,
        ),
    )


def _out(one: Experiment) -> ExperimentOut:
    return ExperimentOut(
        uid=one.uid,
        survey=one.survey_uid,
        name=one.name,
        outcome=one.outcome,
        state=one.state,
        hold_out=one.hold_out,
        started_at=one.started_at,
        stopped_at=one.stopped_at,
        arms=arms_document(one.arms),
    )
