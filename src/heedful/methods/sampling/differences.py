"""Answers until two groups are told apart: of what was seen, and of two shares to come."""

from __future__ import annotations

from math import ceil, sqrt

from heedful.methods.arguments import check_count, check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import normal_quantile, two_sided_z
from heedful.methods.results import Estimate
from heedful.methods.sampling.sizes import MoreAnswers, Power, reach_of


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
    reach = reach_of(level, power)
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


def _spread(estimate: Estimate, argument: str) -> float:
    if estimate.se is None:
        raise ArgumentError(argument, "has no standard error to reckon with")
    return estimate.se * sqrt(estimate.n)
