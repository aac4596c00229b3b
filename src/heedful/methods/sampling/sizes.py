"""How large: the numbers a reckoning of sample size returns, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from heedful.methods.arguments import check_level
from heedful.methods.quantiles import normal_quantile, two_sided_z


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Answers needed: whole (per group where there are two), and before rounding up."""

    n: int
    n_exact: float


@dataclass(frozen=True, slots=True)
class Power:
    """Answers per group (not rounded) and the probability of finding the difference with them, 0..1."""

    n: float
    power: float


@dataclass(frozen=True, slots=True)
class MoreAnswers:
    """Further answers of each group, and together, until a difference of this size is told from noise."""

    a: int
    b: int

    @property
    def total(self) -> int:
        """Further answers of both groups."""
        return self.a + self.b


def reach_of(level: float, power: float | None) -> float:
    """How many standard errors a difference must measure to be told (with this power)."""
    z = two_sided_z(check_level(level))
    return z if power is None else z + normal_quantile(check_level(power, "power"))


def rounded(exact: float) -> SampleSize:
    """Up to the next whole answer; what is whole but for floating point stays."""
    return SampleSize(max(ceil(exact - 1e-9), 1), exact)
