"""Counts by value: the one thing the warehouse returns and every score is a function of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one value was given: answers, sum of weights, sum of squared weights."""

    n: int = 0
    w: float = 0.0
    w2: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.n + other.n, self.w + other.w, self.w2 + other.w2)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Answers to one question, counted by value.

    Parameters
    ----------
    counts
        Tally by value, for valid answers only.
    n_missing, n_invalid
        Responses in the base without an answer, and answers refused because no value of the scale.

    Histograms of disjoint answers add up with ``+``; every estimate from the sum equals the estimate
    from the answers taken together.

    Examples
    --------
    >>> h = Histogram.of([10, 9, 0, None])
    >>> h.n, h.n_missing
    (3, 1)
    >>> (h + Histogram.of([8])).n
    4
    """

    counts: Mapping[float, Tally] = field(default_factory=dict)
    n_missing: int = 0
    n_invalid: int = 0

    @classmethod
    def of(
        cls, values: Iterable[float | None], weights: Sequence[float] | None = None, *, n_invalid: int = 0
    ) -> Histogram:
        """Count raw answers; ``None`` is a missing answer. Weights are non-negative, one per answer."""
        counts: dict[float, Tally] = {}
        missing = 0
        answers = list(values)
        if weights is not None and len(weights) != len(answers):
            raise ArgumentError("weights", f"{len(weights)} given for {len(answers)} answers")
        for i, value in enumerate(answers):
            if value is None:
                missing += 1
                continue
            weight = 1.0 if weights is None else float(weights[i])
            if not isfinite(weight) or weight < 0:
                raise ArgumentError("weights", f"{weight!r} at position {i} is not a finite number from 0 up")
            counts[value] = counts.get(value, Tally()) + Tally(1, weight, weight * weight)
        return cls(counts, missing, n_invalid)

    def __add__(self, other: Histogram) -> Histogram:
        counts = dict(self.counts)
        for value, tally in other.counts.items():
            counts[value] = counts.get(value, Tally()) + tally
        return Histogram(counts, self.n_missing + other.n_missing, self.n_invalid + other.n_invalid)

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(tally.n for tally in self.counts.values())

    @property
    def w(self) -> float:
        """Sum of their weights."""
        return sum(tally.w for tally in self.counts.values())

    @property
    def w2(self) -> float:
        """Sum of their squared weights."""
        return sum(tally.w2 for tally in self.counts.values())

    @property
    def n_effective(self) -> float:
        """Kish's effective base, (Σw)² / Σw²; 0 without answers."""
        return self.w**2 / self.w2 if self.w2 else 0.0

    def share(self, values: Iterable[float]) -> Tally:
        """Tally of the answers whose value is among ``values``."""
        total = Tally()
        for value in set(values):
            total += self.counts.get(value, Tally())
        return total
