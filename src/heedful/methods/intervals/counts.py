"""The interval of a count, or of a count per exposure."""

from __future__ import annotations

from heedful.methods.arguments import check_count, check_level, check_positive
from heedful.methods.results import Estimate


def poisson_interval(events: float, exposure: float = 1.0, *, level: float = 0.95) -> Estimate:
    """Exact (Garwood) interval of a rate.

    Parameters
    ----------
    events
        Events counted, from 0 up.
    exposure
        What they were counted over (days, visits, calls), above 0.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Estimate
        Events per unit of exposure; ``n`` is the number of events.

    Raises
    ------
    ArgumentError
        Negative events, exposure not above 0, a level outside 0..1.

    Notes
    -----
    Garwood (1936) Biometrika 28:437: half of chi-square quantiles with 2x and 2x + 2 degrees of freedom.

    Examples
    --------
    >>> e = poisson_interval(3)
    >>> round(e.low, 4), round(e.high, 4)
    (0.6187, 8.7673)
    """
    from scipy.special import gammaincinv

    check_level(level)
    check_count(events, "events")
    check_positive(exposure, "exposure")
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(gammaincinv(events, tail)) / exposure
    high = float(gammaincinv(events + 1, 1 - tail)) / exposure
    return Estimate(events / exposure, low, high, level, round(events), float(events), "rate, Garwood")
