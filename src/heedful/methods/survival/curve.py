"""The share that stays, when some have not left yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice, check_count, check_level
from heedful.methods.arrays import Floats, read_flags, read_numbers
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import two_sided_z

type CurveInterval = Literal["log", "loglog", "plain"]
CURVE_INTERVALS: tuple[CurveInterval, ...] = get_args(CurveInterval.__value__)
# R's tolerance for "exactly one half" in the median.
_HALF = 1.5e-8


@dataclass(frozen=True, slots=True)
class RetentionCurve:
    """The curve just after each event time: share still here, standard error, limits, base at risk.

    ``se``, ``low`` and ``high`` are None where nobody is left. ``median`` is None when less than half have
    left; ``rmst`` (mean time up to a horizon) when no horizon was given.
    """

    times: tuple[float, ...]
    survival: tuple[float, ...]
    se: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    n_at_risk: tuple[int, ...]
    median: float | None
    rmst: float | None
    level: float
    n: int


def read_durations(time: ArrayLike, event: ArrayLike) -> tuple[Floats, Floats]:
    """Durations and whether each ended with the event, checked.

    Parameters
    ----------
    time
        Durations, 0 or more, shape (n,).
    event
        1 = the event happened then, 0 = not seen any longer (censored), shape (n,).

    Returns
    -------
    tuple of ndarray
        Both as floats, shape (n,).

    Raises
    ------
    ArgumentError
        A negative duration, an event other than 0 or 1, lengths that differ.

    Notes
    -----
    Source: our convention.

    Examples
    --------
    >>> read_durations([3, 5], [1, 0])[1]
    array([1., 0.])
    """
    durations, events = read_numbers(time, "time"), read_flags(event, "event").astype(np.float64)
    if durations.size != events.size:
        raise ArgumentError("event", f"{events.size} values for the {durations.size} of time")
    if (durations < 0).any():
        raise ArgumentError("time", "holds a negative duration")
    return durations, events


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    level: float = 0.95,
    interval: CurveInterval = "log",
    rmst_horizon: float | None = None,
) -> RetentionCurve:
    """Retention curve of customers of whom some have not left yet (Kaplan & Meier), with Greenwood's error.

    Parameters
    ----------
    time
        Time until leaving or until last seen, 0 or more, shape (n,).
    event
        1 = left then, 0 = still here when last seen, shape (n,).
    level
        Two-sided confidence level, 0..1.
    interval
        Scale on which the limits are symmetric: ``"log"`` (R's default), ``"loglog"`` or ``"plain"``.
    rmst_horizon
        Also return the mean time here up to this horizon (area under the curve).

    Returns
    -------
    RetentionCurve
        Empty when nobody left.

    Raises
    ------
    ArgumentError
        A negative duration, an event other than 0 or 1, lengths that differ, an unknown interval.

    Notes
    -----
    Source: Kaplan & Meier (1958); Greenwood (1926); R's ``survfit`` for limits and median (the midpoint of
    the flat piece when the curve is exactly one half there).

    Examples
    --------
    >>> curve = kaplan_meier([2, 3, 3, 5, 8], [1, 1, 0, 1, 0], rmst_horizon=6)
    >>> [round(s, 2) for s in curve.survival], curve.median, round(curve.rmst, 2)
    ([0.8, 0.6, 0.3], 5.0, 4.3)
    """
    check_level(level)
    check_choice(interval, CURVE_INTERVALS, "interval")
    durations, events = read_durations(time, event)
    times = np.unique(durations[events == 1])
    at_risk = durations.size - np.searchsorted(np.sort(durations), times)
    left = np.searchsorted(np.sort(durations[events == 1]), times, side="right")
    left = np.diff(left, prepend=0)
    survival = np.cumprod(1 - left / at_risk)
    here = left < at_risk
    variance = np.cumsum(np.divide(left, at_risk * (at_risk - left), out=np.zeros(times.size), where=here))
    low, high = _limits(survival, np.sqrt(variance), interval, two_sided_z(level))
    return RetentionCurve(
        tuple(times.tolist()),
        tuple(survival.tolist()),
        _where(survival * np.sqrt(variance), here),
        _where(low, here),
        _where(high, here),
        tuple(at_risk.tolist()),
        _median(times, survival),
        None if rmst_horizon is None else _area(times, survival, check_count(rmst_horizon, "rmst_horizon")),
        level,
        durations.size,
    )


def _where(values: Floats, known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[float | None, ...]:
    return tuple(value if ok else None for value, ok in zip(values.tolist(), known.tolist(), strict=True))


def _limits(s: Floats, error: Floats, interval: CurveInterval, z: float) -> tuple[Floats, Floats]:
    """Limits from the standard error of log S; on the complementary log-log scale it is divided by log S."""
    if interval == "plain":
        low, high = s - z * s * error, s + z * s * error
    elif interval == "log":
        low, high = s * np.exp(-z * error), s * np.exp(z * error)
    else:
        logs = np.log(np.where(s > 0, s, 0.5))
        low, high = np.exp(logs * np.exp(-z * error / logs)), np.exp(logs * np.exp(z * error / logs))
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def _median(times: Floats, survival: Floats) -> float | None:
    reached = np.flatnonzero(survival < 0.5 + _HALF)
    if not reached.size:
        return None
    first = reached[0]
    if abs(survival[first] - 0.5) < _HALF and first + 1 < times.size:
        return float((times[first] + times[first + 1]) / 2)
    return float(times[first])


def _area(times: Floats, survival: Floats, horizon: float) -> float:
    # The curve is flat after the last event, also beyond the last customer seen.
    inside = times < horizon
    edges = np.concatenate([[0.0], times[inside], [horizon]])
    return float(np.diff(edges) @ np.concatenate([[1.0], survival[inside]]))
