"""Log-linear Poisson regression, as far as the surveillance of counts needs it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heedful.methods.errors import ArgumentError, TooFewAnswers

type Floats = NDArray[np.float64]

_ROUNDS = 100
_CONVERGED = 1e-12
# A mean this small is on its way to 0: its coefficient has no end.
_NO_EVENT = 1e-10


@dataclass(frozen=True, slots=True)
class LogLinear:
    """Coefficients, their covariance before overdispersion, means, leverages and Pearson dispersion."""

    beta: Floats
    covariance: Floats
    mu: Floats
    hat: Floats
    dispersion: float


def fit_log_linear(
    x: Floats, y: Floats, *, offset: Floats | None = None, weights: Floats | None = None
) -> LogLinear:
    """Fit counts to exp(offset + x beta) by iteratively reweighted least squares.

    Parameters
    ----------
    x
        Columns of the model, shape (n, p), n > p.
    y
        Counts, shape (n,), from 0 up, not all 0.
    offset, weights
        Shape (n,); 0 and 1 when left out.

    Returns
    -------
    LogLinear
        ``hat`` are the leverages of the last round, ``dispersion`` is Pearson's chi-square over n - p.

    Raises
    ------
    TooFewAnswers
        No more rows than columns, or no events at all.
    ArgumentError
        Columns that are linearly dependent, or no convergence (a group without any event).

    Notes
    -----
    McCullagh & Nelder (1989) Generalized Linear Models, 2nd ed., 2.5.

    Examples
    --------
    >>> fit = fit_log_linear(np.ones((4, 1)), np.array([1.0, 2.0, 3.0, 2.0]))
    >>> fit.mu.round(6).tolist(), round(fit.dispersion, 4)
    ([2.0, 2.0, 2.0, 2.0], 0.3333)
    """
    n, p = x.shape
    if n <= p or not y.any():
        raise TooFewAnswers("y", f"{n} counts for {p} columns, or no event at all")
    base = np.zeros(n) if offset is None else offset
    prior = np.ones(n) if weights is None else weights
    if np.linalg.matrix_rank(x) < p:
        raise ArgumentError("x", "columns are linearly dependent")
    mu = y + 0.1
    deviance = np.inf
    for _ in range(_ROUNDS):
        working = np.log(mu) - base + (y - mu) / mu
        covariance = np.linalg.inv(x.T @ ((prior * mu)[:, None] * x))
        beta = covariance @ (x.T @ (prior * mu * working))
        mu = np.exp(base + x @ beta)
        before, deviance = deviance, _deviance(y, mu, prior)
        if mu.min() <= _NO_EVENT:
            break
        if abs(deviance - before) <= _CONVERGED * (abs(deviance) + 0.1):
            return _summary(x, y, mu, prior, beta)
    raise ArgumentError("y", "the fit does not settle: is there a group without any event?")


def _deviance(y: Floats, mu: Floats, prior: Floats) -> float:
    logs = np.log(np.where(y > 0, y, mu) / mu)
    return float(2 * (prior * (y * logs - (y - mu))).sum())


def _summary(x: Floats, y: Floats, mu: Floats, prior: Floats, beta: Floats) -> LogLinear:
    scale = prior * mu
    covariance = np.linalg.inv(x.T @ (scale[:, None] * x))
    hat = scale * np.einsum("ij,jk,ik->i", x, covariance, x)
    dispersion = float((prior * (y - mu) ** 2 / mu).sum() / (x.shape[0] - x.shape[1]))
    return LogLinear(beta, covariance, mu, hat, dispersion)
