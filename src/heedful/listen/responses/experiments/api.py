"""What came of experiments, over HTTP."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema
from pydantic import Field

from heedful.listen.responses.experiments.documents import result_document
from heedful.listen.responses.experiments.queries import experiment_result
from heedful.platform.core.requests import HouseRequest

router = Router(tags=["experiments"])


class ComparisonOut(Schema):
    arm: str
    difference: float | None
    low: float | None = Field(description="Limits that hold together at every look.")
    high: float | None
    verdict: str = Field(description="better, worse, open, too_few or broken.")
    looks: int


class ArmOut(Schema):
    arm: str
    n: int
    value: float | None


class OutcomeOut(Schema):
    outcome: str
    unit: str
    arms: list[ArmOut]
    comparisons: list[ComparisonOut] = Field(description="Each arm against the first.")


class PeopleOut(Schema):
    arm: str
    asked: int
    planned_share: float


class ResultOut(Schema):
    experiment: str
    state: str
    people: list[PeopleOut]
    split_p_value: float | None = Field(description="Below 0.001: people were not split as planned.")
    is_split_broken: bool
    waiting: int = Field(description="Asked lately, still left out of the response rate.")
    main: OutcomeOut
    others: list[OutcomeOut]


@router.get(
    "/experiments/{uid}/result", response=ResultOut, summary="Do the arms differ by more than chance?"
)
def result(request: HouseRequest, uid: str) -> dict[str, Any]:
    """Look as often as you like: the limits hold at all looks together."""
    return result_document(experiment_result(uid, by=request.actor))
