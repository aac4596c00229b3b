from __future__ import annotations

from heedful.platform.core.organizations import organization
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.queries.catalog import facts_of
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import counted
from heedful.understand.metrics.queries.plans import Plan
from heedful.understand.metrics.queries.scores import whole
from heedful.understand.metrics.types import Provenance, ScoreRequest
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Condition, Filter


def provenance(request: ScoreRequest, *, by: Actor, counts: Counts | None = None) -> Provenance:
    """Return where a score comes from: definition, filter, rows in, rows left out, counts, versions."""
    by.require(Permission.READ_SCORES)
    known = counts or Counts(by)
    definite = known.plan(request)
    left_out = warehouse.left_out(definite.query(), by=by)
    histogram = counted(known.total(request), definite)
    return Provenance(
        metric=facts_of(definite.metric),
        request=request,
        score=whole(request, known),
        questions=_questions(definite),
        filter_words=filter_words(request.filter, known.names),
        rows_in=histogram.n + histogram.n_missing + sum(part.n for part in left_out),
        left_out=left_out,
        histogram=tuple((value, tally.n, tally.w) for value, tally in sorted(histogram.counts.items())),
        freshness=known.result(request).freshness,
        time_zone=organization().time_zone,
    )


def _questions(definite: Plan) -> tuple[dict[str, str | int], ...]:
    return tuple(
        {"uid": question.uid, "key": question.key, "text": question.text, "survey": question.survey_uid}
        for question in definite.questions
    )


def filter_words(chosen: Filter, names: Names) -> tuple[str, ...]:
    """Say a filter in words, a line a condition."""
    words = [_words(condition, names) for condition in chosen.conditions]
    if chosen.from_on:
        words.append(f"from {chosen.from_on.isoformat()}")
    if chosen.to_on:
        words.append(f"to {chosen.to_on.isoformat()}")
    return tuple(words)


def _words(condition: Condition, names: Names) -> str:
    values = " or ".join(names.value_label(condition.field, value) for value in condition.values)
    return f"{names.label(condition.field)} {condition.operator} {values}".strip()
