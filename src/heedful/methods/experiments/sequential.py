"""A few planned looks: bounds for the test statistic that keep the chance of a false alarm over all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

from heedful.methods.arguments import check_choice, check_level
from heedful.methods.arrays import Floats
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import normal_quantile

type GroupDesign = Literal["pocock", "obrien_fleming", "lan_demets_obf"]
GROUP_DESIGNS: tuple[GroupDesign, ...] = get_args(GroupDesign.__value__)
MOST_LOOKS = 200
# Beyond these many standard errors the normal tail is 0 in a float, and beyond these a step adds nothing.
_WIDEST, _STEP_REACH = 38.0, 9.5
# Ten points for two standard deviations integrate a normal density to rounding.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(10)


def group_sequential(
    *, looks: int, alpha: float = 0.05, design: GroupDesign = "obrien_fleming"
) -> tuple[float, ...]:
    """Two-sided bounds for |z| at equally spaced looks.

    Parameters
    ----------
    looks
        Number of looks, 1 to 200.
    alpha
        Chance, 0..1, that a trial without effect crosses a bound at any look.
    design
        ``"pocock"``: the same bound each time; ``"obrien_fleming"``: C√(K/k), hard early and near the usual
        at the end; ``"lan_demets_obf"``: spends alpha over time like O'Brien-Fleming, each side
        2 - 2Φ(z(1 - α/4) / √t).

    Returns
    -------
    tuple of float
        A bound per look; stop when |z| reaches it.

    Raises
    ------
    ArgumentError
        Looks or alpha outside their range, an unknown design.

    Notes
    -----
    Source: Armitage, McPherson & Rowe (1969) for the recursion; Jennison & Turnbull (2000) tables 2.1 and
    2.3; Lan & DeMets (1983) Biometrika 70:659. Integrals by Gauss-Legendre quadrature.

    Examples
    --------
    >>> [round(bound, 3) for bound in group_sequential(looks=3)]
    [3.471, 2.454, 2.004]
    """
    check_level(alpha, "alpha")
    kind = check_choice(design, GROUP_DESIGNS, "design")
    if not 1 <= looks <= MOST_LOOKS or looks != int(looks):
        raise ArgumentError("looks", f"{looks!r} is not a whole number from 1 to {MOST_LOOKS}")
    if kind == "lan_demets_obf":
        return _spend(int(looks), alpha)
    shape = np.ones(looks) if kind == "pocock" else np.sqrt(looks / np.arange(1, looks + 1))
    # The last look alone, and Bonferroni's sum over all looks, lie on either side of the truth.
    alone, summed = -normal_quantile(alpha / 2), -normal_quantile(alpha / (2 * looks))
    constant = _root(lambda c: alpha - sum(_exits(c * shape)), alone - 1e-9, summed + 1e-9)
    return tuple((constant * shape).tolist())


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(rising, low, high, xtol=1e-12, rtol=1e-12))


class _Walk:
    """The sum of increments of variance 1, kept as long as it stays inside the bounds.

    It is symmetric, so only its distance from 0 is kept: where it may be and with which chance.
    """

    def __init__(self) -> None:
        self.nodes, self.mass = np.zeros(1), np.ones(1)
        self.look = 0

    def exit_chance(self, bound: float) -> float:
        """Chance to be beyond ``bound`` (in standard errors) at the next look, for the first time."""
        from scipy.special import ndtr

        edge = bound * np.sqrt(self.look + 1)
        return float(self.mass @ (ndtr(self.nodes - edge) + ndtr(-edge - self.nodes)))

    def step(self, bound: float) -> None:
        """Go on with what lies inside ``bound`` at the next look."""
        edge = bound * np.sqrt(self.look + 1)
        reach = min(edge, float(self.nodes.max()) + _STEP_REACH)
        panels = int(np.ceil(reach / 2))
        width = reach / panels
        nodes = (width * (np.arange(panels)[:, None] + (_NODES + 1) / 2)).ravel()
        weights = np.tile(_WEIGHTS * width / 2, panels)
        ahead, behind = nodes[:, None] - self.nodes, nodes[:, None] + self.nodes
        kernel = np.exp(-0.5 * ahead**2) + np.exp(-0.5 * behind**2)
        density = kernel @ self.mass / np.sqrt(2 * np.pi)
        self.nodes, self.mass, self.look = nodes, weights * density, self.look + 1


def _exits(bounds: Floats) -> list[float]:
    walk, chances = _Walk(), []
    for bound in bounds:
        chances.append(walk.exit_chance(bound))
        walk.step(bound)
    return chances


def _spend(looks: int, alpha: float) -> tuple[float, ...]:
    """Each look gets what the spending function allows and earlier looks have not used."""
    from scipy.special import ndtr

    shares = np.arange(1, looks + 1) / looks
    spent = 4 * ndtr(normal_quantile(alpha / 4) / np.sqrt(shares))
    walk, bounds = _Walk(), []
    for allowed in np.diff(spent, prepend=0.0):
        bound = _bound(walk, float(allowed))
        walk.step(bound)
        bounds.append(bound)
    return tuple(bounds)


def _bound(walk: _Walk, allowed: float) -> float:
    tiny = 1e-300
    if allowed <= tiny:
        return _WIDEST
    return _root(lambda b: np.log(allowed) - np.log(max(walk.exit_chance(b), tiny)), 0.0, _WIDEST)
