"""What a part of the answers does to a score: the score less what it would be without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from heedful.methods.arguments import check_level
from heedful.methods.histograms import Histogram
from heedful.methods.quantiles import t_p, two_sided_z

# Three more answers a group, spread like all answers: of five complaints alike, the sixth may be none.
_PSEUDO_ANSWERS = 3.0


@dataclass(frozen=True, slots=True)
class LeaveOutImpact:
    """The impact with its interval, in the unit of the score; None where a side has no answers.

    ``p_value`` is two-sided, of the part scoring like the rest, so that there is no impact.
    """

    impact: float | None
    low: float | None
    high: float | None
    level: float
    p_value: float | None
    score: float | None
    score_without: float | None
    n_part: int
    n_rest: int
    se: float | None = None


def leave_out_impact(
    part: Histogram, rest: Histogram, score: Callable[[float], float], *, level: float = 0.95
) -> LeaveOutImpact:
    """Return how much the answers of a part raise or lower a score that is a mean over answers.

    Parameters
    ----------
    part
        Answers by value of those who share something: who speak of a theme.
    rest
        Answers by value of everybody else. A response is in one of the two.
    score
        What an answer adds to the mean: 100, 0 and -100 for NPS, 100 and 0 for a top box, itself for a
        mean.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    LeaveOutImpact
        The score of all less the score of the rest, in the unit of ``score``: below 0 the part pulls the
        score down. Impact is None without a rest, 0 without a part (then without an interval).

    Raises
    ------
    ArgumentError
        A level outside 0..1.

    Notes
    -----
    With a share p of the answers in the part, the impact is p (m_part - m_rest). Its variance by the delta
    method (share and means of a multinomial sample are uncorrelated to first order) is
    (m_part - m_rest)^2 p (1 - p) / n + p^2 (v_part / n_part + v_rest / n_rest). Each variance v is taken
    with three more answers that vary like all answers do, as in the adjusted Wald interval of a score (Rocks
    2016, The American Statistician 70:365): a few complaints that are all alike do not make a certainty.
    The test is Welch's (1947, Biometrika 34:28) with these variances.
    Weights: means of weight, bases by Kish. Serfling (1980), Approximation Theorems, ch. 3; coverage is
    measured in `bench.validate_leave_out`.

    Examples
    --------
    NPS 10 from 40, 30 and 30; half of the detractors speak of one thing:

    >>> def points(value):
    ...     return 100 * (value >= 9) - 100 * (value <= 6)
    >>> rest = Histogram.of([10] * 40 + [8] * 30 + [2] * 15)
    >>> found = leave_out_impact(Histogram.of([2] * 15), rest, points)
    >>> round(found.impact, 1), round(found.low, 1), round(found.high, 1)
    (-19.4, -29.1, -9.7)
    """
    check_level(level)
    whole = part + rest
    score_of_all, score_of_rest = _mean(whole, score), _mean(rest, score)
    if score_of_all is None or score_of_rest is None:
        return LeaveOutImpact(None, None, None, level, None, score_of_all, score_of_rest, part.n, rest.n)
    score_of_part = _mean(part, score)
    if score_of_part is None:
        return LeaveOutImpact(0.0, None, None, level, None, score_of_all, score_of_rest, 0, rest.n)
    share, gap = part.w / whole.w, score_of_part - score_of_rest
    of_part, of_rest = _variance(part, whole, score), _variance(rest, whole, score)
    of_means = of_part + of_rest
    se = sqrt(gap**2 * share * (1 - share) / whole.n_effective + share**2 * of_means)
    reach, impact = two_sided_z(level) * se, score_of_all - score_of_rest
    return LeaveOutImpact(
        impact,
        impact - reach,
        impact + reach,
        level,
        _p_value(gap, of_part, of_rest, part.n_effective, rest.n_effective),
        score_of_all,
        score_of_rest,
        part.n,
        rest.n,
        se,
    )


def _mean(histogram: Histogram, score: Callable[[float], float]) -> float | None:
    if not histogram.w:
        return None
    return sum(tally.w * score(value) for value, tally in histogram.counts.items()) / histogram.w


def _variance(group: Histogram, whole: Histogram, score: Callable[[float], float]) -> float:
    """Return the variance of a group's mean."""
    n = group.n_effective
    spread = (n * _spread(group, score) + _PSEUDO_ANSWERS * _spread(whole, score)) / (n + _PSEUDO_ANSWERS)
    return spread / n


def _p_value(gap: float, of_part: float, of_rest: float, n_part: float, n_rest: float) -> float | None:
    """Return p of Welch's test, with the degrees of freedom of Satterthwaite."""
    if of_part + of_rest <= 0 or min(n_part, n_rest) <= 1:
        return None
    df = (of_part + of_rest) ** 2 / (of_part**2 / (n_part - 1) + of_rest**2 / (n_rest - 1))
    return t_p(gap / sqrt(of_part + of_rest), df)


def _spread(histogram: Histogram, score: Callable[[float], float]) -> float:
    middle = _mean(histogram, score) or 0.0
    squares = sum(tally.w * (score(value) - middle) ** 2 for value, tally in histogram.counts.items())
    return squares / histogram.w
