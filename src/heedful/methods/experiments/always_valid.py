"""Tests and intervals that stay right however often one looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_level, check_positive
from heedful.methods.arrays import Floats, read_numbers, read_same_length
from heedful.methods.errors import ArgumentError

# The largest power of e a float holds: a likelihood ratio beyond it is given as this.
_LARGEST_LOG = 709.0


@dataclass(frozen=True, slots=True)
class AlwaysValidTest:
    """Likelihood ratio against no difference, and p-value, at each look."""

    likelihood_ratio: tuple[float, ...]
    p_values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceSequence:
    """Limits at each look that hold at all looks together."""

    radius: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    alpha: float


def msprt(differences: ArrayLike, n: ArrayLike, *, sigma2: float, tau2: float) -> AlwaysValidTest:
    """Always-valid test of the difference of two arms: the mixture sequential probability ratio test.

    Parameters
    ----------
    differences
        Difference of the running means after each look, shape (looks,).
    n
        People in each arm at each look, above 0, not falling, shape (looks,).
    sigma2
        Variance of one observation, the same in both arms, above 0.
    tau2
        Variance of the mixing distribution, above 0: the square of the effect one hopes for.

    Returns
    -------
    AlwaysValidTest
        One may stop at the first p-value below the level; p-values only fall.

    Raises
    ------
    ArgumentError
        Lengths differ, sizes that fall, a variance not above 0.

    Notes
    -----
    Source: Robbins (1970); Johari, Koomen, Pekelis & Walsh (2022) Operations Research 70:1806: with V = 2σ²,
    √(V / (V + nτ²)) exp(n²τ²d² / (2V(V + nτ²))).

    Examples
    --------
    >>> test = msprt([0.8, 0.45, 0.5], [20, 60, 120], sigma2=4, tau2=0.25)
    >>> [round(p, 3) for p in test.p_values]
    [0.937, 0.937, 0.496]
    """
    difference, size = _read_looks(differences, n, ("differences", "n"))
    noise = 2 * check_positive(sigma2, "sigma2")
    total = noise + size * check_positive(tau2, "tau2")
    log_ratio = 0.5 * np.log(noise / total) + size**2 * tau2 * difference**2 / (2 * noise * total)
    # Evidence once seen stays seen: a p-value that was valid at any look is valid now.
    p_values = np.minimum.accumulate(np.exp(-np.maximum(log_ratio, 0.0))) if size.size else size
    ratio = np.exp(np.minimum(log_ratio, _LARGEST_LOG))
    return AlwaysValidTest(tuple(ratio.tolist()), tuple(p_values.tolist()))


def confidence_sequence(
    means: ArrayLike, n: ArrayLike, *, sigma: float, rho: float, alpha: float = 0.05
) -> ConfidenceSequence:
    """Limits for a mean that hold at all looks together.

    Parameters
    ----------
    means
        Running mean after each look, shape (looks,).
    n
        Observations at each look, above 0, not falling, shape (looks,).
    sigma
        Standard deviation of one observation, above 0.
    rho
        Mixture parameter, above 0: limits are tightest near n = 1/rho² times a few, see `best_rho`.
    alpha
        Chance, 0..1, that the truth is outside at any look.

    Returns
    -------
    ConfidenceSequence
        In the unit of the mean.

    Raises
    ------
    ArgumentError
        Lengths differ, sizes that fall, a parameter outside its range.

    Notes
    -----
    Source: Robbins (1970); Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024) Annals of Statistics, for
    means of any distribution with large n: σ √(2(nρ² + 1) / (n²ρ²) ln(√(nρ² + 1) / α)).

    Examples
    --------
    >>> limits = confidence_sequence([0.2, 0.15], [100, 1000], sigma=0.83, rho=0.1)
    >>> [(round(low, 3), round(high, 3)) for low, high in zip(limits.low, limits.high)]
    [(-0.103, 0.503), (0.07, 0.23)]
    """
    check_level(alpha, "alpha")
    mean, size = _read_looks(means, n, ("means", "n"))
    spread, mixture = check_positive(sigma, "sigma"), check_positive(rho, "rho")
    grown = size * mixture**2 + 1
    radius = spread * np.sqrt(2 * grown / (size * mixture) ** 2 * (0.5 * np.log(grown) - np.log(alpha)))
    return ConfidenceSequence(
        tuple(radius.tolist()), tuple((mean - radius).tolist()), tuple((mean + radius).tolist()), alpha
    )


def best_rho(n: float, alpha: float = 0.05) -> float:
    """Mixture parameter that makes a confidence sequence about tightest at a size one cares for.

    Parameters
    ----------
    n
        That number of observations, above 0.
    alpha
        Chance, 0..1, that the truth is outside at any look.

    Returns
    -------
    float
        The parameter ``rho``.

    Raises
    ------
    ArgumentError
        A size not above 0, a chance outside 0..1.

    Notes
    -----
    Source: Waudby-Smith et al. (2024), equation 10: √((-2 ln α + ln(-2 ln α + 1)) / n).

    Examples
    --------
    >>> round(best_rho(1000), 4)
    0.0891
    """
    check_level(alpha, "alpha")
    twice = -2 * float(np.log(alpha))
    return float(np.sqrt((twice + np.log(twice + 1)) / check_positive(n, "n")))


def _read_looks(values: ArrayLike, n: ArrayLike, names: tuple[str, str]) -> tuple[Floats, Floats]:
    looks, size = read_same_length(values, n, names)
    if (size <= 0).any() or (np.diff(size) < 0).any():
        raise ArgumentError("n", "must be above 0 and not fall from look to look")
    return looks, read_numbers(size, "n")
