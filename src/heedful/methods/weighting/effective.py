"""How much do unequal weights and self-selection cost?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_positive
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class EffectiveBase:
    """Effective answers, design effect and its inverse; the last two are None without weight."""

    n_effective: float
    deff: float | None
    efficiency: float | None
    n: int


@dataclass(frozen=True, slots=True)
class NonresponseBias:
    """How far the mean of those who answered is off, and the mean of all."""

    bias: float
    full_mean: float


@dataclass(frozen=True, slots=True)
class DataDefect:
    """Sampling fraction, data defect correlation, and the random sample worth as much (None: no defect)."""

    f: float
    rho: float
    n_effective: float | None


def kish(weights: ArrayLike) -> EffectiveBase:
    """Effective base and design effect of unequal weights.

    Parameters
    ----------
    weights
        One non-negative weight an answer, shape (n,).

    Returns
    -------
    EffectiveBase
        (sum w)^2 / sum w^2; n over that; and its inverse. 0 and None without weight.

    Raises
    ------
    ArgumentError
        A weight negative or not finite.

    Notes
    -----
    Kish (1965) Survey Sampling; (1992) J. Official Statistics 8:183.

    Examples
    --------
    >>> e = kish([0.5, 0.5, 1, 1, 2, 3])
    >>> round(e.n_effective, 3), e.deff
    (4.129, 1.453125)
    """
    w = np.asarray(weights, dtype=np.float64)
    if w.ndim != 1 or not np.all(np.isfinite(w)) or np.any(w < 0):
        raise ArgumentError("weights", "must be one row of finite numbers from 0 up")
    if not w.any():
        return EffectiveBase(0.0, None, None, w.size)
    # Only ratios matter; scaling first keeps tiny and huge weights from vanishing when squared.
    w = w / w.max()
    n_effective = float(w.sum() ** 2 / (w**2).sum())
    return EffectiveBase(n_effective, w.size / n_effective, n_effective / w.size, w.size)


def nonresponse_bias(
    response_rate: float, mean_respondents: float, mean_nonrespondents: float
) -> NonresponseBias:
    """Bias of the mean of those who answered.

    Parameters
    ----------
    response_rate
        Share that answered, 0..1.
    mean_respondents, mean_nonrespondents
        Means of the two groups, one unit.

    Returns
    -------
    NonresponseBias
        (1 - rate) (respondents - nonrespondents), and the mean of all, in the means' unit.

    Raises
    ------
    ArgumentError
        A rate outside 0..1.

    Notes
    -----
    Groves (2006) Public Opinion Quarterly 70:646, the deterministic identity.

    Examples
    --------
    >>> b = nonresponse_bias(0.1, 42, 18)
    >>> round(b.bias, 1), round(b.full_mean, 1)
    (21.6, 20.4)
    """
    if not 0 <= response_rate <= 1:
        raise ArgumentError("response_rate", f"{response_rate!r} does not lie in 0 to 1")
    bias = (1 - response_rate) * (mean_respondents - mean_nonrespondents)
    return NonresponseBias(bias, mean_respondents - bias)


def data_defect(
    n: float,
    population: float,
    *,
    rho: float | None = None,
    error: float | None = None,
    sigma: float | None = None,
) -> DataDefect:
    """The random sample that a self-selected one is worth.

    Parameters
    ----------
    n, population
        Answers and people, 0 < n < population.
    rho
        Correlation between answering and the answer, -1..1; or give
    error, sigma
        the known error of the estimate and the standard deviation of the answer in the population, one unit.

    Returns
    -------
    DataDefect
        f / (1 - f) / rho^2 answers; None when rho is 0.

    Raises
    ------
    ArgumentError
        No share between 0 and 1, both or neither of rho and error, sigma not above 0.

    Notes
    -----
    Meng (2018) Annals of Applied Statistics 12:685: error = rho sqrt((1 - f) / f) sigma.

    Examples
    --------
    >>> round(data_defect(2_315_570, 231_557_000, rho=-0.005).n_effective)
    404
    """
    if not 0 < n < population:
        raise ArgumentError("n", f"{n!r} does not lie between 0 and the population {population!r}")
    f = n / population
    if rho is None:
        if error is None or sigma is None:
            raise ArgumentError("rho", "give rho, or error and sigma")
        rho = error / (check_positive(sigma, "sigma") * sqrt((1 - f) / f))
    elif error is not None:
        raise ArgumentError("error", "give rho or error, not both")
    if not -1 <= rho <= 1:
        raise ArgumentError("rho", f"{rho!r} does not lie in -1 to 1")
    return DataDefect(f, rho, f / (1 - f) / rho**2 if rho else None)
