"""Intervals for one proportion, for the difference of two, and for a whole distribution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

from heedful.methods.arguments import check_choice, check_count, check_level, check_within
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import chi2_quantile, two_sided_z
from heedful.methods.results import Estimate

type ProportionInterval = Literal[
    "wilson", "score", "wilson_cc", "clopper_pearson", "agresti_coull", "jeffreys", "wald"
]
type SimultaneousInterval = Literal["goodman", "sison_glaz"]
type Limits = tuple[float, float]

PROPORTION_INTERVALS: tuple[ProportionInterval, ...] = get_args(ProportionInterval.__value__)
SIMULTANEOUS_INTERVALS: tuple[SimultaneousInterval, ...] = get_args(SimultaneousInterval.__value__)


@dataclass(frozen=True, slots=True)
class SimultaneousLimits:
    """Limits for all shares of a distribution that hold together, 0..1, in the order of the counts."""

    shares: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    level: float
    n: float
    method: SimultaneousInterval


def proportion_interval(
    x: float, n: float, *, interval: ProportionInterval = "wilson", level: float = 0.95
) -> Estimate:
    """Interval for one proportion.

    Parameters
    ----------
    x, n
        Successes and trials; fractional when they come from a weighted base.
    interval
        ``"wilson"`` (also ``"score"``), ``"wilson_cc"`` (continuity corrected, Newcombe's method 4),
        ``"clopper_pearson"``, ``"agresti_coull"``, ``"jeffreys"`` or ``"wald"``.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Estimate
        Proportions 0..1, limits clipped to that range; all None when ``n`` is 0. ``se`` is half the
        interval over z for the kinds that are symmetric about their centre, None for the others.

    Raises
    ------
    ArgumentError
        ``x`` negative or above ``n``, a level outside 0..1, an unknown interval.

    Notes
    -----
    Newcombe (1998) Statistics in Medicine 17:857; Agresti & Coull (1998); Brown, Cai & DasGupta (2001).

    Examples
    --------
    >>> e = proportion_interval(81, 263)
    >>> round(e.low, 4), round(e.high, 4)
    (0.2553, 0.3662)
    """
    check_level(level)
    kind = check_choice(interval, PROPORTION_INTERVALS, "interval")
    check_within(x, check_count(n, "n"), "x")
    if n == 0:
        return Estimate(None, None, None, level, 0, 0.0, f"proportion, {kind}")
    low, high = _PROPORTION[kind](x, n, level)
    se = (high - low) / 2 / two_sided_z(level) if kind in _SYMMETRIC else None
    return Estimate(
        x / n, max(low, 0.0), min(high, 1.0), level, round(n), float(n), f"proportion, {kind}", se
    )


def wilson_limits(x: float, n: float, level: float) -> Limits:
    """Wilson's limits of ``x`` successes in ``n`` > 0 trials.

    Examples
    --------
    >>> low, high = wilson_limits(0, 20, 0.95)
    >>> low, round(high, 4)
    (0.0, 0.1611)
    """
    z = two_sided_z(level)
    p = x / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At the ends of the scale the exact limit is the end itself; rounding must not move it.
    return (0.0 if x == 0 else centre - reach), (1.0 if x == n else centre + reach)


def _wilson_cc(x: float, n: float, level: float) -> Limits:
    z = two_sided_z(level)
    return (0.0 if x == 0 else _wilson_cc_low(x, n, z)), (1.0 if x == n else 1 - _wilson_cc_low(n - x, n, z))


def _wilson_cc_low(x: float, n: float, z: float) -> float:
    p = x / n
    root = sqrt(max(z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1), 0.0))
    return (2 * n * p + z * z - 1 - z * root) / (2 * (n + z * z))


def _clopper_pearson(x: float, n: float, level: float) -> Limits:
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    high = 1.0 if x == n else float(betaincinv(x + 1, n - x, 1 - tail))
    return low, high


def _agresti_coull(x: float, n: float, level: float) -> Limits:
    z = two_sided_z(level)
    return _wald(x + z * z / 2, n + z * z, level)


def _jeffreys(x: float, n: float, level: float) -> Limits:
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x + 0.5, n - x + 0.5, tail))
    high = 1.0 if x == n else float(betaincinv(x + 0.5, n - x + 0.5, 1 - tail))
    return low, high


def _wald(x: float, n: float, level: float) -> Limits:
    p = x / n
    reach = two_sided_z(level) * sqrt(p * (1 - p) / n)
    return p - reach, p + reach


_PROPORTION: dict[ProportionInterval, Callable[[float, float, float], Limits]] = {
    "wilson": wilson_limits,
    "score": wilson_limits,
    "wilson_cc": _wilson_cc,
    "clopper_pearson": _clopper_pearson,
    "agresti_coull": _agresti_coull,
    "jeffreys": _jeffreys,
    "wald": _wald,
}
_SYMMETRIC = frozenset({"wilson", "score", "agresti_coull", "wald"})


def multinomial_simultaneous(
    counts: Sequence[float], *, interval: SimultaneousInterval = "goodman", level: float = 0.95
) -> SimultaneousLimits:
    """Limits for every share of an answer distribution that hold at once.

    Parameters
    ----------
    counts
        Answers by category, k of them, k >= 2, with at least one answer in all.
    interval
        ``"goodman"``: Wilson limits at chi-square with 1 degree of freedom and (1 - level) / k;
        ``"sison_glaz"``: narrower for many categories, one width for all.
    level
        Probability that all k intervals hold together.

    Returns
    -------
    SimultaneousLimits
        Shares 0..1.

    Raises
    ------
    ArgumentError
        Fewer than two categories, a negative count, no answers, an unknown interval.

    Notes
    -----
    Goodman (1965) Technometrics 7:247; Sison & Glaz (1995) JASA 90:366.

    Examples
    --------
    >>> limits = multinomial_simultaneous([23, 12, 44], interval="sison_glaz")
    >>> [round(x, 4) for x in limits.low]
    [0.1899, 0.0506, 0.4557]
    """
    check_level(level)
    kind = check_choice(interval, SIMULTANEOUS_INTERVALS, "interval")
    n = float(sum(check_count(count, "counts") for count in counts))
    if len(counts) < 2 or n == 0:
        raise ArgumentError("counts", "needs two categories and one answer at least")
    pairs = _goodman(counts, n, level) if kind == "goodman" else _sison_glaz(counts, level)
    low, high = zip(*pairs, strict=True)
    return SimultaneousLimits(tuple(count / n for count in counts), low, high, level, n, kind)


def _goodman(counts: Sequence[float], n: float, level: float) -> list[Limits]:
    critical = chi2_quantile(1 - (1 - level) / len(counts), 1)
    limits: list[Limits] = []
    for x in counts:
        root = sqrt(critical * (critical + 4 * x * (n - x) / n))
        low = max((critical + 2 * x - root) / (2 * (n + critical)), 0.0)
        limits.append((low, min((critical + 2 * x + root) / (2 * (n + critical)), 1.0)))
    return limits


def _sison_glaz(counts: Sequence[float], level: float) -> list[Limits]:
    from statsmodels.stats.proportion import multinomial_proportions_confint

    rows = multinomial_proportions_confint(list(counts), alpha=1 - level, method="sison-glaz")
    return [(max(float(low), 0.0), min(float(high), 1.0)) for low, high in rows]
