"""Simulations over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from heedful.listen.fieldwork.simulator.permission import check_permitted
from heedful.listen.fieldwork.simulator.scenario import MAX_DAYS, USUAL_DAYS, trial_from
from heedful.listen.fieldwork.simulator.services import start_simulation
from heedful.listen.fieldwork.simulator.work import KIND
from heedful.platform.core import queue
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import JobFacts

router = Router(tags=["fieldwork"])


class ScenarioIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=80)
    changes: dict[str, Any] = Field(
        default_factory=dict, description="Contact rules that differ from today's, by name."
    )
    plans: list[str] = Field(
        default_factory=list, max_length=100, description="Uids of plans; empty: those that run."
    )


class TrialIn(Schema):
    model_config = ConfigDict(extra="forbid")

    scenarios: list[ScenarioIn] = Field(
        default_factory=list, max_length=2, description="One, or two to compare."
    )
    days: int = Field(USUAL_DAYS, ge=1, le=MAX_DAYS)
    segment: str = Field("", max_length=80, description="Attribute by which people are shown apart.")
    seed: str = Field("1", max_length=40)


class SimulationOut(Schema):
    uid: str
    state: str
    done: int
    total: int | None
    error: str
    created_at: datetime
    result: dict[str, Any] | None = Field(description="Null until it is done.")


@router.post("/simulations", response={202: SimulationOut}, summary="Try the next days; nobody is asked")
def start(request: HouseRequest, trial: TrialIn) -> Status[SimulationOut]:
    """Asks, answers to be expected, who is never reached; for many people ask again until it is done."""
    started = start_simulation(trial_from(trial.model_dump()), by=request.actor)
    return Status(202, _out(started))


@router.get("/simulations/{uid}", response=SimulationOut, summary="One simulation")
def simulation(request: HouseRequest, uid: str) -> SimulationOut:
    check_permitted(request.actor)
    return _out(queue.find(uid, kind=KIND))


def _out(job: JobFacts) -> SimulationOut:
    return SimulationOut(
        uid=job.uid,
        state=job.state,
        done=job.done,
        total=job.total,
        error=job.error,
        created_at=job.created_at,
        result=job.result if job.state == "done" else None,
    )
