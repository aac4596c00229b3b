"""Averages over strata: post-stratified, decomposed into mix and rate, pooled over imputations."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from heedful.methods.arguments import check_count
from heedful.methods.errors import ArgumentError, TooFewAnswers


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was found in one stratum: answers, their mean, and their sample variance when known."""

    name: Hashable
    n: float
    mean: float
    variance: float | None = None


@dataclass(frozen=True, slots=True)
class PostStratified:
    """Pooled mean as it came, mean as the population is, and its standard error (None: no variances)."""

    raw_mean: float
    mean: float
    se: float | None
    n: float


@dataclass(frozen=True, slots=True)
class MixGroup:
    """Size and rate of one group before (a) and after (b); a rate may be None where the size is 0."""

    a_size: float
    a_rate: float | None
    b_size: float
    b_rate: float | None


@dataclass(frozen=True, slots=True)
class MixShift:
    """Averages a and b, their change, and its two parts: ``mix_effect + rate_effect == total``."""

    a: float
    b: float
    total: float
    mix_effect: float
    rate_effect: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Pooled estimate of m imputed analyses. ``df`` is None when there is no end to it."""

    estimate: float
    se: float
    between: float
    within: float
    total: float
    riv: float | None
    fmi_lambda: float | None
    df: float | None


def poststratify(strata: Sequence[Stratum], population: Mapping[Hashable, float]) -> PostStratified:
    """Mean of the population from the means of its strata.

    Parameters
    ----------
    strata
        What was found in each stratum, n > 0.
    population
        People by stratum name; each must have been sampled.

    Returns
    -------
    PostStratified
        In the unit of the means; ``se`` ignores the finite population, and is None unless every stratum
        has its variance.

    Raises
    ------
    ArgumentError
        A stratum twice, unknown, or in the population but not sampled; a negative number; nobody at all.

    Notes
    -----
    Sum of (N_h / N) mean_h, variance sum of (N_h / N)^2 s_h^2 / n_h: Holt & Smith (1979) JRSS A 142:33.

    Examples
    --------
    >>> p = poststratify([Stratum("shop", 80, 50.0), Stratum("web", 20, 20.0)], {"shop": 500, "web": 500})
    >>> p.raw_mean, p.mean
    (44.0, 35.0)
    """
    found = {stratum.name: stratum for stratum in strata}
    if len(found) != len(strata) or found.keys() != population.keys():
        raise ArgumentError("population", "must name each stratum sampled, and no other")
    if any(check_count(s.n, "strata") == 0 for s in strata):
        raise ArgumentError("strata", "one has no answers")
    people = sum(check_count(size, "population") for size in population.values())
    if not people:
        raise ArgumentError("population", "nobody")
    share = {name: size / people for name, size in population.items()}
    n = sum(s.n for s in strata)
    variance = 0.0
    is_known = True
    for s in strata:
        is_known = is_known and s.variance is not None
        variance += share[s.name] ** 2 * check_count(s.variance or 0.0, "strata") / s.n
    return PostStratified(
        raw_mean=sum(s.n * s.mean for s in strata) / n,
        mean=sum(share[s.name] * s.mean for s in strata),
        se=sqrt(variance) if is_known else None,
        n=n,
    )


def mix_shift(groups: Sequence[MixGroup]) -> MixShift:
    """Did the score change, or only who was asked? Change of an average split into mix and rate.

    Parameters
    ----------
    groups
        Sizes (any unit, from 0 up) and rates of each group in both periods. A group absent from one period
        has no rate there; its change is all mix.

    Returns
    -------
    MixShift
        In the unit of the rates, b less a.

    Raises
    ------
    ArgumentError
        A period without anybody, a negative size, a rate missing where there are people.

    Notes
    -----
    Kitagawa (1955) JASA 50:1168; Das Gupta (1993).

    Examples
    --------
    >>> m = mix_shift([MixGroup(90, 50.0, 50, 50.0), MixGroup(10, 0.0, 50, 0.0)])
    >>> m.total, round(m.mix_effect, 6), m.rate_effect
    (-20.0, -20.0, 0.0)
    """
    a_total = sum(check_count(g.a_size, "groups") for g in groups)
    b_total = sum(check_count(g.b_size, "groups") for g in groups)
    if not a_total or not b_total:
        raise ArgumentError("groups", "a period has nobody")
    a = b = mix = rate = 0.0
    for g in groups:
        share_a, share_b = g.a_size / a_total, g.b_size / b_total
        rate_a, rate_b = _rates(g)
        a += share_a * rate_a
        b += share_b * rate_b
        mix += (rate_a + rate_b) / 2 * (share_b - share_a)
        rate += (share_a + share_b) / 2 * (rate_b - rate_a)
    return MixShift(a, b, b - a, mix, rate)


def _rates(group: MixGroup) -> tuple[float, float]:
    if (group.a_rate is None and group.a_size) or (group.b_rate is None and group.b_size):
        raise ArgumentError("groups", "a rate is missing where there are people")
    rate_a = group.b_rate if group.a_rate is None else group.a_rate
    rate_b = group.a_rate if group.b_rate is None else group.b_rate
    return rate_a or 0.0, rate_b or 0.0


def rubin_pool(
    estimates: Sequence[float], variances: Sequence[float], *, df_complete: float | None = None
) -> Pooled:
    """Pool the same analysis of m imputed data sets.

    Parameters
    ----------
    estimates, variances
        Estimate and squared standard error of each analysis, m >= 2 of them.
    df_complete
        Degrees of freedom had nothing been missing; gives Barnard and Rubin's.

    Returns
    -------
    Pooled
        ``total`` is within + (1 + 1/m) between; ``riv`` the relative increase of variance, ``fmi_lambda`` the
        share of variance due to missing answers. ``riv`` is None without variance within, ``fmi_lambda``
        without any.

    Raises
    ------
    TooFewAnswers
        Fewer than two analyses.
    ArgumentError
        Lengths that differ, a negative variance.

    Notes
    -----
    Rubin (1987) Multiple Imputation for Nonresponse; Barnard & Rubin (1999) Biometrika 86:948.

    Examples
    --------
    >>> p = rubin_pool([31.2, 33.8, 30.1, 35.0, 32.4], [4.0, 4.4, 3.9, 4.6, 4.1])
    >>> round(p.estimate, 2), round(p.se, 2), round(p.df, 2)
    (32.5, 2.97, 14.58)
    """
    m = len(estimates)
    if m != len(variances):
        raise ArgumentError("variances", f"{len(variances)} given for {m} estimates")
    if m < 2:
        raise TooFewAnswers("estimates", f"{m} given, two needed")
    estimate = sum(estimates) / m
    within = sum(check_count(v, "variances") for v in variances) / m
    between = sum((e - estimate) ** 2 for e in estimates) / (m - 1)
    added = (1 + 1 / m) * between
    total = within + added
    share = added / total if total else None
    return Pooled(
        estimate=estimate,
        se=sqrt(total),
        between=between,
        within=within,
        total=total,
        riv=added / within if within else None,
        fmi_lambda=share,
        df=_degrees(m, share, df_complete),
    )


def _degrees(m: int, share: float | None, complete: float | None) -> float | None:
    if share is None:
        return None
    rubin = (m - 1) / share**2 if share else None
    if complete is None:
        return rubin
    observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    return observed if rubin is None else rubin * observed / (rubin + observed)
