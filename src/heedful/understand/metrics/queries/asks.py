"""Rates over asks: response, completion, decline."""

from __future__ import annotations

from heedful.design.surveys import queries as surveys
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.queries.plans import interval_named, metric_named
from heedful.understand.metrics.rates import AskRate
from heedful.understand.metrics.types import Score, ScoreRequest
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Condition, Filter, Operator


def ask_rate(request: ScoreRequest, *, by: Actor) -> Score:
    """Return the share of asks that ended in a certain way; ``None`` when nobody was asked."""
    by.require(Permission.READ_SCORES)
    metric = metric_named(request.metric)
    if not isinstance(metric, AskRate):
        raise InvalidInput(Problem("metric", f"{metric.label} counts answers, not asks"))
    asks = warehouse.ask_counts(_of_survey(request), by=by)
    found = metric.estimate_asks(asks, interval=interval_named(request, metric), level=request.level)
    return Score(
        metric=metric.key,
        unit=metric.unit,
        value=found.value,
        low=found.low,
        high=found.high,
        level=found.level,
        n=found.n,
        n_missing=0,
        n_invalid=0,
        n_effective=found.n_effective,
        method=found.method,
        se=found.se,
    )


def _of_survey(request: ScoreRequest) -> Filter:
    chosen = request.filter
    if request.survey_uid is None:
        return chosen
    uid = surveys.survey(request.survey_uid).uid
    only = Condition("survey", Operator.IS, (uid,))
    return Filter((*chosen.conditions, only), chosen.from_on, chosen.to_on)
