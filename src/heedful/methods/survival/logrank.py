"""Do groups leave at different speed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import Floats
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import chi2_p
from heedful.methods.survival.curve import read_durations


@dataclass(frozen=True, slots=True)
class LogRank:
    """Chi-square with its degrees of freedom and p-value; events by group, and as expected if alike.

    ``statistic`` and ``p_value`` are None when no two groups were ever at risk together.
    """

    statistic: float | None
    df: int
    p_value: float | None
    observed: Mapping[Any, float]
    expected: Mapping[Any, float]


def logrank(time: ArrayLike, event: ArrayLike, group: Sequence[Any]) -> LogRank:
    """Log-rank test of two or more groups.

    Parameters
    ----------
    time
        Time until leaving or until last seen, 0 or more, shape (n,).
    event
        1 = left then, 0 = still here when last seen, shape (n,).
    group
        Group of each, shape (n,).

    Returns
    -------
    LogRank
        Degrees of freedom count the groups in which an event was possible, less one, as in R.

    Raises
    ------
    ArgumentError
        Lengths differ, a negative duration, an event other than 0 or 1.

    Notes
    -----
    Source: Mantel (1966); Peto & Peto (1972); R's ``survdiff``.

    Examples
    --------
    >>> test = logrank([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 0], ["a", "a", "a", "b", "b", "b"])
    >>> round(test.statistic, 3), test.df, round(test.p_value, 3)
    (5.052, 1, 0.025)
    """
    durations, events = read_durations(time, event)
    names = list(dict.fromkeys(group))
    if len(group) != durations.size:
        raise ArgumentError("group", f"{len(group)} values for the {durations.size} of time")
    at = {name: i for i, name in enumerate(names)}
    member = np.eye(len(names))[np.array([at[name] for name in group], dtype=np.intp)]
    times = np.unique(durations[events == 1])
    at_risk, left = _counts(durations, events, member, times)
    n, d = at_risk.sum(axis=1, keepdims=True), left.sum(axis=1, keepdims=True)
    share = at_risk / n
    expected = (d * share).sum(axis=0)
    hypergeometric = d * np.divide(n - d, n - 1, out=np.zeros_like(n), where=n > 1)
    scatter = hypergeometric * share
    covariance = np.diag(scatter.sum(axis=0)) - scatter.T @ share
    observed = left.sum(axis=0)
    statistic, df = _quadratic_form(observed - expected, covariance, expected > 0)
    return LogRank(
        statistic,
        df,
        None if statistic is None else chi2_p(statistic, df),
        dict(zip(names, observed.tolist(), strict=True)),
        dict(zip(names, expected.tolist(), strict=True)),
    )


def _counts(durations: Floats, events: Floats, member: Floats, times: Floats) -> tuple[Floats, Floats]:
    """At risk and events, by event time and group."""
    order = np.argsort(durations)
    ahead = np.vstack([np.zeros(member.shape[1]), np.cumsum(member[order], axis=0)])
    at_risk = ahead[-1] - ahead[np.searchsorted(durations[order], times)]
    left = np.zeros_like(at_risk)
    happened = events == 1
    np.add.at(left, np.searchsorted(times, durations[happened]), member[happened])
    return at_risk, left


def _quadratic_form(
    difference: Floats, covariance: Floats, possible: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[float | None, int]:
    """One group follows from the others, so it is left out."""
    # Differences sum to 0 over groups; a group nobody could leave in says nothing.
    kept = np.flatnonzero(possible)[1:]
    part = covariance[np.ix_(kept, kept)]
    if not kept.size or not part.any():
        return None, max(kept.size, 0)
    rest = difference[kept]
    return float(rest @ np.linalg.pinv(part, hermitian=True) @ rest), kept.size
