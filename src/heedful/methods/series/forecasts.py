"""What comes next: exponential smoothing, and how good forecasts were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.series.charts import as_series

type Floats = NDArray[np.float64]
type Seasonal = Literal["additive", "multiplicative"]


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Simple smoothing: weight used, last level, sum of squared errors, and a flat forecast."""

    alpha: float
    level: float
    sse: float
    forecast: Floats


@dataclass(frozen=True, slots=True)
class HoltWinters:
    """Last level, trend and season (next step first), sum of squared errors, and forecast."""

    level: float
    trend: float
    season: Floats
    sse: float
    forecast: Floats


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors of a forecast. What needs limits or a scale is None without it."""

    mae: float
    rmse: float
    smape_pct: float
    mase: float | None
    coverage: float | None
    interval_score: float | None
    msis: float | None


def ses(x: ArrayLike, *, alpha: float | None = None, horizon: int = 1) -> Smoothed:
    """Simple exponential smoothing, the level starting at the first observation.

    Parameters
    ----------
    x
        Observations in order of time, shape (n,), n >= 1 (n >= 2 to choose alpha).
    alpha
        Weight of the newest, 0..1; the one with the smallest squared error when left out.
    horizon
        Steps to forecast, from 0 up.

    Returns
    -------
    Smoothed
        In the unit of x; errors count from the second observation on.

    Raises
    ------
    TooFewAnswers
        Too few observations.
    ArgumentError
        alpha outside 0..1, a negative horizon.

    Notes
    -----
    Brown (1959); Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 8.1.

    Examples
    --------
    >>> s = ses([10, 12, 11], alpha=0.5, horizon=2)
    >>> s.level, s.sse, s.forecast.tolist()
    (11.0, 4.0, [11.0, 11.0])
    """
    values = as_series(x, at_least=1 if alpha is not None else 2)
    if horizon < 0:
        raise ArgumentError("horizon", f"{horizon!r} is negative")
    weight = _best_alpha(values) if alpha is None else alpha
    if not 0 <= weight <= 1:
        raise ArgumentError("alpha", f"{weight!r} does not lie in 0 to 1")
    level, sse = _smooth(values, weight)
    return Smoothed(weight, level, sse, np.full(horizon, level))


def _smooth(values: Floats, alpha: float) -> tuple[float, float]:
    level, sse = float(values[0]), 0.0
    for value in values[1:].tolist():
        error = value - level
        sse += error * error
        level += alpha * error
    return level, sse


def _best_alpha(values: Floats) -> float:
    from scipy.optimize import minimize_scalar

    # The error has several valleys in rare cases: look around before walking down.
    grid = np.linspace(0, 1, 51)
    errors = [_smooth(values, float(alpha))[1] for alpha in grid]
    best = int(np.argmin(errors))
    around = (float(grid[max(best - 1, 0)]), float(grid[min(best + 1, 50)]))
    found = minimize_scalar(
        lambda alpha: _smooth(values, alpha)[1], bounds=around, method="bounded", options={"xatol": 1e-10}
    )
    return float(found.x) if found.fun < errors[best] else float(grid[best])


def holt_winters(
    x: ArrayLike,
    *,
    period: int,
    alpha: float,
    beta: float,
    gamma: float,
    seasonal: Seasonal = "additive",
    horizon: int = 1,
) -> HoltWinters:
    """Level, trend and season, each smoothed by a given weight.

    Parameters
    ----------
    x
        Observations in order of time, shape (n,), more than two periods.
    period
        Observations a season, from 2 up.
    alpha, beta, gamma
        Weights of the newest in level, trend and season, 0..1.
    seasonal
        ``"additive"`` or ``"multiplicative"`` (observations above 0).
    horizon
        Steps to forecast, from 0 up.

    Returns
    -------
    HoltWinters
        Start values from a classical decomposition of the first two periods: its seasonal figure, and the
        least-squares line through its moving average. The filter starts in the second period.

    Raises
    ------
    TooFewAnswers
        Fewer than two periods.
    ArgumentError
        A weight outside 0..1, a period below 2, a negative horizon, observations not above 0 where the
        season multiplies.

    Notes
    -----
    Winters (1960) Management Science 6:324; start values as R ``stats::HoltWinters``.

    Examples
    --------
    >>> h = holt_winters([1, 3, 2, 4, 3, 5], period=2, alpha=0.5, beta=0.5, gamma=0.5, horizon=2)
    >>> h.forecast.round(3).tolist()
    [4.17, 6.174]
    """
    kind: Seasonal = check_choice(seasonal, ("additive", "multiplicative"), "seasonal")
    if period < 2 or horizon < 0:
        raise ArgumentError("period", f"{period!r} is below 2, or the horizon {horizon!r} below 0")
    for weight, name in ((alpha, "alpha"), (beta, "beta"), (gamma, "gamma")):
        if not 0 <= weight <= 1:
            raise ArgumentError(name, f"{weight!r} does not lie in 0 to 1")
    values = as_series(x, at_least=2 * period)
    if kind == "multiplicative":
        if np.any(values <= 0):
            raise ArgumentError("x", "holds a value that is not above 0, which no season multiplies")
        return _filter_multiplied(values, period, (alpha, beta, gamma), horizon)
    return _filter_added(values, period, (alpha, beta, gamma), horizon)


def _filter_added(x: Floats, period: int, weights: tuple[float, float, float], horizon: int) -> HoltWinters:
    alpha, beta, gamma = weights
    level, trend, figure = _start(x[: 2 * period], period, is_multiplied=False)
    season = figure.tolist()
    sse = 0.0
    for i, value in enumerate(x[period:].tolist()):
        s = season[i % period]
        sse += (value - level - trend - s) ** 2
        before, level = level, alpha * (value - s) + (1 - alpha) * (level + trend)
        trend = beta * (level - before) + (1 - beta) * trend
        season[i % period] = gamma * (value - level) + (1 - gamma) * s
    ahead = np.roll(season, -((x.size - period) % period))
    steps = np.arange(1, horizon + 1)
    return HoltWinters(level, trend, ahead, sse, level + steps * trend + ahead[(steps - 1) % period])


def _filter_multiplied(
    x: Floats, period: int, weights: tuple[float, float, float], horizon: int
) -> HoltWinters:
    alpha, beta, gamma = weights
    level, trend, figure = _start(x[: 2 * period], period, is_multiplied=True)
    season = figure.tolist()
    sse = 0.0
    for i, value in enumerate(x[period:].tolist()):
        s = season[i % period]
        sse += (value - (level + trend) * s) ** 2
        before, level = level, alpha * value / s + (1 - alpha) * (level + trend)
        trend = beta * (level - before) + (1 - beta) * trend
        season[i % period] = gamma * value / level + (1 - gamma) * s
    ahead = np.roll(season, -((x.size - period) % period))
    steps = np.arange(1, horizon + 1)
    return HoltWinters(level, trend, ahead, sse, (level + steps * trend) * ahead[(steps - 1) % period])


def _start(x: Floats, period: int, *, is_multiplied: bool) -> tuple[float, float, Floats]:
    kernel = np.full(period, 1.0) if period % 2 else np.concatenate([[0.5], np.ones(period - 1), [0.5]])
    moving = np.convolve(x, kernel / period, mode="valid")
    first = (x.size - moving.size) // 2
    slope, intercept = np.polyfit(np.arange(1, moving.size + 1), moving, 1)
    middle = x[first : first + moving.size]
    detrended = middle / moving if is_multiplied else middle - moving
    place = np.arange(first, first + moving.size) % period
    figure = np.bincount(place, detrended, period) / np.bincount(place, minlength=period)
    figure = figure / figure.mean() if is_multiplied else figure - figure.mean()
    return float(intercept), float(slope), figure


def forecast_accuracy(
    train: ArrayLike,
    actual: ArrayLike,
    forecast: ArrayLike,
    *,
    period: int = 1,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    level: float = 0.95,
) -> Accuracy:
    """How far forecasts were off, absolutely, relatively, and against the naive forecast.

    Parameters
    ----------
    train
        What the forecast was made from, more than ``period`` observations; gives the scale.
    actual, forecast
        What came and what was forecast, shape (h,), h >= 1.
    period
        Seasonal lag of the naive forecast, from 1 up.
    low, high
        Limits of the forecast, shape (h,); give both or neither.
    level
        Level of the limits, 0..1.

    Returns
    -------
    Accuracy
        ``mae``, ``rmse`` and ``interval_score`` in the unit of the series; a step whose value and forecast
        are both 0 adds nothing to ``smape_pct``.

    Raises
    ------
    TooFewAnswers
        Nothing to compare.
    ArgumentError
        Lengths that differ, one limit without the other, a period below 1.

    Notes
    -----
    Hyndman & Koehler (2006) Int. J. Forecasting 22:679; Makridakis et al. (2020) 36:54 (M4); Gneiting &
    Raftery (2007) for the interval score.

    Examples
    --------
    >>> a = forecast_accuracy([10, 12, 11, 13], [12, 14], [13, 13], low=[9, 9], high=[15, 13])
    >>> a.mae, round(a.mase, 2), a.coverage, round(a.interval_score, 6)
    (1.0, 0.6, 0.5, 25.0)
    """
    came = as_series(actual, "actual", at_least=1)
    error = came - _alike(forecast, "forecast", came.size)
    scale = _naive_scale(as_series(train, "train"), period)
    size = np.abs(came) + np.abs(came - error)
    smape = np.divide(np.abs(error), size, out=np.zeros_like(size), where=size > 0)
    mae = float(np.abs(error).mean())
    coverage = score = None
    if low is not None and high is not None:
        coverage, score = _interval_score(
            came, _alike(low, "low", came.size), _alike(high, "high", came.size), check_level(level)
        )
    elif low is not None or high is not None:
        raise ArgumentError("high" if high is None else "low", "give both limits or neither")
    return Accuracy(
        mae=mae,
        rmse=float(np.sqrt((error**2).mean())),
        smape_pct=float(200 * smape.mean()),
        mase=mae / scale if scale else None,
        coverage=coverage,
        interval_score=score,
        msis=score / scale if scale and score is not None else None,
    )


def _alike(values: ArrayLike, argument: str, size: int) -> Floats:
    series = as_series(values, argument)
    if series.size != size:
        raise ArgumentError(argument, f"{series.size} given for {size} steps")
    return series


def _naive_scale(train: Floats, period: int) -> float | None:
    if period < 1:
        raise ArgumentError("period", f"{period!r} is below 1")
    if train.size <= period:
        return None
    return float(np.abs(train[period:] - train[:-period]).mean())


def _interval_score(came: Floats, low: Floats, high: Floats, level: float) -> tuple[float, float]:
    missed = np.maximum(low - came, 0) + np.maximum(came - high, 0)
    inside = (came >= low) & (came <= high)
    return float(inside.mean()), float((high - low + 2 / (1 - level) * missed).mean())
