"""Pool estimates of different precision, and pull each towards the pool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.arrays import Floats, read_same_length
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.quantiles import two_sided_z

type Tau2Method = Literal["dl", "reml", "pm", "fe"]
TAU2_METHODS: tuple[Tau2Method, ...] = get_args(Tau2Method.__value__)


@dataclass(frozen=True, slots=True)
class RandomEffects:
    """The pooled estimate with interval, the variance between units, and each unit shrunk to the pool.

    ``q`` is Cochran's statistic with k - 1 degrees of freedom; ``i2_pct`` the share of variance that is
    between units; ``blup`` is None for the fixed-effect method, which knows no unit effects.
    """

    estimate: float
    se: float
    low: float
    high: float
    level: float
    tau2: float
    q: float
    i2_pct: float
    blup: tuple[float, ...] | None


def random_effects(
    y: ArrayLike, v: ArrayLike, *, tau2_method: Tau2Method = "reml", level: float = 0.95
) -> RandomEffects:
    """Pool unit estimates with known standard errors, allowing for true differences between units.

    Parameters
    ----------
    y
        Estimates, one per unit, shape (k,).
    v
        Their squared standard errors, above 0, shape (k,).
    tau2_method
        How the variance between units is estimated: ``"dl"`` (DerSimonian-Laird), ``"reml"``, ``"pm"``
        (Paule-Mandel), or ``"fe"``: there is none.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    RandomEffects
        In units of ``y``.

    Raises
    ------
    TooFewAnswers
        No unit.
    ArgumentError
        Lengths differ, a variance not above 0, an unknown method.

    Notes
    -----
    Source: DerSimonian & Laird (1986); Paule & Mandel (1982); Viechtbauer (2005) for REML by Fisher scoring,
    (2010) Journal of Statistical Software 36(3) for the definitions of R's ``metafor``: I² is
    τ² / (τ² + typical v).

    Examples
    --------
    >>> pooled = random_effects([30, 52, 41, 68], [16, 25, 9, 20], tau2_method="dl")
    >>> round(pooled.estimate, 2), round(pooled.tau2, 1), [round(b, 1) for b in pooled.blup]
    (47.57, 221.2, [31.2, 51.6, 41.3, 66.3])
    """
    check_level(level)
    method = check_choice(tau2_method, TAU2_METHODS, "tau2_method")
    estimates, variances = read_same_length(y, v, ("y", "v"))
    if not estimates.size:
        raise TooFewAnswers("y", "no unit")
    if (variances <= 0).any():
        raise ArgumentError("v", "holds a variance that is not above 0")
    tau2 = 0.0 if method == "fe" or estimates.size == 1 else _TAU2[method](estimates, variances)
    w = 1 / (variances + tau2)
    pooled = float(w @ estimates / w.sum())
    se = 1 / sqrt(w.sum())
    half = two_sided_z(level) * se
    # Of what a unit is away from the pool, this part is real, the rest chance.
    kept = tau2 / (tau2 + variances)
    return RandomEffects(
        pooled,
        se,
        pooled - half,
        pooled + half,
        level,
        tau2,
        _q(estimates, variances, 0.0),
        100 * tau2 / (tau2 + _typical_variance(variances)),
        None if method == "fe" else tuple((pooled + kept * (estimates - pooled)).tolist()),
    )


def _q(y: Floats, v: Floats, tau2: float) -> float:
    w = 1 / (v + tau2)
    return float(w @ (y - w @ y / w.sum()) ** 2)


def _typical_variance(v: Floats) -> float:
    if v.size == 1:
        return float(v[0])
    w = 1 / v
    return float((v.size - 1) / (w.sum() - (w @ w) / w.sum()))


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    w = 1 / v
    return max(0.0, (_q(y, v, 0.0) - (y.size - 1)) / float(w @ (1 - w / w.sum())))


def _paule_mandel(y: Floats, v: Floats) -> float:
    """The variance at which Cochran's statistic meets its expectation; it only falls with it."""
    from scipy.optimize import brentq

    def excess(tau2: float) -> float:
        return _q(y, v, tau2) - (y.size - 1)

    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, _largest(y), xtol=1e-300, rtol=1e-13))


def _reml(y: Floats, v: Floats) -> float:
    """The variance with the largest restricted likelihood, which may have more than one peak."""
    from scipy.optimize import minimize_scalar

    def loss(tau2: float) -> float:
        w = 1 / (v + tau2)
        return float(np.log(w.sum()) - np.log(w).sum()) + _q(y, v, tau2)

    grid = np.concatenate([[0.0], np.geomspace(1e-8, 1.0, 80) * _largest(y)])
    best = int(np.argmin([loss(tau2) for tau2 in grid]))
    if best == 0:
        return 0.0
    around = (grid[best - 1], grid[min(best + 1, len(grid) - 1)])
    found = minimize_scalar(loss, bounds=around, method="bounded", options={"xatol": 1e-12 * around[1]})
    return float(found.x)


def _largest(y: Floats) -> float:
    """More than either method can return: all the scatter there is."""
    return max(float(((y - y.mean()) ** 2).sum()), 1e-300)


_TAU2: dict[str, Callable[[Floats, Floats], float]] = {
    "dl": _dersimonian_laird,
    "reml": _reml,
    "pm": _paule_mandel,
}
