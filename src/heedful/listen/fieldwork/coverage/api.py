"""The simulation of a sample over HTTP."""

from __future__ import annotations

from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from heedful.listen.fieldwork.coverage.documents import sight_document
from heedful.listen.fieldwork.coverage.scene import Scene
from heedful.platform.core.requests import HouseRequest
from heedful.platform.core.types import Permission

router = Router(tags=["fieldwork"])


class SceneIn(Schema):
    people: int = Field(20_000, ge=1_000, le=10_000_000)
    asks: int = Field(3_000, ge=10, le=50_000)
    response_rate: float = Field(0.2, ge=0.01, le=0.99)
    age_ratio: float = Field(3.0, ge=0.1, le=10, description="Odds to answer, oldest against youngest.")
    score_ratio: float = Field(1.0, ge=0.1, le=10, description="Odds to answer, promoters to detractors.")
    score_by_age: float = Field(3.0, ge=0.1, le=10, description="Odds to score high, oldest to youngest.")
    draws: int = Field(400, ge=1, le=1_000)
    seed: int = Field(1, ge=0, le=2**31)


class SeenOut(Schema):
    limit: float = Field(description="Where the score ends up with no end of answers, points.")
    mean: float | None
    coverage: float | None = Field(description="Share of 95 % intervals that hold the true score.")
    coverage_error: float | None
    half_width: float | None


class ShareOut(Schema):
    key: str
    people: float
    answered: float
    weighted: float


class SightOut(Schema):
    scene: dict[str, Any]
    true: float
    level: float
    bias: float
    corrected_by_weights: float
    cannot_be_corrected: float
    raw: SeenOut
    weighted: SeenOut
    answers: float
    effective_answers: float | None
    draws_without_weights: int
    ages: list[ShareOut]
    classes: list[ShareOut]


@router.get("/sampling/coverage", response=SightOut, summary="What would we see of a population we know?")
def coverage(request: HouseRequest, scene: Query[SceneIn]) -> dict[str, Any]:
    """Sample, response, raw and weighted score of a made-up population, beside its true score."""
    from heedful.listen.fieldwork.coverage.simulate import look

    request.actor.require(Permission.READ_SURVEYS)
    return sight_document(look(Scene(**scene.model_dump())))
