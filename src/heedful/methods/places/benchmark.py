"""Where a score stands among others."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from numpy.typing import ArrayLike

from heedful.methods.arrays import read_numbers
from heedful.methods.errors import ArgumentError


@dataclass(frozen=True, slots=True)
class BenchmarkRank:
    """Percentile, 0..100, ties counting half; rank, 1 the best, ties sharing the best rank."""

    percentile: float | None
    rank: int | None
    n: int


def percentile_benchmark(score: float, benchmark: ArrayLike) -> BenchmarkRank:
    """Percentile and rank of a score inside a benchmark set.

    Parameters
    ----------
    score
        The score to place.
    benchmark
        Scores of the set, higher is better, shape (k,).

    Returns
    -------
    BenchmarkRank
        None with an empty set.

    Raises
    ------
    ArgumentError
        Not finite numbers.

    Notes
    -----
    Source: the mid-rank percentile, 100 (below + ties/2) / k.

    Examples
    --------
    >>> percentile_benchmark(42, [10, 25, 30, 42, 42, 55, 61, 70])
    BenchmarkRank(percentile=50.0, rank=4, n=8)
    """
    if not isfinite(score):
        raise ArgumentError("score", f"{score!r} is not a finite number")
    scores = read_numbers(benchmark, "benchmark")
    if not scores.size:
        return BenchmarkRank(None, None, 0)
    below, above = int((scores < score).sum()), int((scores > score).sum())
    ties = scores.size - below - above
    return BenchmarkRank(100 * (below + ties / 2) / scores.size, above + 1, scores.size)
