"""Is a group of remarks more frequent now than it was? Counts against the past, allowing for bursts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heedful.methods.arguments import check_count, check_level, check_positive
from heedful.methods.errors import ArgumentError

type Floats = NDArray[np.float64]


def surge_p(now: ArrayLike, ever: ArrayLike, share: float, clumping: float = 0.0) -> Floats:
    """Return the chance of so many remarks now, or more, were a group as frequent as before.

    Parameters
    ----------
    now
        Shape (k,): remarks of each group in the window.
    ever
        Shape (k,): remarks of each group in the window and before.
    share
        0..1: share of all remarks that lie in the window.
    clumping
        0..1: correlation of remarks of one group and period, see :func:`clumping_of`.

    Returns
    -------
    Floats
        Shape (k,), upper tail; 1 for a group without remarks.

    Raises
    ------
    ArgumentError
        A share or a clumping outside its range, more remarks now than ever.

    Notes
    -----
    Given how many there are at all, the number now is binomial when both rates are equal (Przyborowski &
    Wilenski 1940), beta-binomial when remarks come in bursts (Skellam 1948). The groups must have been
    formed without looking at which remarks are new.

    Examples
    --------
    >>> surge_p([9, 3], [10, 10], 0.25).round(4).tolist()
    [0.0, 0.4744]
    >>> float(surge_p([9], [10], 0.25, clumping=0.2)[0].round(4))
    0.014
    """
    from scipy.special import betainc

    check_level(share, "share")
    k, n = np.asarray(now, dtype=np.float64), np.asarray(ever, dtype=np.float64)
    if k.shape != n.shape or (k < 0).any() or (k > n).any():
        raise ArgumentError("now", "must be from 0 to the number ever, group by group")
    if clumping <= 0:
        return np.where(k > 0, betainc(np.maximum(k, 1), n - k + 1, share), 1.0)
    spread = (1 - check_level(clumping, "clumping")) / clumping
    found = [_clumped_tail(*pair, share * spread, (1 - share) * spread) for pair in zip(k, n, strict=True)]
    return np.clip(np.array(found, np.float64), 0.0, 1.0)


def _clumped_tail(k: float, n: float, alpha: float, beta: float) -> float:
    """Return the chance of k or more of n, beta-binomial."""
    from scipy.special import betaln

    if k <= 0:
        return 1.0
    j = np.arange(k, n + 1)
    logs = betaln(j + alpha, n - j + beta) - betaln(alpha, beta) - betaln(n - j + 1, j + 1) - np.log(n + 1)
    return float(np.exp(logs).sum())


def clumping_of(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Return how strongly remarks of a group come together in time.

    Parameters
    ----------
    counts
        Shape (groups, periods): remarks of a group in a period of the past.
    sizes
        Shape (periods,): all remarks of a period.

    Returns
    -------
    float
        0 (independent) to 1; 0 where fewer than three periods or no group of two remarks tell.

    Raises
    ------
    ArgumentError
        Shapes that do not fit.

    Notes
    -----
    Moments of the Dirichlet-multinomial over all groups together: Pearson's statistic of a group of m
    remarks is expected to be (periods - 1)(1 + (m - 1)·clumping) (Brier 1980, Biometrika 67:591).

    Examples
    --------
    >>> clumping_of([[5, 5, 5], [4, 5, 6]], [50, 50, 50])
    0.0
    >>> round(clumping_of([[10, 0, 0], [0, 0, 9], [5, 5, 5]], [50, 50, 50]), 3)
    0.516
    """
    found, every = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] != every.size:
        raise ArgumentError("counts", "must be a row for each group and a column for each period")
    found = found[found.sum(axis=1) >= 2]
    if every.size < 3 or not len(found) or every.min() <= 0:
        return 0.0
    totals = found.sum(axis=1)
    expected = totals[:, None] * (every / every.sum())
    pearson = ((found - expected) ** 2 / expected).sum(axis=1)
    free = every.size - 1
    return float(np.clip((pearson - free).sum() / (free * (totals - 1)).sum(), 0.0, 0.95))


def expected_counts(
    before: float, past: float, window: float, *, clumping: float = 0.0, level: float = 0.95
) -> tuple[float, float, float]:
    """Return how many remarks were to be expected in a window, and the band they would lie in.

    Parameters
    ----------
    before
        Remarks of the group in the past.
    past
        All remarks of the past, more than 0.
    window
        All remarks of the window.
    clumping
        See :func:`clumping_of`.
    level
        0..1, of the band.

    Returns
    -------
    tuple
        Expected count, lower and upper end of the band (whole numbers).

    Raises
    ------
    ArgumentError
        A number outside its range.

    Notes
    -----
    A rate with Jeffreys' prior predicts a negative binomial count; clumping takes remarks of the past
    for as many independent ones as they are worth.

    Examples
    --------
    >>> expected_counts(20, 2000, 500)
    (5.0, 1.0, 11.0)
    """
    check_count(before, "before")
    check_positive(past, "past")
    check_count(window, "window")
    worth = 1 + max(before - 1, 0.0) * clumping
    shape = before / worth + 0.5
    mean = before * window / past
    chance = past / worth / (past / worth + window)
    tail = (1 - check_level(level)) / 2
    return float(mean), _count_at(tail, shape, chance), _count_at(1 - tail, shape, chance)


def _count_at(level: float, shape: float, chance: float) -> float:
    """Return the least count that a negative binomial number exceeds with no more than 1 - level."""
    from scipy.special import betainc, nbdtrik

    found = max(float(np.ceil(nbdtrik(level, shape, chance))), 0.0)
    return found - 1 if found and betainc(shape, found, chance) >= level else found
