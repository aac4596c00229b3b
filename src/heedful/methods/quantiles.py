"""Quantiles and tail probabilities that every interval and test is made of.

The normal distribution needs only the standard library, so the commonest numbers (NPS, Wilson)
cost no heavy import.
"""

from __future__ import annotations

from math import erfc, isinf, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()

# Below an effective base of two (but for rounding) a t interval is wider than any scale: there is none.
TWO_ANSWERS = 2 - 1e-9


def two_sided_z(level: float) -> float:
    """Quantile of the standard normal that leaves ``(1 - level) / 2`` above it.

    Examples
    --------
    >>> round(two_sided_z(0.95), 6)
    1.959964
    """
    return _NORMAL.inv_cdf((1 + level) / 2)


def normal_quantile(probability: float) -> float:
    """Standard normal quantile.

    Examples
    --------
    >>> round(normal_quantile(0.8), 6)
    0.841621
    """
    return _NORMAL.inv_cdf(probability)


def two_sided_t(level: float, df: float) -> float:
    """Quantile of Student's t with ``df`` degrees of freedom (may be fractional or infinite).

    Examples
    --------
    >>> round(two_sided_t(0.95, 10), 6)
    2.228139
    """
    from scipy.special import stdtrit

    if isinf(df):
        return two_sided_z(level)
    return float(stdtrit(df, (1 + level) / 2))


def normal_p(z: float) -> float:
    """Two-sided p-value of a standard normal statistic, accurate far into the tails.

    Examples
    --------
    >>> round(normal_p(1.959964), 6)
    0.05
    """
    return erfc(abs(z) / sqrt(2))


def t_p(t: float, df: float) -> float:
    """Two-sided p-value of a t statistic.

    Examples
    --------
    >>> round(t_p(2.228139, 10), 6)
    0.05
    """
    from scipy.special import stdtr

    return normal_p(t) if isinf(df) else float(2 * stdtr(df, -abs(t)))


def chi2_p(statistic: float, df: float) -> float:
    """Upper tail of chi-square.

    Examples
    --------
    >>> round(chi2_p(3.841459, 1), 6)
    0.05
    """
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))


def chi2_quantile(probability: float, df: float) -> float:
    """Chi-square quantile.

    Examples
    --------
    >>> round(chi2_quantile(0.95, 1), 6)
    3.841459
    """
    from scipy.special import chdtri

    return float(chdtri(df, 1 - probability))
