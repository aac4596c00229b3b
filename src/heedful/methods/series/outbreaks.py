"""Is this count more than usual? Early-warning thresholds for complaints, themes, incidents."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.quantiles import normal_quantile, t_p
from heedful.methods.series.charts import as_series
from heedful.methods.series.counts import LogLinear, fit_log_linear

type Floats = NDArray[np.float64]
type EarsVariant = Literal["C1", "C2", "C3"]
type Transform = Literal["2/3", "1/2", "none"]

EARS_VARIANTS: tuple[EarsVariant, ...] = get_args(EarsVariant.__value__)
TRANSFORMS: tuple[Transform, ...] = get_args(Transform.__value__)

# C2 and C3 leave two days out between the baseline and today; C3 looks two more days back.
_LAG = {"C1": 0, "C2": 2, "C3": 2}
_LOOK_BACK = {"C1": 0, "C2": 0, "C3": 2}


@dataclass(frozen=True, slots=True)
class Ears:
    """Upper bounds from the first evaluated day on; ``alarms`` are 1-based days."""

    upper: Floats
    alarms: tuple[int, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Farrington:
    """Expected count, overdispersion (at least 1), threshold, and whether the count exceeds it."""

    expected: float
    phi: float
    upper: float
    is_alarm: bool
    has_trend: bool


def ears(
    counts: ArrayLike,
    *,
    variant: EarsVariant = "C2",
    baseline: int = 7,
    alpha: float | None = None,
    start: int | None = None,
) -> Ears:
    """Compare each day with the mean and spread of a week just before it.

    Parameters
    ----------
    counts
        Daily counts in order of time, shape (t,), from 0 up.
    variant
        ``"C1"``: the days right before; ``"C2"``: two days are left out in between, so that a slow rise
        does not hide itself; ``"C3"``: C2, and what the two days before exceeded one deviation by.
    baseline
        Days of the baseline, from 2 up.
    alpha
        One-sided level; 0.001 for C1 and C2, 0.025 for C3 when left out.
    start
        First day to evaluate, 1-based; the first possible when left out.

    Returns
    -------
    Ears
        Upper bounds; a count above its bound is an alarm. With a baseline that does not vary every count
        above it alarms (C1, C2). The bound of C3 is today's count plus deviations: z less what the two days
        before exceeded, so it alarms for them, as R does.

    Raises
    ------
    TooFewAnswers
        Fewer days than the baseline needs.
    ArgumentError
        Negative counts, a start before the first possible, a baseline below 2.

    Notes
    -----
    Hutwagner et al. (2003) J. Urban Health 80:i89; Fricker et al. (2008) Statistics in Medicine 27:3407;
    thresholds as R ``surveillance::earsC``.

    Examples
    --------
    >>> e = ears([0, 0, 1, 0, 0, 0, 0, 1, 0, 3], variant="C1", start=10)
    >>> e.upper.round(4).tolist(), e.alarms
    ([1.7936], (10,))
    """
    kind = check_choice(variant, EARS_VARIANTS, "variant")
    values = _counts(counts)
    if baseline < 2:
        raise ArgumentError("baseline", f"{baseline!r} days have no spread")
    first = baseline + _LAG[kind] + _LOOK_BACK[kind] + 1
    begin = first if start is None else start
    if begin < first:
        raise ArgumentError("start", f"day {begin} has no baseline; day {first} is the first")
    if values.size < begin:
        raise TooFewAnswers("counts", f"{values.size} days, {begin} needed")
    level = check_level(alpha if alpha is not None else (0.025 if kind == "C3" else 0.001), "alpha")
    upper = _bounds(kind, values, baseline, normal_quantile(1 - level))[begin - 1 :]
    alarms = np.flatnonzero(values[begin - 1 :] > upper) + begin
    return Ears(upper, tuple(alarms.tolist()), begin)


def _bounds(kind: EarsVariant, values: Floats, baseline: int, z: float) -> Floats:
    """Bound of every day; nan where there is no baseline."""
    windows = np.lib.stride_tricks.sliding_window_view(values, baseline)
    mean, spread = np.full(values.size, np.nan), np.full(values.size, np.nan)
    behind = baseline + _LAG[kind]
    known = values.size - behind
    mean[behind:] = windows[:known].mean(axis=1)
    spread[behind:] = windows[:known].std(axis=1, ddof=1)
    if kind != "C3":
        return mean + z * spread
    with np.errstate(divide="ignore", invalid="ignore"):
        standardised = np.where(spread > 0, (values - mean) / spread, np.where(values > mean, np.inf, 0))
    excess = np.maximum(standardised - 1, 0)
    memory = np.full(values.size, np.nan)
    memory[2:] = excess[1:-1] + excess[:-2]
    # No spread today: memory has nothing to be measured in.
    with np.errstate(invalid="ignore"):
        pull = np.where(spread > 0, spread * (z - memory), 0)
    bound: Floats = np.maximum(values + pull, 0)
    return bound


def farrington(
    counts: ArrayLike,
    *,
    week: int,
    b: int = 5,
    w: int = 3,
    freq: int = 52,
    alpha: float = 0.01,
    is_reweighted: bool = True,
    may_trend: bool = True,
    transform: Transform = "2/3",
) -> Farrington:
    """Compare a week with the same weeks of years before.

    Parameters
    ----------
    counts
        Weekly counts in order of time, shape (t,), from 0 up.
    week
        1-based week to evaluate.
    b, w
        Years back (from 1 up) and half width of the window of weeks (from 0 up).
    freq
        Weeks a year.
    alpha
        Two-sided level; the threshold is at 1 - alpha / 2.
    is_reweighted
        Weigh past outbreaks down and fit again.
    may_trend
        Keep a linear trend where it is significant at 5 %, there are three years, and the fitted mean does
        not exceed every count of the baseline.
    transform
        Against skewness: power ``"2/3"``, ``"1/2"`` or ``"none"``.

    Returns
    -------
    Farrington
        ``upper`` is 0, and there is no alarm, with fewer than five cases in the last four weeks.

    Raises
    ------
    TooFewAnswers
        History shorter than the baseline asks.
    ArgumentError
        Negative counts, a week that is not there, windows that overlap.

    Notes
    -----
    Farrington, Andrews, Beale & Catchpole (1996) JRSS A 159:547; thresholds as R
    ``surveillance::farrington``.

    Examples
    --------
    >>> history = [3, 4, 2, 5, 3, 4, 3, 2, 4, 3] * 16
    >>> f = farrington([*history, 12], week=161, b=2, may_trend=False)
    >>> round(f.expected, 2), round(f.upper, 2), f.is_alarm
    (3.36, 9.28, True)
    """
    values = _counts(counts)
    kind = check_choice(transform, TRANSFORMS, "transform")
    check_level(alpha, "alpha")
    at = _baseline(values, week, b, w, freq)
    baseline, when = values[at - 1], at.astype(np.float64)
    if not baseline.any():
        return Farrington(0.0, 1.0, 0.0, is_alarm=False, has_trend=False)
    fit, x0 = _fit_history(baseline, when, float(week), may_trend and b >= 3, is_reweighted=is_reweighted)
    mean = exp(float(x0 @ fit.beta))
    phi = max(fit.dispersion, 1.0)
    spread = phi * mean**2 * float(x0 @ fit.covariance @ x0)
    recent = float(values[max(week - 4, 0) : week].sum())
    upper = 0.0
    if recent >= 5:
        upper = _threshold(kind, mean, phi + spread / mean, normal_quantile(1 - alpha / 2))
    return Farrington(mean, phi, upper, recent >= 5 and float(values[week - 1]) > upper, x0.size > 1)


def _counts(counts: ArrayLike) -> Floats:
    values = as_series(counts, "counts")
    if np.any(values < 0):
        raise ArgumentError("counts", "hold a negative number")
    return values


def _baseline(values: Floats, week: int, b: int, w: int, freq: int) -> NDArray[np.intp]:
    if not 1 <= week <= values.size:
        raise ArgumentError("week", f"{week!r} does not lie in 1 to {values.size}")
    if b < 1 or w < 0 or 2 * w + 1 > freq:
        raise ArgumentError(
            "w", f"{b!r} years of windows of {2 * w + 1} weeks do not fit {freq} weeks a year"
        )
    middles = week - freq * np.arange(b, 0, -1)
    at = (middles[:, None] + np.arange(-w, w + 1)[None, :]).ravel()
    if at[0] < 1:
        raise TooFewAnswers("counts", f"{b} years back begins {1 - int(at[0])} weeks before the first")
    return at


def _fit_history(
    y: Floats, when: Floats, now: float, may_trend: bool, *, is_reweighted: bool
) -> tuple[LogLinear, Floats]:
    """Fit with a trend where it earns its place, else without; and the row of the week evaluated."""
    # Time is centred for the arithmetic; neither means nor tests change by it.
    centre, scale = float(when.mean()), float(np.ptp(when)) or 1.0
    if may_trend:
        trend = np.column_stack([np.ones(y.size), (when - centre) / scale])
        x0 = np.array([1.0, (now - centre) / scale])
        # Cases in one window only have no trend that could be fitted.
        with suppress(ArgumentError):
            fit = _fit(trend, y, is_reweighted=is_reweighted)
            t = float(fit.beta[1]) / sqrt(fit.dispersion * float(fit.covariance[1, 1]))
            if t_p(t, y.size - 2) < 0.05 and exp(float(x0 @ fit.beta)) <= y.max():
                return fit, x0
    return _fit(np.ones((y.size, 1)), y, is_reweighted=is_reweighted), np.ones(1)


def _fit(x: Floats, y: Floats, *, is_reweighted: bool) -> LogLinear:
    fit = fit_log_linear(x, y)
    if not is_reweighted:
        return fit
    phi = max(fit.dispersion, 1.0)
    residual = 1.5 * (y ** (2 / 3) * fit.mu ** (-1 / 6) - np.sqrt(fit.mu)) / np.sqrt(phi * (1 - fit.hat))
    weights = np.where(residual > 1, np.maximum(residual, 1) ** -2.0, 1.0)
    return fit_log_linear(x, y, weights=weights * y.size / weights.sum())


def _threshold(kind: Transform, mean: float, tau: float, z: float) -> float:
    if kind == "none":
        return mean + z * sqrt(mean * tau)
    if kind == "1/2":
        return (sqrt(mean) + z * sqrt(tau / 4)) ** 2
    return float((mean ** (2 / 3) + z * sqrt(4 / 9 * mean ** (1 / 3) * tau)) ** 1.5)
