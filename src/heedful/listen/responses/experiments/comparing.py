"""Arms compared with limits that hold at all looks together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from heedful.listen.responses.experiments.types import ArmComparison, ArmDay, ArmResult, Look, Verdict
from heedful.methods.experiments import SampleRatio, best_rho, confidence_sequence, srm

ALPHA = 0.05
LEAST = 30  # people an arm: below, limits that rest on large numbers mean little
BROKEN_SPLIT = 0.001  # Kohavi, Tang & Xu (2020), chapter 3
_CARED_FOR = 1_000  # people: where the limits are to be tightest


@dataclass(slots=True)
class _Sums:
    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, day: ArmDay) -> None:
        self.n += day.n
        self.total += day.total
        self.squares += day.squares

    @property
    def mean(self) -> float:
        return self.total / self.n

    def variance(self, span: float) -> float:
        """Variance of one outcome; two made-up ones, half a span off either side, keep it from being none."""
        around = max(self.squares - self.n * self.mean**2, 0.0)
        return (around + span**2 / 2) / (self.n + 2)


def split_check(people: Sequence[int], shares: Sequence[float]) -> SampleRatio:
    """Were people split as planned?"""
    return srm(people, shares)


def arm_results(arms: Sequence[str], days: Iterable[ArmDay]) -> tuple[ArmResult, ...]:
    sums = {arm: _Sums() for arm in arms}
    for day in days:
        sums[day.arm].add(day)
    return tuple(ArmResult(arm, one.n, one.mean if one.n else None) for arm, one in sums.items())


def compare(
    arms: Sequence[str], days: Sequence[ArmDay], *, span: float = 1.0, is_broken: bool = False
) -> tuple[ArmComparison, ...]:
    """Compare every arm with the first; with several, each gets its part of the error.

    ``span`` is how far outcomes can lie apart: 100 of per cent, 200 of NPS points.
    """
    others = len(arms) - 1
    return tuple(_compared(arms[0], arm, days, span, ALPHA / others, is_broken=is_broken) for arm in arms[1:])


def _compared(
    first: str, arm: str, days: Sequence[ArmDay], span: float, alpha: float, *, is_broken: bool
) -> ArmComparison:
    looks = _looks(first, arm, days, span, alpha)
    last = looks[-1] if looks else Look(date.min, 0, None, None, None)
    low, high = _held(looks)
    verdict = Verdict.BROKEN if is_broken else _verdict(low, high)
    return ArmComparison(arm, last.difference, low, high, verdict, looks)


def _looks(first: str, arm: str, days: Sequence[ArmDay], span: float, alpha: float) -> tuple[Look, ...]:
    sums = {first: _Sums(), arm: _Sums()}
    by_day: dict[date, list[ArmDay]] = {}
    for one in days:
        if one.arm in sums:
            by_day.setdefault(one.day, []).append(one)
    looks = []
    for day in sorted(by_day):
        for one in by_day[day]:
            sums[one.arm].add(one)
        looks.append(_look(day, sums[first], sums[arm], span, alpha))
    return tuple(looks)


def _look(day: date, a: _Sums, b: _Sums, span: float, alpha: float) -> Look:
    n = a.n + b.n
    if not a.n or not b.n:
        return Look(day, n, None, None, None)
    difference = b.mean - a.mean
    if min(a.n, b.n) < LEAST:
        return Look(day, n, difference, None, None)
    # The difference as the mean of n people, whose spread brings the two arms' standard error.
    sigma = sqrt(n * (a.variance(span) / a.n + b.variance(span) / b.n))
    limits = confidence_sequence([difference], [n], sigma=sigma, rho=best_rho(_CARED_FOR, alpha), alpha=alpha)
    return Look(day, n, difference, limits.low[0], limits.high[0])


def _held(looks: Sequence[Look]) -> tuple[float | None, float | None]:
    """Return the limits that all looks leave: each holds together with all others."""
    lows = [look.low for look in looks if look.low is not None]
    highs = [look.high for look in looks if look.high is not None]
    if not lows or not highs:
        return None, None
    low, high = max(lows), min(highs)
    # Looks that contradict each other (a trend, not chance): the last one alone is told.
    return (low, high) if low <= high else (lows[-1], highs[-1])


def _verdict(low: float | None, high: float | None) -> Verdict:
    if low is None or high is None:
        return Verdict.TOO_FEW
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.OPEN
