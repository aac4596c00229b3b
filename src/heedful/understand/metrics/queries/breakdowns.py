from __future__ import annotations

import numpy as np

from heedful.methods.comparisons import not_distinguishable
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.addresses import group_condition
from heedful.understand.metrics.naming import Names
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import to_scores
from heedful.understand.metrics.queries.scores import whole
from heedful.understand.metrics.rules import FEWEST_TO_COMPARE
from heedful.understand.metrics.types import Breakdown, BreakdownRow, GroupKey, Score, ScoreRequest
from heedful.understand.warehouse import queries as warehouse


def breakdown(request: ScoreRequest, dimension: str, *, by: Actor, counts: Counts | None = None) -> Breakdown:
    """Return the score of every group of a dimension, and which groups cannot be told from the best."""
    by.require(Permission.READ_SCORES)
    counted = counts or Counts(by)
    definite, names = counted.plan(request), counted.names
    field = names.field(dimension, definite.questions)
    counted.foresee([(request, field), (request, "")])
    result = counted.result(request, field)
    found = zip(result.cells, to_scores(result.cells, definite), strict=True)
    scores = [(cell.key, score) for cell, score in found if score.n or score.n_missing]
    return Breakdown(
        dimension=field,
        dimension_label=names.label(field),
        total=whole(request, counted),
        rows=_rows(scores, field, names, request.level, fewest_to_rank()),
        suppressed=result.suppressed,
        freshness=result.freshness,
        adjustment="Holm",
    )


def fewest_to_rank() -> int:
    """Return the answers below which a group is listed last and compared with nothing."""
    return max(FEWEST_TO_COMPARE, warehouse.minimum_base())


def _rows(
    scores: list[tuple[GroupKey, Score]], field: str, names: Names, level: float, fewest: int
) -> tuple[BreakdownRow, ...]:
    scores.sort(key=lambda row: (row[1].n < fewest, *_best_first(row)))
    if not scores:
        return ()
    ranked = np.array([score.n >= fewest for _key, score in scores])
    groups = not_distinguishable(
        np.where(ranked, [_number(score.value) for _key, score in scores], np.nan),
        np.array([_number(score.se) for _key, score in scores]),
        np.where(ranked, [score.n_effective for _key, score in scores], 0.0),
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
            has_few=not ranked[place],
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
