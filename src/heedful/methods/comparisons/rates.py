"""Comparing counts: two rates, and a count with what is expected."""

from __future__ import annotations

from dataclasses import dataclass

from heedful.methods.arguments import check_count, check_level, check_positive
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class RateRatio:
    """Rate 1 over rate 2; ``ratio`` and ``high`` are None where unbounded, all None without events."""

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    level: float


@dataclass(frozen=True, slots=True)
class Exceedance:
    """How unusual a count is, and how many periods pass on average between two such (None: for ever)."""

    p_value: float
    recurrence_interval: float | None


def poisson_rate_ratio(x1: float, t1: float, x2: float, t2: float, *, level: float = 0.95) -> RateRatio:
    """Exact conditional comparison of two rates.

    Parameters
    ----------
    x1, x2
        Events, whole numbers from 0 up.
    t1, t2
        Exposures, above 0.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    RateRatio
        (x1 / t1) / (x2 / t2) with Clopper-Pearson limits of x1 / (x1 + x2) transformed, and the two-sided
        binomial p-value (outcomes no more likely).

    Raises
    ------
    ArgumentError
        Negative or fractional events, exposure not above 0, a level outside 0..1.

    Notes
    -----
    Przyborowski & Wilenski (1940) Biometrika 31:313; as R ``poisson.test`` with two samples.

    Examples
    --------
    >>> r = poisson_rate_ratio(18, 1200, 9, 1500)
    >>> r.ratio, round(r.low, 4), round(r.high, 4), round(r.p_value, 4)
    (2.5, 1.0665, 6.3171, 0.0311)
    """
    from scipy.stats import binomtest

    check_level(level)
    for events, name in ((x1, "x1"), (x2, "x2")):
        if check_count(events, name) != round(events):
            raise ArgumentError(name, f"{events!r} is not a whole number")
    odds = check_positive(t2, "t2") / check_positive(t1, "t1")
    if x1 + x2 == 0:
        return RateRatio(None, None, None, None, level)
    test = binomtest(round(x1), round(x1 + x2), t1 / (t1 + t2))
    limits = test.proportion_ci(level, method="exact")
    return RateRatio(
        ratio=x1 / x2 * odds if x2 else None,
        low=float(limits.low / (1 - limits.low) * odds),
        high=float(limits.high / (1 - limits.high) * odds) if x2 else None,
        p_value=float(test.pvalue),
        level=level,
    )


def poisson_exceedance(observed: float, expected: float) -> Exceedance:
    """Probability of at least this many events when so many are expected.

    Parameters
    ----------
    observed
        Events seen in the period.
    expected
        Events expected in it, from 0 up.

    Returns
    -------
    Exceedance
        P(X >= observed) and its reciprocal in monitoring periods (None when the probability is 0).

    Raises
    ------
    ArgumentError
        Negative or fractional events, a negative expectation.

    Notes
    -----
    Recurrence interval: Kleinman, Lazarus & Platt (2004) Am. J. Epidemiol. 159:217.

    Examples
    --------
    >>> e = poisson_exceedance(3, 0.5)
    >>> round(e.p_value, 6), round(e.recurrence_interval, 1)
    (0.014388, 69.5)
    """
    from scipy.special import gammainc

    if check_count(observed, "observed") != round(observed):
        raise ArgumentError("observed", f"{observed!r} is not a whole number")
    check_count(expected, "expected")
    p = 1.0 if observed == 0 else float(gammainc(observed, expected))
    return Exceedance(p, 1 / p if p > 0 else None)
