"""Which groups a change comes from, and how much of it is only another mix of who answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from heedful.methods.arrays import Floats
from heedful.methods.weighting import MixGroup, mix_shift
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.addresses import group_condition
from heedful.understand.metrics.queries.breakdowns import fewest_to_rank
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import to_scores
from heedful.understand.metrics.types import Contribution, Contributions, GroupKey, Score, ScoreRequest

LEAST_PART = 0.1  # of the whole change; less explains nothing


def contributions(
    now: ScoreRequest,
    before: ScoreRequest,
    dimensions: Sequence[str],
    *,
    by: Actor,
    counts: Counts | None = None,
) -> tuple[Contributions, ...]:
    """Split a change by each dimension, and name the groups that moved it more than all the others did.

    A group's part is the change of its own score times its share of the answers (Kitagawa's rate effect).
    It is named when its change is another than that of all others, allowing for every group looked at.
    Dimensions of which an answer may hold several values do not part a change, and are left out.
    """
    by.require(Permission.READ_SCORES)
    counted = counts or Counts(by)
    counted.foresee([(request, field) for request in (now, before) for field in ("", *dimensions)])
    split = [_Split(now, before, field, counted) for field in dimensions]
    looked_at = sum(int(one.compared.sum()) for one in split)
    return tuple(one.found(looked_at, now.level) for one in split if one.is_whole)


class _Split:
    """The groups of one dimension in both periods, as arrays in one order."""

    def __init__(self, now: ScoreRequest, before: ScoreRequest, field: str, counts: Counts) -> None:
        results = [counts.result(request, field) for request in (before, now)]
        self.field, self.label = field, counts.names.label(field)
        self.names = counts.names
        by_period = [
            {
                cell.key: score
                for cell, score in zip(result.cells, scores, strict=True)
                if score.value is not None
            }
            for result, scores in (
                (result, to_scores(result.cells, counts.plan(request)))
                for result, request in zip(results, (before, now), strict=True)
            )
        ]
        self.keys: list[GroupKey] = list(dict.fromkeys([*by_period[1], *by_period[0]]))
        self.before, self.now = ([scores.get(key) for key in self.keys] for scores in by_period)
        # Cells held back for their small base would be missing from the sum, answers in several cells count
        # in it several times.
        self.is_whole = (
            not any(result.suppressed for result in results)
            and all(by_period)
            and not self.names.may_hold_several(field)
        )
        self.compared = self._enough(fewest_to_rank()) if self.is_whole else np.zeros(0, bool)

    def _enough(self, fewest: int) -> np.ndarray:
        known = [key[0] is not None for key in self.keys]
        return np.array(known) & (_bases(self.before) >= fewest) & (_bases(self.now) >= fewest)

    def found(self, looked_at: int, level: float) -> Contributions:
        sizes_a, sizes_b = _bases(self.before), _bases(self.now)
        shares = (sizes_a / sizes_a.sum() + sizes_b / sizes_b.sum()) / 2
        change = _column(self.now, "value") - _column(self.before, "value")
        parts = np.where(np.isnan(change), 0.0, shares * change)
        shift = mix_shift(
            [
                MixGroup(a, one.value if one else None, b, two.value if two else None)
                for a, one, b, two in zip(sizes_a, self.before, sizes_b, self.now, strict=True)
            ]
        )
        p_values = self._unlike_others(change, shares, parts) * looked_at
        portion = parts / shift.total if shift.total else np.zeros_like(parts)
        unlike = self.compared & (p_values < 1 - level) & (portion > 0)
        found = [
            self._contribution(int(place), float(parts[place]), float(change[place]))
            for place in sorted(np.flatnonzero(unlike), key=lambda place: -portion[place])
        ]
        large = int(np.sum(unlike & (portion >= LEAST_PART)))
        return Contributions(
            self.field,
            self.label,
            shift.total,
            shift.rate_effect,
            shift.mix_effect,
            tuple(found[:large]),
            tuple(found[large:]),
        )

    def _unlike_others(self, change: Floats, shares: Floats, parts: Floats) -> Floats:
        """Two-sided p of a group's change against that of all others together."""
        from scipy.special import ndtr

        variance = _column(self.now, "se") ** 2 + _column(self.before, "se") ** 2
        with np.errstate(invalid="ignore", divide="ignore"):
            others = (parts.sum() - parts) / (1 - shares)
            spread = np.where(np.isnan(variance), 0.0, shares**2 * variance)
            error = np.sqrt(variance + (spread.sum() - spread) / (1 - shares) ** 2)
            p: Floats = 2 * ndtr(-np.abs(change - others) / error)
        return np.where(np.isnan(p), 1.0, p)

    def _contribution(self, place: int, part: float, change: float) -> Contribution:
        now, key = self.now[place], self.keys[place]
        assert now is not None
        label = self.names.value_label(self.field, key[0])
        return Contribution(key, label, now, change, part, (group_condition(self.field, key[0]),))


def _bases(scores: Sequence[Score | None]) -> Floats:
    return np.array([score.n_effective if score else 0.0 for score in scores])


def _column(scores: Sequence[Score | None], name: str) -> Floats:
    values = [getattr(score, name) if score else None for score in scores]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
