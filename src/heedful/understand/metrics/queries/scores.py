from __future__ import annotations

from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.queries.asks import ask_rate
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import to_score
from heedful.understand.metrics.queries.plans import metric_named
from heedful.understand.metrics.types import Score, ScoreRequest


def score(request: ScoreRequest, *, by: Actor, counts: Counts | None = None) -> Score:
    """Return one score with interval and base."""
    by.require(Permission.READ_SCORES)
    if metric_named(request.metric).counts_asks:
        return ask_rate(request, by=by)
    return whole(request, counts or Counts(by))


def whole(request: ScoreRequest, counts: Counts) -> Score:
    """Return the score of all that a request is about."""
    return to_score(counts.total(request), counts.plan(request), n_invalid=counts.invalid(request))
