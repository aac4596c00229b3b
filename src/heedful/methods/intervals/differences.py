"""Intervals for the difference of two proportions: of different people, and of the same people twice."""

from __future__ import annotations

from collections.abc import Callable
from math import acos, copysign, cos, pi, sqrt
from typing import Literal, get_args

from heedful.methods.arguments import check_choice, check_count, check_level, check_within
from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.quantiles import two_sided_z
from heedful.methods.results import Comparison

type DifferenceInterval = Literal["newcombe", "miettinen_nurminen", "agresti_caffo", "wald"]
type Limits = tuple[float, float]

DIFFERENCE_INTERVALS: tuple[DifferenceInterval, ...] = get_args(DifferenceInterval.__value__)
_HALVINGS = 60


def proportion_difference_interval(
    x1: float,
    n1: float,
    x2: float,
    n2: float,
    *,
    interval: DifferenceInterval = "newcombe",
    level: float = 0.95,
) -> Comparison:
    """Interval for the difference ``p1 - p2`` of two independent proportions.

    Parameters
    ----------
    x1, n1, x2, n2
        Successes and trials of the two groups; fractional when they come from weighted bases.
    interval
        ``"newcombe"`` (hybrid of Wilson limits, method 10), ``"miettinen_nurminen"`` (score, variance
        times N/(N-1)), ``"agresti_caffo"`` (one success and one failure added to each group) or ``"wald"``.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Comparison
        Proportions -1..1; None when a group is empty. No test: see `comparisons.two_proportion_test`.

    Raises
    ------
    ArgumentError
        A count negative or above its base, a level outside 0..1, an unknown interval.

    Notes
    -----
    Newcombe (1998) Statistics in Medicine 17:873; Miettinen & Nurminen (1985) 4:213, with the closed
    form of the constrained estimate; Agresti & Caffo (2000) The American Statistician 54:280.

    Examples
    --------
    >>> d = proportion_difference_interval(56, 70, 48, 80)
    >>> round(d.difference, 2), round(d.low, 4), round(d.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    check_level(level)
    kind = check_choice(interval, DIFFERENCE_INTERVALS, "interval")
    check_within(x1, check_count(n1, "n1"), "x1")
    check_within(x2, check_count(n2, "n2"), "x2")
    method = f"difference of proportions, {kind}"
    if n1 == 0 or n2 == 0:
        return Comparison(None, None, None, level, None, round(n1), round(n2), method)
    low, high = _DIFFERENCE[kind](x1, n1, x2, n2, level)
    return Comparison(
        x1 / n1 - x2 / n2, max(low, -1.0), min(high, 1.0), level, None, round(n1), round(n2), method
    )


def _newcombe(x1: float, n1: float, x2: float, n2: float, level: float) -> Limits:
    p1, p2 = x1 / n1, x2 / n2
    low1, high1 = wilson_limits(x1, n1, level)
    low2, high2 = wilson_limits(x2, n2, level)
    below = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    above = sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return p1 - p2 - below, p1 - p2 + above


def _wald(x1: float, n1: float, x2: float, n2: float, level: float) -> Limits:
    p1, p2 = x1 / n1, x2 / n2
    reach = two_sided_z(level) * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return p1 - p2 - reach, p1 - p2 + reach


def _agresti_caffo(x1: float, n1: float, x2: float, n2: float, level: float) -> Limits:
    return _wald(x1 + 1, n1 + 2, x2 + 1, n2 + 2, level)


def _miettinen_nurminen(x1: float, n1: float, x2: float, n2: float, level: float) -> Limits:
    def is_rejected(delta: float) -> bool:
        excess = (x1 / n1 - x2 / n2 - delta) ** 2
        return excess > two_sided_z(level) ** 2 * _constrained_variance(x1, n1, x2, n2, delta)

    difference = x1 / n1 - x2 / n2
    return _boundary(is_rejected, difference, -1.0), _boundary(is_rejected, difference, 1.0)


def _boundary(is_rejected: Callable[[float], bool], inside: float, outside: float) -> float:
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if is_rejected(middle):
            outside = middle
        else:
            inside = middle
    return (inside + outside) / 2


def _constrained_variance(x1: float, n1: float, x2: float, n2: float, delta: float) -> float:
    """Variance of the difference when it must be ``delta``, by the closed root of the likelihood cubic."""
    p2 = _constrained_share(x1, n1, x2, n2, delta)
    p1 = min(max(p2 + delta, 0.0), 1.0)
    total = n1 + n2
    return (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * total / (total - 1)


def _constrained_share(x1: float, n1: float, x2: float, n2: float, delta: float) -> float:
    total = n1 + n2
    l2 = (n1 + 2 * n2) * delta - total - x1 - x2
    l1 = (n2 * delta - total - 2 * x2) * delta + x1 + x2
    l0 = x2 * delta * (1 - delta)
    q = (l2 / (3 * total)) ** 3 - l1 * l2 / (6 * total**2) + l0 / (2 * total)
    p = copysign(sqrt(max((l2 / (3 * total)) ** 2 - l1 / (3 * total), 0.0)), q)
    ratio = q / p**3 if p else 0.0
    angle = (pi + acos(min(max(ratio, -1.0), 1.0))) / 3
    return min(max(2 * p * cos(angle) - l2 / (3 * total), 0.0), 1.0)


_DIFFERENCE: dict[DifferenceInterval, Callable[[float, float, float, float, float], Limits]] = {
    "newcombe": _newcombe,
    "miettinen_nurminen": _miettinen_nurminen,
    "agresti_caffo": _agresti_caffo,
    "wald": _wald,
}
