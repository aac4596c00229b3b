"""Programmes and goals over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from heedful.design.programs import queries, services
from heedful.design.programs.types import GoalDefinition, Pillar, ProgramDefinition, ProgramFacts
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.schemas import PageOut
from heedful.platform.core.types import Permission

router = Router(tags=["programs"])
_NO_NUL = r"^[^\x00]*$"


class ProgramIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200, pattern=_NO_NUL)
    business_question: str = Field(max_length=2_000, pattern=_NO_NUL)
    audiences: list[str] = Field([], max_length=50)
    stakeholders: list[str] = Field([], max_length=50)
    surveys: list[str] = Field([], max_length=200, description="Uids of the surveys that listen for it.")


class GoalIn(Schema):
    model_config = ConfigDict(extra="forbid")

    metric: str = Field(max_length=40)
    target: float
    due_on: date
    pillar: Pillar
    baseline: float | None = None
    segment: str = Field("", max_length=200, pattern=_NO_NUL)
    survey: str | None = None
    owner: str = Field("", max_length=254, pattern=_NO_NUL)


class AnswersNeededOut(Schema):
    just_significant: int
    with_power: int


class GoalOut(Schema):
    uid: str
    metric: str
    target: float
    due_on: date
    pillar: Pillar
    baseline: float | None
    segment: str
    survey_uid: str | None
    owner: str
    answers_needed: AnswersNeededOut | None


class SurveyNamed(Schema):
    uid: str
    name: str


class ProgramOut(Schema):
    uid: str
    name: str
    business_question: str
    audiences: list[str]
    stakeholders: list[str]
    surveys: list[SurveyNamed]
    goals: list[GoalOut]


@router.get("/programs", response=PageOut[ProgramOut], summary="Programmes with their goals")
def list_programs(request: HouseRequest) -> dict[str, Any]:
    request.actor.require(Permission.READ_SURVEYS)
    return {"items": [_out(facts) for facts in queries.programs()], "next_cursor": None}


@router.post("/programs", response={201: ProgramOut}, summary="Make a programme")
def create_program(request: HouseRequest, program: ProgramIn) -> Status[Any]:
    return Status(201, _out(services.create_program(_definition(program), by=request.actor)))


@router.get("/programs/{uid}", response=ProgramOut, summary="One programme")
def get_program(request: HouseRequest, uid: str) -> dict[str, Any]:
    request.actor.require(Permission.READ_SURVEYS)
    return _out(queries.program(uid))


@router.put("/programs/{uid}", response=ProgramOut, summary="Change a programme")
def change_program(request: HouseRequest, uid: str, program: ProgramIn) -> dict[str, Any]:
    return _out(services.change_program(uid, _definition(program), by=request.actor))


@router.post("/programs/{uid}/archive", response={204: None}, summary="Take a programme out of lists")
def archive_program(request: HouseRequest, uid: str) -> Status[None]:
    services.archive_program(uid, by=request.actor)
    return Status(204, None)


@router.post("/programs/{uid}/goals", response={201: ProgramOut}, summary="Set a goal")
def set_goal(request: HouseRequest, uid: str, goal: GoalIn) -> Status[Any]:
    given = goal.model_dump(exclude={"survey"})
    return Status(
        201, _out(services.set_goal(uid, GoalDefinition(**given, survey_uid=goal.survey), by=request.actor))
    )


@router.delete("/goals/{uid}", response={204: None}, summary="Drop a goal")
def drop_goal(request: HouseRequest, uid: str) -> Status[None]:
    services.drop_goal(uid, by=request.actor)
    return Status(204, None)


def _definition(program: ProgramIn) -> ProgramDefinition:
    return ProgramDefinition(
        program.name,
        program.business_question,
        tuple(program.audiences),
        tuple(program.stakeholders),
        tuple(program.surveys),
    )


def _out(facts: ProgramFacts) -> dict[str, Any]:
    return asdict(facts) | {"surveys": [{"uid": uid, "name": name} for uid, name in facts.surveys]}
