"""Shrink shares of equal base towards their mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice, check_positive
from heedful.methods.arrays import Floats, read_counts
from heedful.methods.errors import ArgumentError, TooFewAnswers

type Transform = Literal["none", "arcsine"]
TRANSFORMS: tuple[Transform, ...] = get_args(Transform.__value__)


@dataclass(frozen=True, slots=True)
class JamesStein:
    """The mean, the factor by which deviations from it are kept, and the shrunk shares, 0..1.

    ``shrink_factor`` is None when all shares are equal, so that there is nothing to shrink.
    """

    mean: float
    shrink_factor: float | None
    shrunk: tuple[float, ...]


def james_stein(
    successes: ArrayLike, n: float, *, transform: Transform = "none", positive_part: bool = True
) -> JamesStein:
    """Shrink k shares with one common base towards their mean (Efron & Morris).

    Parameters
    ----------
    successes
        Successes of each unit, 0..n, shape (k,).
    n
        Trials of every unit.
    transform
        ``"none"`` works on shares with variance m(1-m)/n; ``"arcsine"`` on √n asin(2p-1) with variance 1.
    positive_part
        Keep the factor at 0 or above, so that no unit changes sides; False is the plain 1961 form.

    Returns
    -------
    JamesStein
        With three units or fewer nothing is shrunk: the factor is 1.

    Raises
    ------
    TooFewAnswers
        No unit.
    ArgumentError
        Successes outside 0..n, a base not above 0, an unknown transform.

    Notes
    -----
    Source: Efron & Morris (1975) Journal of the American Statistical Association 70:311 and (1977)
    Scientific American 236:119; factor 1 - (k-3)σ²/Σ(y-ȳ)².

    Examples
    --------
    >>> shrunk = james_stein([18, 14, 11, 10, 7], 45)
    >>> round(shrunk.shrink_factor, 3), [round(p, 3) for p in shrunk.shrunk]
    (0.749, [0.366, 0.3, 0.25, 0.233, 0.183])
    """
    check_choice(transform, TRANSFORMS, "transform")
    check_positive(n, "n")
    x = read_counts(successes, "successes")
    if not x.size:
        raise TooFewAnswers("successes", "no unit")
    if (x > n).any():
        raise ArgumentError("successes", f"more than the {n!r} they are a part of")
    shares = x / n
    mean = float(shares.mean())
    if transform == "none":
        factor, shrunk = _shrink(shares, mean * (1 - mean) / n, positive_part)
    else:
        factor, shrunk = _shrink(sqrt(n) * np.arcsin(2 * shares - 1), 1.0, positive_part)
        # Outside ±π/2 the sine would turn back, so a share stops at 0 or 1 there.
        shrunk = (np.sin(np.clip(shrunk / sqrt(n), -np.pi / 2, np.pi / 2)) + 1) / 2
    return JamesStein(mean, factor, tuple(shrunk.tolist()))


def _shrink(y: Floats, variance: float, positive_part: bool) -> tuple[float | None, Floats]:
    deviations = y - y.mean()
    spread = float(deviations @ deviations)
    if spread <= 1e-24 * max(float(y @ y), 1e-300):
        return None, y
    factor = 1 - max(y.size - 3, 0) * variance / spread
    if positive_part:
        factor = max(factor, 0.0)
    return factor, y.mean() + factor * deviations
