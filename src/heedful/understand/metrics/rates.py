"""Metrics over asks: which share of them ended in which way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from heedful.listen.fieldwork.types import NOT_ASKED, Disposition
from heedful.methods.intervals import proportion_interval
from heedful.methods.results import Estimate
from heedful.understand.metrics.types import Unit

ASKED = frozenset(Disposition) - NOT_ASKED  # unknown eligibility counts as eligible


@dataclass(frozen=True, kw_only=True)
class AskRate:
    """Share of asks with some dispositions among those with others, in per cent."""

    key: str
    label: str
    definition: str
    counted: frozenset[Disposition]
    among: frozenset[Disposition] = ASKED
    version: int = 1
    unit: Unit = Unit.PERCENT
    question_kinds: tuple[str, ...] = ()
    intervals: tuple[str, ...] = ("wilson", "score", "agresti_coull", "jeffreys", "clopper_pearson", "wald")
    needs_question: bool = field(default=False, init=False)
    counts_asks: bool = field(default=True, init=False)
    of_words: bool = field(default=False, init=False)

    def estimate_asks(self, asks: Mapping[str, int], *, interval: str, level: float) -> Estimate:
        n = sum(asks.get(step, 0) for step in self.among)
        x = sum(asks.get(step, 0) for step in self.counted)
        return _in_per_cent(proportion_interval(x, n, interval=interval, level=level))  # type: ignore[arg-type] # checked by name


def _in_per_cent(estimate: Estimate) -> Estimate:
    def times(share: float | None) -> float | None:
        return None if share is None else 100 * share

    return Estimate(
        times(estimate.value),
        times(estimate.low),
        times(estimate.high),
        estimate.level,
        estimate.n,
        estimate.n_effective,
        estimate.method,
        times(estimate.se),
    )
