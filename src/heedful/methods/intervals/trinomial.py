"""Intervals for one Net Promoter Score: the mean of +100, 0 and -100 over three classes of answer.

Inside this file an NPS is ``delta`` on -1..1; what is returned is in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import TWO_ANSWERS, two_sided_z
from heedful.methods.results import Estimate

type Floats = NDArray[np.float64]
type NpsInterval = Literal["adjusted_wald", "wald", "score", "trinomial_t"]

NPS_INTERVALS: tuple[NpsInterval, ...] = get_args(NpsInterval.__value__)

# Rocks (2016): three quarters of a promoter and of a detractor, one and a half passives.
_PSEUDO_TAIL = 0.75
_PSEUDO_ANSWERS = 3.0
# Enough halvings to exhaust the precision of a double on -1..1.
_HALVINGS = 54


@dataclass(frozen=True, slots=True)
class NpsIntervals:
    """Net Promoter Scores of many groups, arrays of one shape, in points; nan where a group has none."""

    nps: Floats
    low: Floats
    high: Floats
    se: Floats
    level: float
    method: NpsInterval


def nps_intervals(
    promoters: ArrayLike,
    passives: ArrayLike,
    detractors: ArrayLike,
    *,
    interval: NpsInterval = "adjusted_wald",
    level: float = 0.95,
) -> NpsIntervals:
    """Score and interval of many groups at once.

    Parameters
    ----------
    promoters, passives, detractors
        Answers of each class, arrays of one shape (k,). May be fractional: weighted shares times the
        effective base.
    interval
        ``"adjusted_wald"`` adds 3/4 promoters, 3/2 passives and 3/4 detractors and is centred on the
        adjusted score; ``"wald"`` uses the trinomial variance p + q - (p - q)^2 over n; ``"score"``
        inverts the score test of a constrained trinomial; ``"trinomial_t"`` is the t interval of the
        mean of +1, 0, -1.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    NpsIntervals
        Points, clipped to [-100, 100]. ``nan`` marks a group without answers, and limits that cannot be
        had (trinomial t with one answer).

    Raises
    ------
    ArgumentError
        A negative count, shapes that differ, a level outside 0..1, an unknown interval.

    Notes
    -----
    Rocks (2016) The American Statistician 70:365; Lewis & Sauro (2021); May & Johnson (1997) and
    Tango (1998) Statistics in Medicine 17:891 for the score interval.

    Examples
    --------
    >>> many = nps_intervals([40, 400], [30, 300], [30, 300])
    >>> many.nps.round(2).tolist(), many.low.round(2).tolist(), many.high.round(2).tolist()
    ([10.0, 10.0], [-6.27, 4.83], [25.69, 15.11])
    """
    check_level(level)
    kind = check_choice(interval, NPS_INTERVALS, "interval")
    p, m, q = (_counts(x, name) for x, name in _named(promoters, passives, detractors))
    if not p.shape == m.shape == q.shape:
        raise ArgumentError("passives", f"shapes {p.shape}, {m.shape} and {q.shape} differ")
    n = p + m + q
    with np.errstate(invalid="ignore", divide="ignore"):
        delta = np.where(n > 0, (p - q) / n, np.nan)
        low, high, se = _limits(kind, p, q, n, level)
    return NpsIntervals(
        100 * delta, 100 * np.clip(low, -1, 1), 100 * np.clip(high, -1, 1), 100 * se, level, kind
    )


def nps_interval(
    promoters: float,
    passives: float,
    detractors: float,
    *,
    interval: NpsInterval = "adjusted_wald",
    level: float = 0.95,
) -> Estimate:
    """Score and interval of one group from its counts.

    Parameters
    ----------
    promoters, passives, detractors
        Answers of each class, from 0 up.
    interval, level
        As for `nps_intervals`.

    Returns
    -------
    Estimate
        In points. ``value``, ``low``, ``high`` and ``se`` are None without answers; ``se`` is None for
        the score interval, which has none.

    Raises
    ------
    ArgumentError
        A negative count, a level outside 0..1, an unknown interval.

    Notes
    -----
    Sources: see `nps_intervals`.

    Examples
    --------
    >>> e = nps_interval(40, 30, 30)
    >>> e.value, round(e.low, 2), round(e.high, 2)
    (10.0, -6.27, 25.69)
    """
    many = nps_intervals([promoters], [passives], [detractors], interval=interval, level=level)
    n = float(promoters + passives + detractors)
    return Estimate(
        value=_number(many.nps),
        low=_number(many.low),
        high=_number(many.high),
        level=level,
        n=round(n),
        n_effective=n,
        method=f"NPS, {interval}",
        se=_number(many.se),
    )


def _named(*counts: ArrayLike) -> zip[tuple[ArrayLike, str]]:
    return zip(counts, ("promoters", "passives", "detractors"), strict=True)


def _counts(values: ArrayLike, argument: str) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if not np.all(np.isfinite(array)) or np.any(array < 0):
        raise ArgumentError(argument, "holds a count that is not a finite number from 0 up")
    return array


def _number(array: Floats) -> float | None:
    return None if np.isnan(array[0]) else float(array[0])


def _limits(
    kind: NpsInterval, p: Floats, q: Floats, n: Floats, level: float
) -> tuple[Floats, Floats, Floats]:
    if kind == "score":
        low, high = _score_limits(p, q, n, two_sided_z(level))
        return low, high, np.full_like(n, np.nan)
    if kind == "trinomial_t":
        return _t_limits(p, q, n, level)
    if kind == "adjusted_wald":
        return _wald_limits(
            p + _PSEUDO_TAIL, q + _PSEUDO_TAIL, np.where(n > 0, n + _PSEUDO_ANSWERS, 0), level
        )
    return _wald_limits(p, q, n, level)


def _spread(p: Floats, q: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of +1, 0, -1."""
    delta = (p - q) / n
    return np.where(n > 0, delta, np.nan), np.maximum((p + q) / n - delta**2, 0)


def _wald_limits(p: Floats, q: Floats, n: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    delta, variance = _spread(p, q, n)
    se = np.sqrt(variance / n)
    reach = two_sided_z(level) * se
    return delta - reach, delta + reach, se


def _t_limits(p: Floats, q: Floats, n: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    from scipy.special import stdtrit

    delta, variance = _spread(p, q, n)
    df = np.where(n >= TWO_ANSWERS, n - 1, np.nan)
    se = np.sqrt(variance / df)
    reach = stdtrit(df, (1 + level) / 2) * se
    return delta - reach, delta + reach, se


def _score_limits(p: Floats, q: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    """Where the squared score statistic equals z²: it grows on both sides of the estimate."""
    delta = np.where(n > 0, (p - q) / n, np.nan)
    return _halve(delta, -np.ones_like(n), p, q, n, z), _halve(delta, np.ones_like(n), p, q, n, z)


def _halve(inside: Floats, outside: Floats, p: Floats, q: Floats, n: Floats, z: float) -> Floats:
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        rejected = _excess(middle, p, q, n, z) > 0
        outside = np.where(rejected, middle, outside)
        inside = np.where(rejected, inside, middle)
    # An estimate at the end of the scale is its own limit.
    return (inside + outside) / 2


def _excess(delta: Floats, p: Floats, q: Floats, n: Floats, z: float) -> Floats:
    """Squared distance less z² times the variance under the constraint that the NPS is ``delta``."""
    b = -p - q + (2 * n - p + q) * delta
    c = -q * delta * (1 - delta)
    detractors = (np.sqrt(np.maximum(b**2 - 8 * n * c, 0)) - b) / (4 * n)
    variance = np.maximum(2 * detractors + delta * (1 - delta), 0) / n
    excess: Floats = ((p - q) / n - delta) ** 2 - z**2 * variance
    return excess
