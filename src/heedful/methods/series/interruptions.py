"""Did it change when we changed something? A step in a series of counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import normal_p, two_sided_z
from heedful.methods.series.charts import as_series
from heedful.methods.series.counts import fit_log_linear


@dataclass(frozen=True, slots=True)
class StepChange:
    """Rate after the step over the rate the trend would have given, with interval and test."""

    rate_ratio: float
    low: float
    high: float
    p_value: float
    dispersion: float
    level: float


def interrupted_time_series(
    count: ArrayLike,
    step: ArrayLike,
    time: ArrayLike,
    *,
    exposure: ArrayLike | None = None,
    is_quasi: bool = True,
    level: float = 0.95,
) -> StepChange:
    """Step change of a rate, past its trend.

    Parameters
    ----------
    count
        Events by period, shape (t,), from 0 up.
    step
        0 before and 1 after, shape (t,).
    time
        Time of each period, shape (t,), in any unit.
    exposure
        Population, visits or calls of each period, above 0; 1 when left out.
    is_quasi
        Scale the standard error by the Pearson dispersion, as counts of real life ask.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    StepChange
        exp of the step's coefficient with normal limits; ``dispersion`` is Pearson's chi-square over its
        degrees of freedom, about 1 for Poisson counts.

    Raises
    ------
    ArgumentError
        Lengths that differ, negative counts, exposure not above 0, a step that never or always is.

    Notes
    -----
    log mu = log exposure + b0 + b1 step + b2 time: Lopez Bernal, Cummins & Gasparrini (2017) Int. J.
    Epidemiology 46:348. No term for seasons: take whole years, or deseasonalise first.

    Examples
    --------
    >>> s = interrupted_time_series([50, 52, 49, 51, 41, 40, 42, 39], [0, 0, 0, 0, 1, 1, 1, 1], range(8))
    >>> round(s.rate_ratio, 2), s.high < 1
    (0.82, True)
    """
    y = as_series(count, "count")
    if np.any(y < 0):
        raise ArgumentError("count", "holds a negative number")
    at = np.ones(y.size) if exposure is None else _alike(exposure, "exposure", y.size)
    if np.any(at <= 0):
        raise ArgumentError("exposure", "holds a number that is not above 0")
    steps, times = _alike(step, "step", y.size), _alike(time, "time", y.size)
    # Centred time leaves the step's coefficient as it is and keeps the arithmetic sound.
    scale = float(np.ptp(times)) or 1.0
    x = np.column_stack([np.ones(y.size), steps, (times - times.mean()) / scale])
    fit = fit_log_linear(x, y, offset=np.log(at))
    beta = float(fit.beta[1])
    se = sqrt(float(fit.covariance[1, 1]) * (fit.dispersion if is_quasi else 1.0))
    reach = two_sided_z(check_level(level)) * se
    return StepChange(
        exp(beta), exp(beta - reach), exp(beta + reach), normal_p(beta / se), fit.dispersion, level
    )


def _alike(values: ArrayLike, argument: str, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    series = as_series(values, argument)
    if series.size != size:
        raise ArgumentError(argument, f"{series.size} given for {size} periods")
    return series
