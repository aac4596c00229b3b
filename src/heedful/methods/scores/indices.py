"""Scores built from other scores: the ACSI form, and the cautious mean of a few stars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from heedful.methods.arguments import check_count, check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import two_sided_z


@dataclass(frozen=True, slots=True)
class StarRating:
    """Mean of the ratings (None without one), mean after the prior, and its lower bound, in stars."""

    mean: float | None
    posterior_mean: float
    lower_bound: float
    n: float
    level: float


def acsi_index(
    means: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    scale_min: float = 1,
    scale_max: float = 10,
) -> float:
    """Index 0..100 from the means of several items of one scale.

    Parameters
    ----------
    means
        Item means on ``scale_min``..``scale_max``, shape (k,).
    weights
        Outer weights of the measurement model, not negative, not all 0; equal when left out.
    scale_min, scale_max
        Ends of the items' scale.

    Returns
    -------
    float
        0 when every mean is at the lower end, 100 when every one is at the upper.

    Raises
    ------
    ArgumentError
        No means, a mean off the scale, weights of another length, negative or all 0, an empty scale.

    Notes
    -----
    (sum w x - sum w min) / ((max - min) sum w) * 100: Fornell, Johnson, Anderson, Cha & Bryant (1996)
    Journal of Marketing 60(4):7.

    Examples
    --------
    >>> round(acsi_index([8.2, 7.6, 7.9]), 2)
    76.67
    """
    outer = [1.0] * len(means) if weights is None else [check_count(w, "weights") for w in weights]
    if not scale_min < scale_max:
        raise ArgumentError("scale_max", f"{scale_max!r} is not above {scale_min!r}")
    if len(outer) != len(means) or not sum(outer) > 0:
        raise ArgumentError("weights", "need one a mean, and not all 0")
    for mean in means:
        if not scale_min <= mean <= scale_max:
            raise ArgumentError("means", f"{mean!r} is not on the scale {scale_min!r} to {scale_max!r}")
    total = sum(w * (mean - scale_min) for w, mean in zip(outer, means, strict=True))
    return 100 * total / ((scale_max - scale_min) * sum(outer))


def star_rating_bound(
    counts: Sequence[float], *, level: float = 0.90, values: Sequence[float] | None = None
) -> StarRating:
    """Cautious mean rating: what it is at least, so that two fives do not beat a hundred fours.

    Parameters
    ----------
    counts
        Ratings by level, lowest first, shape (k,), k >= 1.
    level
        Two-sided level whose normal quantile is used: 0.90 gives 1.645.
    values
        Values of the levels; 1..k when left out.

    Returns
    -------
    StarRating
        In the unit of ``values``. Without a rating ``mean`` is None and the bound is the prior's.

    Raises
    ------
    ArgumentError
        No levels, a negative count, values of another length, a level outside 0..1.

    Notes
    -----
    Uniform Dirichlet prior, normal approximation: Miller (2014) "Ranking items with star ratings".

    Examples
    --------
    >>> r = star_rating_bound([1, 0, 2, 5, 12])
    >>> r.mean, r.posterior_mean, round(r.lower_bound, 4)
    (4.35, 4.08, 3.6831)
    """
    stars = list(range(1, len(counts) + 1)) if values is None else list(values)
    if not counts or len(stars) != len(counts):
        raise ArgumentError("values", f"{len(stars)} given for {len(counts)} counts")
    n = sum(check_count(count, "counts") for count in counts)
    total = n + len(counts)
    posterior = sum(s * (c + 1) for s, c in zip(stars, counts, strict=True)) / total
    squares = sum(s * s * (c + 1) for s, c in zip(stars, counts, strict=True)) / total
    spread = sqrt(max(squares - posterior**2, 0.0) / (total + 1))
    raw = sum(s * c for s, c in zip(stars, counts, strict=True)) / n if n else None
    return StarRating(raw, posterior, posterior - two_sided_z(check_level(level)) * spread, n, level)
