from __future__ import annotations

from ninja import Schema
from pydantic import ConfigDict, Field

from heedful.understand.words.summaries.types import SummaryFacts


class SummaryIn(Schema):
    model_config = ConfigDict(extra="forbid")

    responses: list[str] = Field(min_length=1, max_length=200, description="Uids.")
    points: int = Field(5, ge=1, le=10)


class EvidenceOut(Schema):
    response_uid: str
    text: str
    start: int
    end: int


class PointOut(Schema):
    text: str = Field(description="Somebody's own words, without personal data.")
    said_by: int
    evidence: list[EvidenceOut]


class SummaryOut(Schema):
    of: int = Field(description="People whose words were looked at.")
    covered: int = Field(description="People whom some point speaks for.")
    points: list[PointOut]
    written: str = Field(description="What an endpoint made of it; empty where none did.")
    model: str
    refused: list[str] = Field(description="Why what the endpoint wrote is not shown.")


def summary_out(facts: SummaryFacts) -> SummaryOut:
    return SummaryOut(
        of=facts.of,
        covered=facts.covered,
        points=[PointOut.from_orm(one) for one in facts.points],
        written=facts.written,
        model=facts.model,
        refused=list(facts.refused),
    )
