from __future__ import annotations

import numpy as np

from heedful.methods.comparisons import not_distinguishable
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.addresses import group_condition
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.queries.estimates import to_score
from heedful.understand.metrics.queries.plans import plan
from heedful.understand.metrics.queries.scores import count_invalid, total_cell
from heedful.understand.metrics.types import Breakdown, BreakdownRow, GroupKey, Score, ScoreRequest
from heedful.understand.warehouse import queries as warehouse


def breakdown(request: ScoreRequest, dimension: str, *, by: Actor) -> Breakdown:
    """Return the score of every group of a dimension, and which groups cannot be told from the best."""
    by.require(Permission.READ_SCORES)
    definite, names = plan(request), Names()
    field = names.field(dimension, definite.questions)
    result = warehouse.counts(definite.query(field), by=by)
    total, _freshness = total_cell(definite, by=by)
    scores = [(cell.key, to_score(cell, definite)) for cell in result.cells]
    scores = [(key, score) for key, score in scores if score.n or score.n_missing]
    return Breakdown(
        dimension=field,
        dimension_label=names.label(field),
        total=to_score(total, definite, n_invalid=count_invalid(definite, by=by)),
        rows=_rows(scores, field, names, level=request.level),
        suppressed=result.suppressed,
        freshness=result.freshness,
        adjustment="Holm",
    )


def _rows(
    scores: list[tuple[GroupKey, Score]], field: str, names: Names, *, level: float
) -> tuple[BreakdownRow, ...]:
    scores.sort(key=_best_first)
    if not scores:
        return ()
    groups = not_distinguishable(
        np.array([_number(score.value) for _key, score in scores]),
        np.array([_number(score.se) for _key, score in scores]),
        np.array([score.n_effective for _key, score in scores]),
        level=level,
        adjust="holm",
    )
    return tuple(
        BreakdownRow(
            key=key,
            label=names.value_label(field, key[0]),
            score=score,
            is_near_best=bool(groups.is_tied_with_best[place]),
            stands_out=bool(groups.is_unlike_rest[place]),
            p_value=_known(groups.p_rest[place]),
            conditions=_conditions(field, key),
        )
        for place, (key, score) in enumerate(scores)
    )


def _best_first(row: tuple[GroupKey, Score]) -> tuple[bool, float, str]:
    key, score = row
    return score.value is None, -(score.value or 0), str(key)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _conditions(field: str, key: GroupKey) -> tuple[str, ...]:
    if field.startswith("time."):
        return ()
    return (group_condition(field, key[0]),)
