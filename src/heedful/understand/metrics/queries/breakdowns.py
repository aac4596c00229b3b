"""A score for every group of a dimension, and which groups are unlike the others.

Groups of a field that holds one value part the answers, and are compared with each other. Of a field that
holds several (themes, opinions, several choices) they share answers: each is compared with the answers
outside it, and none is called best.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from heedful.methods.arrays import Floats
from heedful.methods.comparisons import not_distinguishable, unlike_others
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.addresses import group_condition
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import counted, less, scores_of, to_scores
from heedful.understand.metrics.queries.scores import whole
from heedful.understand.metrics.rules import FEWEST_TO_COMPARE
from heedful.understand.metrics.types import (
    Breakdown,
    BreakdownRow,
    GroupKey,
    Repeats,
    Score,
    ScoreRequest,
)
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Condition, Operator

type Flags = np.ndarray


def breakdown(request: ScoreRequest, dimension: str, *, by: Actor, counts: Counts | None = None) -> Breakdown:
    """Return the score of every group of a dimension, and which groups are unlike the others."""
    by.require(Permission.READ_SCORES)
    known = counts or Counts(by)
    definite, names = known.plan(request), known.names
    field = names.field(dimension, definite.questions)
    known.foresee([(request, field), (request, "")])
    result = known.result(request, field)
    return Breakdown(
        dimension=field,
        dimension_label=names.label(field),
        total=whole(request, known),
        rows=_Groups(request, field, known, fewest_to_rank()).rows(),
        suppressed=result.suppressed,
        freshness=result.freshness,
        adjustment="Holm",
        overlaps=names.may_hold_several(field),
    )


def fewest_to_rank() -> int:
    """Return the answers below which a group is listed last and compared with nothing."""
    return max(FEWEST_TO_COMPARE, warehouse.minimum_base())


@dataclass(frozen=True, slots=True)
class _Verdicts:
    is_near_best: Flags
    stands_out: Flags
    p: Floats


class _Groups:
    """The groups of a dimension, best first; then those with few answers; then those with none."""

    def __init__(self, request: ScoreRequest, field: str, counts: Counts, fewest: int) -> None:
        self.request, self.field, self.counts, self.fewest = request, field, counts, fewest
        self.plan = counts.plan(request)
        cells = counts.result(request, field).cells
        found = zip(cells, to_scores(cells, self.plan), strict=True)
        told = [(cell, score) for cell, score in found if score.n or score.n_missing]
        told.sort(key=lambda one: (one[1].n < fewest, *_best_first(one[0].key, one[1])))
        self.cells = [cell for cell, _score in told]
        self.scores = [score for _cell, score in told]
        self.is_ranked = np.array([score.n >= fewest for score in self.scores], dtype=bool)

    def rows(self) -> tuple[BreakdownRow, ...]:
        names = self.counts.names
        if not self.cells:
            return ()
        found = self._beside_others() if names.may_hold_several(self.field) else self._among_each_other()
        return tuple(
            BreakdownRow(
                key=cell.key,
                label=names.value_label(self.field, cell.key[0]),
                score=score,
                is_near_best=bool(found.is_near_best[place]),
                stands_out=bool(found.stands_out[place]),
                has_few=not self.is_ranked[place],
                p_value=_known(found.p[place]),
                conditions=_conditions(self.field, cell.key),
            )
            for place, (cell, score) in enumerate(zip(self.cells, self.scores, strict=True))
        )

    def _among_each_other(self) -> _Verdicts:
        groups = not_distinguishable(
            *_columns(self.scores, self.is_ranked), level=self.request.level, adjust="holm"
        )
        return _Verdicts(groups.is_tied_with_best, groups.is_unlike_rest, groups.p_rest)

    def _beside_others(self) -> _Verdicts:
        outside = self._outside()
        is_told = self.is_ranked & np.array([score.n >= self.fewest for score in outside])
        groups = unlike_others(
            *_columns(self.scores, is_told),
            *_columns(outside, is_told),
            level=self.request.level,
            adjust="holm",
        )
        return _Verdicts(np.zeros(len(self.cells), dtype=bool), groups.is_unlike, groups.p)

    def _outside(self) -> list[Score]:
        """Return for each group the score of the answers that are not in it."""
        if self.request.repeats is Repeats.CLUSTERED:
            return self._outside_by_contact()
        total = counted(self.counts.total(self.request), self.plan)
        return scores_of([less(total, counted(cell, self.plan)) for cell in self.cells], self.plan)

    def _outside_by_contact(self) -> list[Score]:
        # Sums over contacts cannot be subtracted: a contact may have answers on both sides. Taking the sides
        # as independent then errs to the side of finding nothing, for what one contact says is alike.
        requests = [self._without(cell.key) for cell in self.cells]
        self.counts.foresee([(each, "") for each in requests])
        return [whole(each, self.counts) for each in requests]

    def _without(self, key: GroupKey) -> ScoreRequest:
        (value,) = key
        outside = (
            Condition(self.field, Operator.KNOWN)
            if value is None
            else Condition(self.field, Operator.IS_NOT, (value,))
        )
        chosen = self.request.filter
        return replace(self.request, filter=replace(chosen, conditions=(*chosen.conditions, outside)))


def _columns(scores: list[Score], is_told: Flags) -> tuple[Floats, Floats, Floats]:
    """Return values, standard errors and effective bases; nothing of groups that are not to be compared."""
    return (
        np.where(is_told, [_number(score.value) for score in scores], np.nan),
        np.array([_number(score.se) for score in scores]),
        np.where(is_told, [score.n_effective for score in scores], 0.0),
    )


def _best_first(key: GroupKey, score: Score) -> tuple[bool, float, str]:
    return score.value is None, -(score.value or 0), str(key)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _conditions(field: str, key: GroupKey) -> tuple[str, ...]:
    if field.startswith("time."):
        return ()
    return (group_condition(field, key[0]),)
