"""Scores over HTTP. The parameters are those of every page: ``survey``, ``metric``, ``period``, ``f`` …"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.requests import HouseRequest
from heedful.understand.metrics import documents, queries
from heedful.understand.metrics.addresses import request_from_query
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.schemas import Chosen, ComparedOut, MetricOut, ProvenanceOut, ScoreOut
from heedful.understand.metrics.types import ScoreRequest
from heedful.understand.warehouse.types import Grain

router = Router(tags=["scores"])


@router.get("/metrics", response=list[MetricOut], summary="Metrics that can be shown")
def list_metrics(request: HouseRequest, survey: str | None = None) -> Any:
    del request
    return [asdict(facts) for facts in queries.metrics_on_offer(survey)]


@router.get("/scores/{metric}", response=ScoreOut, summary="One score, or one for every group")
def get_score(request: HouseRequest, metric: str, chosen: Query[Chosen], by: str | None = None) -> Any:
    wanted = _request(metric, chosen)
    if by is None:
        return documents.score_document(queries.score(wanted, by=request.actor))
    field = Names().field(by)
    if field.startswith("time."):
        return _trend(wanted, field.removeprefix("time."), request)
    return documents.breakdown_document(queries.breakdown(wanted, field, by=request.actor))


def _trend(wanted: ScoreRequest, grain: str, request: HouseRequest) -> documents.Document:
    total = queries.score(wanted, by=request.actor)
    return documents.trend_document(total, queries.trend(wanted, Grain(grain), by=request.actor))


@router.get("/scores/{metric}/comparison", response=ComparedOut, summary="This period against the one before")
def compare(request: HouseRequest, metric: str, chosen: Query[Chosen]) -> Any:
    wanted = _request(metric, chosen)
    if wanted.filter.from_on is None or wanted.filter.to_on is None:
        raise InvalidInput(
            Problem("period", _("a comparison needs a period with two ends, such as last-90-days"))
        )
    return documents.compared_document(queries.compare_periods(wanted, by=request.actor))


@router.get("/scores/{metric}/provenance", response=ProvenanceOut, summary="Where a score comes from")
def get_provenance(request: HouseRequest, metric: str, chosen: Query[Chosen]) -> Any:
    return documents.provenance_document(queries.provenance(_request(metric, chosen), by=request.actor))


def _request(metric: str, chosen: Chosen) -> ScoreRequest:
    given = chosen.dict(by_alias=True, exclude_none=True)
    lists = {name: value if isinstance(value, list) else [str(value)] for name, value in given.items()}
    return request_from_query({**lists, "metric": [metric]})
