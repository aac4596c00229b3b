"""Intervals for means: of independent answers, and of answers that come in clusters of one person."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from heedful.methods.arguments import check_count, check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import TWO_ANSWERS, two_sided_t
from heedful.methods.results import Estimate


def mean_interval(
    n: float, mean: float, variance: float, *, level: float = 0.95, answers: int | None = None
) -> Estimate:
    """T interval of a mean from its sufficient statistics.

    Parameters
    ----------
    n
        Answers, or the effective base of weighted answers.
    mean
        Their mean, in any unit.
    variance
        Sample variance with divisor ``n - 1``, in that unit squared; ignored when ``n`` is below 2.
    level
        Two-sided confidence level, 0..1.
    answers
        Unweighted base to report; ``n`` rounded when left out.

    Returns
    -------
    Estimate
        ``value`` is None when ``n`` is 0; limits and ``se`` are None when ``n`` is below 2.

    Raises
    ------
    ArgumentError
        A negative base or variance, a level outside 0..1.

    Notes
    -----
    Student (1908) Biometrika 6:1.

    Examples
    --------
    >>> e = mean_interval(10, 3.8, 1.9555556)
    >>> round(e.low, 4), round(e.high, 4)
    (2.7996, 4.8004)
    """
    check_level(level)
    base = round(check_count(n, "n")) if answers is None else answers
    if n == 0:
        return Estimate(None, None, None, level, base, 0.0, "mean, t")
    if n < TWO_ANSWERS:
        return Estimate(mean, None, None, level, base, n, "mean, t")
    se = sqrt(check_count(variance, "variance") / n)
    reach = two_sided_t(level, n - 1) * se
    return Estimate(mean, mean - reach, mean + reach, level, base, n, "mean, t", se)


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """What a clustered variance needs to know of K clusters; sums of disjoint sets of clusters add up.

    Parameters
    ----------
    clusters
        How many clusters (persons) there are, K.
    n, s
        Sum over clusters of the cluster's answers n_k (or weights) and of its total s_k.
    ss, ns, nn
        Sum of s_k^2, of n_k * s_k and of n_k^2.
    """

    clusters: int
    n: float
    s: float
    ss: float
    ns: float
    nn: float

    def __add__(self, other: ClusterSums) -> ClusterSums:
        return ClusterSums(
            self.clusters + other.clusters,
            self.n + other.n,
            self.s + other.s,
            self.ss + other.ss,
            self.ns + other.ns,
            self.nn + other.nn,
        )


def clustered_mean(
    sums: ClusterSums, *, scale: float = 1.0, level: float = 0.95, answers: int | None = None
) -> Estimate:
    """Mean of answers when one person may give several, with the linearised variance of a ratio.

    Parameters
    ----------
    sums
        Sufficient statistics over clusters. For NPS the value of an answer is +1, 0 or -1.
    scale
        What to multiply by: 100 gives points or per cent.
    level
        Two-sided confidence level, 0..1; t with K - 1 degrees of freedom.
    answers
        Unweighted base to report; ``sums.n`` rounded when left out.

    Returns
    -------
    Estimate
        Value, limits and ``se`` in the answers' unit times ``scale``. ``n_effective`` is (sum n_k)^2 over
        sum n_k^2: the base if all answers of a person were one. Limits are None with fewer than two clusters.

    Raises
    ------
    ArgumentError
        Sums that no clusters can have, a level outside 0..1.

    Notes
    -----
    var = K / (K - 1) * sum (s_k - r n_k)^2 / (sum n_k)^2: Cochran (1977) Sampling Techniques, 3rd ed., 6.3;
    Lumley (2010) Complex Surveys. With one answer a cluster it equals the variance of a simple mean.

    Examples
    --------
    >>> two_answers_each = ClusterSums(clusters=3, n=6, s=2, ss=6, ns=4, nn=12)
    >>> e = clustered_mean(two_answers_each)
    >>> round(e.value, 4), round(e.se, 4)
    (0.3333, 0.441)
    """
    check_level(level)
    base = round(check_count(sums.n, "sums")) if answers is None else answers
    if sums.n == 0:
        return Estimate(None, None, None, level, base, 0.0, "mean, clustered")
    mean = sums.s / sums.n
    effective = sums.n**2 / sums.nn
    if sums.clusters < 2:
        return Estimate(scale * mean, None, None, level, base, effective, "mean, clustered")
    squares = sums.ss - 2 * mean * sums.ns + mean**2 * sums.nn
    if squares < -1e-9 * max(sums.ss, 1.0):
        raise ArgumentError("sums", "sum of squares below what the totals allow")
    se = scale * sqrt(max(squares, 0.0) * sums.clusters / (sums.clusters - 1)) / sums.n
    reach = two_sided_t(level, sums.clusters - 1) * se
    value = scale * mean
    return Estimate(value, value - reach, value + reach, level, base, effective, "mean, clustered", se)
