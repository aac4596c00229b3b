"""Where would an answer tell most? Asks by what each stratum has answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from heedful.listen.fieldwork.sampling.design import Allocation
from heedful.methods.sampling import allocate

PRIOR_ANSWERS = 10  # what is assumed weighs as much as ten answers
PRIOR_VARIANCE = 0.69  # of an NPS of 10 with 30 % passives, in scores of -1, 0, 1
PRIOR_ASKS = 20
PRIOR_RATE = 0.2  # one in five answers, until own history says better


@dataclass(frozen=True, slots=True)
class StratumHistory:
    """What a stratum brought so far; while that is little, variance and rate are pulled to what is usual."""

    people: int = 0
    asks: int = 0
    answers: int = 0
    variance: float | None = None  # of one answer's score; None: no answers

    @property
    def usual_rate(self) -> float:
        """Answers per ask to be expected, above 0."""
        return min(
            (self.answers + PRIOR_RATE * PRIOR_ASKS) / (max(self.asks, self.answers) + PRIOR_ASKS), 1.0
        )

    def usual_variance(self, elsewhere: float = PRIOR_VARIANCE) -> float:
        """Return the variance to be expected, given the usual one of all strata."""
        known = self.answers if self.variance is not None else 0
        return (known * (self.variance or 0.0) + PRIOR_ANSWERS * elsewhere) / (known + PRIOR_ANSWERS)


def asks_by_need(
    total: int,
    sizes: Mapping[str, int],
    history: Mapping[str, StratumHistory],
    aim: Allocation,
    *,
    minimum: int = 0,
) -> dict[str, int]:
    """Spread asks so that, with the answers there are, the whole's interval or the widest one narrows most.

    In asks, an answer costs 1/r of them. Minimising the variance of the whole makes (answers so far)/r + asks
    proportional to N S / √r (Neyman); making all strata equally sure makes it proportional to S² / r.
    """
    known = {stratum: history.get(stratum, StratumHistory()) for stratum in sizes}
    usual = _pooled_variance(known)
    need, had = {}, {}
    for stratum, facts in known.items():
        variance, rate = facts.usual_variance(usual), facts.usual_rate
        need[stratum] = (
            variance / rate if aim == Allocation.WIDEST else sizes[stratum] * sqrt(variance / rate)
        )
        had[stratum] = facts.answers / rate
    asks = {stratum: min(minimum, total // len(sizes), size) for stratum, size in sizes.items()}
    return _fill(total, sizes, need, had, asks)


def _fill(
    total: int,
    sizes: Mapping[str, int],
    need: Mapping[str, float],
    had: Mapping[str, float],
    least: Mapping[str, int],
) -> dict[str, int]:
    """Raise the level c of  had + asks = c · need  until all asks are spent; each within its bounds."""
    total = min(total, sum(sizes.values()))

    def at(level: float) -> dict[str, float]:
        return {s: min(max(level * need[s] - had[s], least[s]), sizes[s]) for s in sizes}

    low, high = 0.0, 1.0
    while sum(at(high).values()) < total and high < 1e300:
        high *= 2
    for _step in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle).values()) < total else (low, middle)
    exact = at(high)
    room = [int(exact[s]) + (exact[s] > int(exact[s])) for s in sizes]
    # The last step, to whole numbers that add up, is the one every allocation takes.
    return dict(zip(sizes, allocate(total, room, deviations=_per_head(exact, room, sizes)), strict=True))


def _per_head(exact: Mapping[str, float], room: list[int], sizes: Mapping[str, int]) -> list[float]:
    return [exact[s] / places if places else 0.0 for s, places in zip(sizes, room, strict=True)]


def _pooled_variance(known: Mapping[str, StratumHistory]) -> float:
    answers = sum(facts.answers for facts in known.values() if facts.variance is not None)
    spread = sum(facts.answers * facts.variance for facts in known.values() if facts.variance is not None)
    return (spread + PRIOR_ANSWERS * PRIOR_VARIANCE) / (answers + PRIOR_ANSWERS)
