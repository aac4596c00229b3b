"""How many answers? For a margin, for a change to be seen, and how to spread them over strata."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Literal

from heedful.methods.arguments import check_choice, check_count, check_level, check_positive
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import normal_quantile, two_sided_z
from heedful.methods.results import Estimate

type Correction = Literal["adjusted_wald", "none"]

# The adjusted Wald interval counts three answers more than were given.
_PSEUDO_ANSWERS = 3.0


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


def nps_variance(nps: float, passives: float) -> float:
    """Variance of one answer's contribution to the NPS, from the score and the share of passives.

    Parameters
    ----------
    nps
        Points, -100..100.
    passives
        Per cent, 0..100.

    Returns
    -------
    float
        p + q - (p - q)^2 with shares 0..1; at most 1. Times 10,000 it is in squared points.

    Raises
    ------
    ArgumentError
        A score that this many passives do not allow.

    Notes
    -----
    Variance of a trinomial on -1, 0, 1.

    Examples
    --------
    >>> round(nps_variance(10, 30), 4)
    0.69
    """
    if not 0 <= passives <= 100:
        raise ArgumentError("passives", f"{passives!r} is not a per cent from 0 to 100")
    if not abs(nps) <= 100 - passives:
        raise ArgumentError("nps", f"{nps!r} cannot be with {passives:g} % passives")
    return 1 - passives / 100 - (nps / 100) ** 2


def nps_sample_size(
    variance: float,
    *,
    margin: float | None = None,
    difference: float | None = None,
    power: float | None = None,
    level: float = 0.95,
    correction: Correction = "adjusted_wald",
) -> SampleSize:
    """Answers for a margin of error of one NPS, or per group for a difference of two.

    Parameters
    ----------
    variance
        Trinomial variance p + q - (p - q)^2, 0..1; `nps_variance` computes it.
    margin
        Half width wanted, points; for one score.
    difference
        Difference to be seen, points; for two. Give one of the two.
    power
        Probability of seeing it, 0..1. Left out: a difference of exactly this size is just significant.
    level
        Two-sided confidence level, 0..1.
    correction
        ``"adjusted_wald"`` subtracts the 3 answers that interval adds, ``"none"`` does not.

    Returns
    -------
    SampleSize
        Rounded up, at least 1; per group for a difference.

    Raises
    ------
    ArgumentError
        A variance outside 0..1, both or neither of margin and difference, power with a margin.

    Notes
    -----
    z^2 s^2 / d^2 - 3: Lewis & Sauro (2021) "Sample sizes for NPS"; two groups: the normal formula.

    Examples
    --------
    >>> nps_sample_size(0.69, margin=5).n
    1058
    >>> nps_sample_size(0.69, difference=10, power=0.8, correction="none").n
    1084
    """
    if not 0 <= variance <= 1:
        raise ArgumentError("variance", f"{variance!r} does not lie in 0 to 1")
    taken = (
        _PSEUDO_ANSWERS
        if check_choice(correction, ("adjusted_wald", "none"), "correction") != "none"
        else 0.0
    )
    if margin is not None and difference is None:
        if power is not None:
            raise ArgumentError("power", "goes with a difference, not with a margin")
        return _rounded(
            (two_sided_z(check_level(level)) / check_positive(margin, "margin")) ** 2 * 1e4 * variance - taken
        )
    if difference is None or margin is not None:
        raise ArgumentError("margin", "give either a margin or a difference")
    reach = _reach(level, power) / check_positive(abs(difference), "difference")
    return _rounded(reach**2 * 1e4 * 2 * variance - taken)


def answers_for_change(
    start: float, goal: float, *, passives: float, power: float | None = None, level: float = 0.95
) -> SampleSize:
    """Answers a wave so that a change of the NPS from ``start`` to ``goal`` is seen.

    Parameters
    ----------
    start, goal
        NPS of the two waves, points.
    passives
        Share of passives expected in both, per cent.
    power
        Probability of seeing the change, 0..1. Left out: a gap of exactly this size is just significant.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    SampleSize
        Answers per wave.

    Raises
    ------
    ArgumentError
        Scores that are equal, or that this many passives do not allow.

    Notes
    -----
    z^2 (s1^2 + s2^2) / d^2 with the trinomial variance of each wave.

    Examples
    --------
    >>> answers_for_change(5, 15, passives=30).n, answers_for_change(5, 15, passives=30, power=0.8).n
    (529, 1080)
    """
    variance = nps_variance(start, passives) + nps_variance(goal, passives)
    if start == goal:
        raise ArgumentError("goal", "equals the start: there is no change to be seen")
    return _rounded((_reach(level, power) * 100 / (goal - start)) ** 2 * variance)


def answers_for_margin(nps: float, *, passives: float, margin: float, level: float = 0.95) -> SampleSize:
    """Answers until one NPS is known to within ``margin`` points either way.

    Parameters
    ----------
    nps
        Score expected, points.
    passives
        Share of passives expected, per cent.
    margin
        Half width wanted, points.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    SampleSize
        Answers, without the correction of three.

    Raises
    ------
    ArgumentError
        A margin not above 0, a score that this many passives do not allow.

    Notes
    -----
    z^2 s^2 / d^2 with the trinomial variance.

    Examples
    --------
    >>> answers_for_margin(10, passives=30, margin=5).n
    1061
    """
    return nps_sample_size(nps_variance(nps, passives), margin=margin, level=level, correction="none")


def answers_needed(
    a: Estimate, b: Estimate, *, power: float | None = None, level: float = 0.95
) -> MoreAnswers | None:
    """Further answers until the difference seen between two groups would be told from noise.

    Parameters
    ----------
    a, b
        Estimates with ``value`` and ``se`` in one unit (NPS by adjusted Wald, shares by Wilson, means).
    power
        Probability of finding it again, 0..1. Left out: it becomes just significant if it stays as it is.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    MoreAnswers or None
        The fewest further answers in all, shared between the groups as their spreads ask; 0 and 0 when it is
        told already. None when there is no difference to be told, or a group has no answers.

    Raises
    ------
    ArgumentError
        An estimate without ``se``, a level or power outside 0..1.

    Notes
    -----
    Minimises m_a + m_b with s_a^2 / (n_a + m_a) + s_b^2 / (n_b + m_b) <= (d / z)^2; s^2 = n se^2 carries
    the design effect of weights and clusters along. Neyman (1934) for the shares.

    Examples
    --------
    >>> from heedful.methods.intervals import nps_interval
    >>> answers_needed(nps_interval(40, 30, 30), nps_interval(45, 30, 25))
    MoreAnswers(a=406, b=395)
    """
    reach = _reach(level, power)
    if a.value is None or b.value is None or a.value == b.value:
        return None
    spread_a, spread_b = _spread(a, "a"), _spread(b, "b")
    allowed = ((a.value - b.value) / reach) ** 2
    if spread_a**2 / a.n + spread_b**2 / b.n <= allowed:
        return MoreAnswers(0, 0)
    together = (spread_a + spread_b) / allowed
    n_a, n_b = spread_a * together, spread_b * together
    if n_a < a.n:
        n_b = spread_b**2 / (allowed - spread_a**2 / a.n)
    elif n_b < b.n:
        n_a = spread_a**2 / (allowed - spread_b**2 / b.n)
    return MoreAnswers(max(ceil(n_a - a.n), 0), max(ceil(n_b - b.n), 0))


def power_proportions(
    p1: float, p2: float, *, power: float | None = None, n: float | None = None, alpha: float = 0.05
) -> Power:
    """Answers per group to tell two shares apart, or the power of those there are.

    Parameters
    ----------
    p1, p2
        Shares, 0..1.
    power, n
        Give one: the probability of finding the difference, 0..1, or the answers per group.
    alpha
        Two-sided significance level, 0..1.

    Returns
    -------
    Power
        Both, ``n`` not rounded.

    Raises
    ------
    ArgumentError
        A share outside 0..1, equal shares where ``n`` is sought, both or neither of power and n.

    Notes
    -----
    Pooled variance under the null, unpooled under the alternative, one tail, as R ``power.prop.test``;
    Fleiss (1981) Statistical Methods for Rates and Proportions.

    Examples
    --------
    >>> round(power_proportions(0.5, 0.75, power=0.9).n, 1)
    76.7
    """
    for share, name in ((p1, "p1"), (p2, "p2")):
        if not 0 <= share <= 1:
            raise ArgumentError(name, f"{share!r} does not lie in 0 to 1")
    z = two_sided_z(1 - check_level(alpha, "alpha"))
    null, alternative = sqrt((p1 + p2) * (1 - (p1 + p2) / 2)), sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    if (power is None) == (n is None):
        raise ArgumentError("power", "give either the power or n")
    if power is not None:
        if p1 == p2:
            raise ArgumentError("p2", "equals p1: no number of answers tells them apart")
        wanted = z * null + normal_quantile(check_level(power, "power")) * alternative
        return Power((wanted / (p1 - p2)) ** 2, power)
    assert n is not None
    if alternative == 0:
        raise ArgumentError("p1", "shares without variance need no power")
    from statistics import NormalDist

    distance = sqrt(check_count(n, "n")) * abs(p1 - p2)
    return Power(n, NormalDist().cdf((distance - z * null) / alternative))


def allocate(
    total: int,
    sizes: Sequence[float],
    *,
    deviations: Sequence[float] | None = None,
    costs: Sequence[float] | None = None,
    minimum: int = 0,
) -> list[int]:
    """Spread a number of invitations over strata.

    Parameters
    ----------
    total
        Invitations to spread.
    sizes
        People in each stratum, shape (k,); no stratum gets more than it has.
    deviations
        Standard deviation of the answers in each stratum; all alike when left out (proportional allocation).
    costs
        Cost of one answer in each stratum, above 0; all alike when left out.
    minimum
        Fewest a stratum gets, where it has as many.

    Returns
    -------
    list of int
        Whole numbers that add up to ``total``, or to all there are when that is fewer.

    Raises
    ------
    ArgumentError
        No strata, lengths that differ, negative numbers, minima that exceed the total.

    Notes
    -----
    n_h in proportion to N_h S_h / sqrt(c_h): Neyman (1934) JRSS 97:558; Cochran (1977) 5.5. Rounded by
    largest remainder.

    Examples
    --------
    >>> allocate(100, [500, 300, 200])
    [50, 30, 20]
    >>> allocate(100, [500, 300, 200], deviations=[1, 2, 1])
    [39, 46, 15]
    """
    spread = _per_stratum(deviations, len(sizes), "deviations", check_count)
    cost = _per_stratum(costs, len(sizes), "costs", check_positive)
    room = [int(check_count(size, "sizes")) for size in sizes]
    if not room:
        raise ArgumentError("sizes", "no strata")
    given = [min(minimum, most) for most in room]
    if sum(given) > total:
        raise ArgumentError("minimum", f"{minimum} each makes {sum(given)}, more than {total}")
    share = [size * s / sqrt(c) for size, s, c in zip(sizes, spread, cost, strict=True)]
    return _fill(min(total, sum(room)), share, given, room)


def _fill(total: int, share: list[float], given: list[int], room: list[int]) -> list[int]:
    """Hold strata at their bounds until the others can be served in proportion, then round."""
    low, high = 0.0, 1.0
    while sum(_bounded(high, share, given, room)) < total and high < 1e300:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_bounded(middle, share, given, room)) < total else (low, middle)
    exact = _bounded(high, share, given, room)
    whole = [int(n + 1e-9) for n in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    while sum(whole) < total:
        # Strata without spread are filled only when nobody else has room.
        open_strata = [i for i in by_remainder if whole[i] < room[i]]
        for i in open_strata[: total - sum(whole)]:
            whole[i] += 1
    return whole


def _bounded(factor: float, share: list[float], given: list[int], room: list[int]) -> list[float]:
    return [min(max(factor * s, low), high) for s, low, high in zip(share, given, room, strict=True)]


def _per_stratum(
    values: Sequence[float] | None, k: int, argument: str, check: Callable[[float, str], float]
) -> list[float]:
    if values is None:
        return [1.0] * k
    if len(values) != k:
        raise ArgumentError(argument, f"{len(values)} given for {k} strata")
    return [check(value, argument) for value in values]


def _reach(level: float, power: float | None) -> float:
    z = two_sided_z(check_level(level))
    return z if power is None else z + normal_quantile(check_level(power, "power"))


def _spread(estimate: Estimate, argument: str) -> float:
    if estimate.se is None:
        raise ArgumentError(argument, "has no standard error to reckon with")
    return estimate.se * sqrt(estimate.n)


def _rounded(exact: float) -> SampleSize:
    # What is whole but for rounding is whole.
    return SampleSize(max(ceil(exact - 1e-9), 1), exact)
