"""The difference of two independent Net Promoter Scores from their counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

from heedful.methods.arguments import check_choice, check_count, check_level
from heedful.methods.quantiles import normal_p, two_sided_z

type NpsDifferenceInterval = Literal["adjusted_wald", "wald"]
type Counts = tuple[float, float, float]

NPS_DIFFERENCE_INTERVALS: tuple[NpsDifferenceInterval, ...] = get_args(NpsDifferenceInterval.__value__)


@dataclass(frozen=True, slots=True)
class NpsDifference:
    """Difference shown and difference tested, in points; all None when a group has no answers.

    ``z`` and ``p_value`` are None when neither score varies (unadjusted, all answers in one class).
    """

    difference: float | None
    adjusted_difference: float | None
    se: float | None
    z: float | None
    p_value: float | None
    low: float | None
    high: float | None
    level: float


def nps_difference(
    a: Counts, b: Counts, *, interval: NpsDifferenceInterval = "adjusted_wald", level: float = 0.95
) -> NpsDifference:
    """Two independent NPS: difference, interval and two-sided z test.

    Parameters
    ----------
    a, b
        (promoters, passives, detractors) of each group; fractional when they come from weighted bases.
    interval
        ``"adjusted_wald"``: 3/4, 3/2 and 3/4 answers are added to each group, and difference, standard
        error and test use the adjusted scores; ``"wald"``: nothing is added.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    NpsDifference
        In points, ``a - b``; limits clipped to [-200, 200].

    Raises
    ------
    ArgumentError
        A negative count, a level outside 0..1, an unknown interval.

    Notes
    -----
    Lewis & Sauro (2021) "How to statistically compare two Net Promoter Scores"; Rocks (2016).

    Examples
    --------
    >>> d = nps_difference((8, 2, 2), (5, 3, 4))
    >>> round(d.difference, 1), round(d.adjusted_difference, 1), round(d.p_value, 2)
    (41.7, 33.3, 0.26)
    """
    check_level(level)
    kind = check_choice(interval, NPS_DIFFERENCE_INTERVALS, "interval")
    for counts, name in ((a, "a"), (b, "b")):
        for count in counts:
            check_count(count, name)
    if not sum(a) or not sum(b):
        return NpsDifference(None, None, None, None, None, None, None, level)
    added = (0.75, 1.5, 0.75) if kind == "adjusted_wald" else (0.0, 0.0, 0.0)
    score_a, variance_a = _score(a, added)
    score_b, variance_b = _score(b, added)
    difference, se = score_a - score_b, sqrt(variance_a + variance_b)
    z = difference / se if se else None
    reach = two_sided_z(level) * se
    return NpsDifference(
        difference=100 * (_score(a)[0] - _score(b)[0]),
        adjusted_difference=100 * difference,
        se=100 * se,
        z=z,
        p_value=None if z is None else normal_p(z),
        low=max(100 * (difference - reach), -200.0),
        high=min(100 * (difference + reach), 200.0),
        level=level,
    )


def _score(counts: Counts, added: Counts = (0.0, 0.0, 0.0)) -> tuple[float, float]:
    p, m, q = (count + more for count, more in zip(counts, added, strict=True))
    n = p + m + q
    delta = (p - q) / n
    return delta, max((p + q) / n - delta**2, 0.0) / n
