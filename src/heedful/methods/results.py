"""What the methods return: frozen, with named fields, never a bare number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval and its base. ``None`` where there is no answer to compute it from.

    ``value``, ``low`` and ``high`` share one unit, named by the function that returns them
    (points of -100..100 for NPS, 0..1 for proportions unless it says per cent). ``se`` is in that unit.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    n_effective: float
    method: str
    se: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference ``a - b`` with its interval and two-sided test, in the unit of what was compared."""

    difference: float | None
    low: float | None
    high: float | None
    level: float
    p_value: float | None
    n_a: int
    n_b: int
    method: str
    se: float | None = None
    statistic: float | None = None
