"""Funnel plots: how far from the target a place of its size may be by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_choice, check_count
from heedful.methods.arrays import Floats, read_numbers, read_same_length
from heedful.methods.errors import ArgumentError, TooFewAnswers

type LimitKind = Literal["exact", "normal"]
LIMIT_KINDS: tuple[LimitKind, ...] = get_args(LimitKind.__value__)


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """Limits by size and by lower-tail area, in the unit of the target."""

    target: float
    n: tuple[float, ...]
    p: tuple[float, ...]
    limits: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """How much more places scatter than chance allows: factor ``phi``, added variance ``tau2``.

    ``z_adjusted`` are the deviations from target with that variance allowed for.
    """

    phi: float
    tau2: float
    z_adjusted: tuple[float, ...]


def funnel_limits(
    target: float, n: ArrayLike, p: ArrayLike, *, limits: LimitKind = "exact", sd: float | None = None
) -> FunnelLimits:
    """Control limits around a target for places of given sizes.

    Parameters
    ----------
    target
        A share 0..1 for exact limits; a share or a mean for normal ones.
    n
        Sizes, above 0 (whole for exact limits), shape (k,).
    p
        Lower-tail areas, between 0 and 1, e.g. 0.025 and 0.975, shape (m,).
    limits
        ``"exact"``: binomial with interpolation between counts, so a limit is not rounded to a possible
        share and may lie outside 0..1 for small places. ``"normal"``: target + z sd / √n.
    sd
        Standard deviation of one answer for normal limits; None means √(target (1 - target)).

    Returns
    -------
    FunnelLimits
        ``limits[i][j]`` for size i and area j.

    Raises
    ------
    ArgumentError
        A size not above 0, an area outside 0..1, a target outside 0..1 where it must be a share.

    Notes
    -----
    Source: Spiegelhalter (2005) Statistics in Medicine 24:1185, appendix A.1.1.

    Examples
    --------
    >>> [round(limit, 3) for limit in funnel_limits(0.1, [100], [0.025, 0.975]).limits[0]]
    [0.04, 0.158]
    """
    kind = check_choice(limits, LIMIT_KINDS, "limits")
    sizes, areas = read_numbers(n, "n"), read_numbers(p, "p")
    if (sizes <= 0).any():
        raise ArgumentError("n", "holds a size that is not above 0")
    if ((areas <= 0) | (areas >= 1)).any():
        raise ArgumentError("p", "holds an area outside 0..1")
    if not isfinite(target) or ((kind == "exact" or sd is None) and not 0 <= target <= 1):
        raise ArgumentError("target", f"{target!r} is not a share from 0 to 1")
    if kind == "exact" and (sizes != np.round(sizes)).any():
        raise ArgumentError("n", "exact limits need whole sizes")
    table = _exact(target, sizes, areas) if kind == "exact" else _normal(target, sizes, areas, sd)
    rows = tuple(tuple(row) for row in table.tolist())
    return FunnelLimits(target, tuple(sizes.tolist()), tuple(areas.tolist()), rows)


def overdispersion(y: ArrayLike, target: float, se: ArrayLike, *, winsorise: float = 0.1) -> Overdispersion:
    """Estimate how much places scatter beyond chance, so that a funnel plot does not cry wolf.

    Parameters
    ----------
    y
        Estimates, one per place, shape (k,).
    target
        What they are compared with.
    se
        Their standard errors, above 0, shape (k,).
    winsorise
        Share of places at each end whose deviation is pulled in before averaging, 0 to below 0.5.

    Returns
    -------
    Overdispersion
        ``phi`` is 1 and ``tau2`` 0 where chance explains all.

    Raises
    ------
    TooFewAnswers
        No place.
    ArgumentError
        Lengths differ, a standard error not above 0, a share outside its range.

    Notes
    -----
    Source: Spiegelhalter (2005) Quality and Safety in Health Care 14:347 and Statistics in Medicine 24:1185;
    quantiles of R's type 7.

    Examples
    --------
    >>> found = overdispersion([30, 55, 41, 70, 38], 45, [4, 5, 3, 6, 5], winsorise=0)
    >>> round(found.phi, 2), round(found.tau2, 1), round(found.z_adjusted[3], 2)
    (7.83, 167.8, 1.75)
    """
    estimates, errors = read_same_length(y, se, ("y", "se"))
    if not estimates.size:
        raise TooFewAnswers("y", "no place")
    if (errors <= 0).any():
        raise ArgumentError("se", "holds a standard error that is not above 0")
    if not isfinite(target):
        raise ArgumentError("target", f"{target!r} is not a finite number")
    if check_count(winsorise, "winsorise") >= 0.5:
        raise ArgumentError("winsorise", f"{winsorise!r} is not below 0.5")
    z = (estimates - target) / errors
    phi = float((np.clip(z, *np.quantile(z, [winsorise, 1 - winsorise])) ** 2).mean())
    tau2 = _added_variance(phi, errors)
    return Overdispersion(phi, tau2, tuple(((estimates - target) / np.sqrt(errors**2 + tau2)).tolist()))


def _added_variance(phi: float, errors: Floats) -> float:
    w = errors**-2.0
    k = w.size
    return max(0.0, (k * phi - (k - 1)) / float(w @ (1 - w / w.sum()))) if k > 1 else 0.0


def _normal(target: float, sizes: Floats, areas: Floats, sd: float | None) -> Floats:
    from scipy.special import ndtri

    spread = sqrt(target * (1 - target)) if sd is None else check_count(sd, "sd")
    return target + np.outer(spread / np.sqrt(sizes), ndtri(areas))


def _exact(target: float, sizes: Floats, areas: Floats) -> Floats:
    return np.array([[_exact_limit(target, size, area) for area in areas] for size in sizes]).reshape(
        sizes.size, areas.size
    )


def _exact_limit(target: float, n: float, p: float) -> float:
    """(r - a) / n with r the smallest count whose cumulative probability exceeds p."""
    from scipy.special import bdtr

    # Halving, because the quantile functions of the binomial answer P >= p and the paper wants P > p.
    low, high = -1, int(n)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if bdtr(middle, int(n), target) > p else (middle, high)
    above = (float(bdtr(high, int(n), target)) - p) / _binomial(high, int(n), target)
    return (high - above) / n


def _binomial(r: int, n: int, p: float) -> float:
    from scipy.special import betaln, xlog1py, xlogy

    return float(np.exp(xlogy(r, p) + xlog1py(n - r, -p) - betaln(r + 1, n - r + 1)) / (n + 1))
