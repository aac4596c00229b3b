"""Were people split as planned? If not, nothing else about the trial can be believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arrays import read_counts
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import chi2_p


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """Chi-square of the split, degrees of freedom, p-value; None when nobody was assigned."""

    statistic: float | None
    df: int
    p_value: float | None


def srm(counts: ArrayLike, expected_ratio: ArrayLike | None = None) -> SampleRatio:
    """Check a trial for a sample-ratio mismatch.

    Parameters
    ----------
    counts
        People in each arm, shape (k,), two arms or more.
    expected_ratio
        Planned ratio of the arms, above 0, shape (k,); None means equal.

    Returns
    -------
    SampleRatio
        A p-value below 0.001 means that the split is broken.

    Raises
    ------
    ArgumentError
        One arm, a negative count, a ratio not above 0 or of another length.

    Notes
    -----
    Source: Pearson's chi-square; Kohavi, Tang & Xu (2020) Trustworthy Online Controlled Experiments,
    chapter 3.

    Examples
    --------
    >>> round(srm([821588, 815482]).p_value, 8)
    1.82e-06
    """
    seen = read_counts(counts, "counts")
    if seen.size < 2:
        raise ArgumentError("counts", "needs two arms or more")
    ratio = np.ones(seen.size) if expected_ratio is None else read_counts(expected_ratio, "expected_ratio")
    if ratio.size != seen.size or (ratio <= 0).any():
        raise ArgumentError("expected_ratio", f"needs {seen.size} numbers above 0")
    if not seen.sum():
        return SampleRatio(None, seen.size - 1, None)
    expected = seen.sum() * ratio / ratio.sum()
    statistic = float(((seen - expected) ** 2 / expected).sum())
    return SampleRatio(statistic, seen.size - 1, chi2_p(statistic, seen.size - 1))
