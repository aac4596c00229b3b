"""The search for the best parameters of a model that has no closed form."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import numpy as np

from heedful.methods.arrays import Floats


def minimise(loss: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    """Find the parameters with the smallest loss.

    Parameters
    ----------
    loss
        Of parameters, shape (k,); where it is no finite number it counts as very large.
    start
        First guess, shape (k,), with steps of about 1 in mind.

    Returns
    -------
    tuple
        The parameters and their loss.

    Notes
    -----
    Source: Nelder & Mead (1965), restarted until a restart gains nothing: slower than derivatives and
    hard to mislead.

    Examples
    --------
    >>> at, least = minimise(lambda at: float(((at - [1.0, 2.0]) ** 2).sum()), np.zeros(2))
    >>> at.round(4).tolist(), round(least, 6)
    ([1.0, 2.0], 0.0)
    """
    from scipy.optimize import minimize

    def guarded(at: Floats) -> float:
        value = loss(at)
        return value if isfinite(value) else 1e300

    at, best = start, guarded(start)
    while True:
        # A simplex around 0 would start with steps of nothing in that direction.
        simplex = np.vstack([at, at + 0.25 * np.eye(at.size)])
        found = minimize(
            guarded,
            at,
            method="Nelder-Mead",
            options={
                "initial_simplex": simplex,
                "xatol": 1e-8,
                "fatol": 1e-11,
                "maxiter": 5000,
                "maxfev": 5000,
            },
        )
        gain, at, best = best - float(found.fun), np.asarray(found.x, dtype=np.float64), float(found.fun)
        if gain < 1e-8 * (1 + abs(best)):
            return at, best
