from __future__ import annotations

from heedful.listen.responses import queries as responses
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.queries.asks import ask_rate
from heedful.understand.metrics.queries.estimates import to_score
from heedful.understand.metrics.queries.plans import Plan, metric_named, plan
from heedful.understand.metrics.types import Score, ScoreRequest
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Cell


def score(request: ScoreRequest, *, by: Actor) -> Score:
    """Return one score with interval and base."""
    by.require(Permission.READ_SCORES)
    if metric_named(request.metric).counts_asks:
        return ask_rate(request, by=by)
    definite = plan(request)
    cell, _freshness = total_cell(definite, by=by)
    return to_score(cell, definite, n_invalid=count_invalid(definite, by=by))


def total_cell(definite: Plan, *, by: Actor) -> tuple[Cell | None, object]:
    result = warehouse.counts(definite.query(), by=by)
    return (result.cells[0] if result.cells else None), result.freshness


def count_invalid(definite: Plan, *, by: Actor) -> int:
    """Answers refused as no value of the scale. What was refused has no attributes to filter by."""
    chosen = definite.request.filter
    if by.unit_ids is not None or any(condition.field != "survey" for condition in chosen.conditions):
        return 0
    ids = tuple(question.id for question in definite.questions)
    return sum(responses.invalid_counts(ids, chosen.from_on, chosen.to_on, with_kept=False).values())
