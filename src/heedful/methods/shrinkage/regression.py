"""How far units picked for being extreme move back by chance alone."""

from __future__ import annotations

from math import exp, sqrt

from heedful.methods.arguments import check_count, check_positive
from heedful.methods.errors import ArgumentError


def regression_to_mean(
    *, sd_within: float, sd_between: float, cutoff_z: float, n_baseline: float = 1
) -> float | None:
    """Expected change back to the mean of units selected beyond a cut, when nothing was done.

    Parameters
    ----------
    sd_within
        Standard deviation of one measurement around a unit's true value, 0 or more.
    sd_between
        Standard deviation of true values between units, 0 or more.
    cutoff_z
        Distance of the cut from the mean in total standard deviations, the sign does not matter.
    n_baseline
        Measurements averaged at selection, above 0.

    Returns
    -------
    float or None
        Change towards the mean, in the unit of the standard deviations; None when nothing varies.

    Raises
    ------
    ArgumentError
        A negative standard deviation, or no measurement.

    Notes
    -----
    Source: Davis (1976) American Journal of Epidemiology 104:493; Barnett, van der Pols & Dobson (2005)
    International Journal of Epidemiology 34:215.

    Examples
    --------
    >>> round(regression_to_mean(sd_within=10, sd_between=15, cutoff_z=1), 4)
    8.4599
    """
    from scipy.special import log_ndtr

    check_count(sd_within, "sd_within")
    check_count(sd_between, "sd_between")
    check_positive(n_baseline, "n_baseline")
    z = abs(cutoff_z)
    if not z < 1e8:
        raise ArgumentError("cutoff_z", f"{cutoff_z!r} is not a finite number")
    noise = sd_within**2 / n_baseline
    total = sqrt(noise + sd_between**2)
    if total == 0:
        return None
    # On the log scale, because both density and tail vanish far out while their ratio does not.
    log_ratio = -z * z / 2 - 0.9189385332046727 - float(log_ndtr(-z))
    return noise / total * exp(log_ratio)
