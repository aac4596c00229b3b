"""How much likelier is it that there is a cluster here? Kulldorff's ratio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heedful.methods.arguments import check_positive, check_within

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScanRatio:
    """Log-likelihood ratio of one window; the two ratios are None where they have no denominator."""

    llr: float
    relative_risk: float | None
    observed_expected: float | None


def scan_llr(cases_in: float, expected_in: float, cases_total: float) -> ScanRatio:
    """Poisson log-likelihood ratio of one window, for high rates.

    Parameters
    ----------
    cases_in, expected_in
        Cases found and expected in the window, 0..cases_total.
    cases_total
        Cases in all, above 0; expectations of all windows add up to them.

    Returns
    -------
    ScanRatio
        ``llr`` is 0 unless more cases were found than expected; ``relative_risk`` is inside over outside.

    Raises
    ------
    ArgumentError
        More in the window than in all, or a negative number.

    Notes
    -----
    c ln(c/e) + (C - c) ln((C - c)/(C - e)): Kulldorff (1997) Communications in Statistics 26:1481.

    Examples
    --------
    >>> r = scan_llr(106, 62.1322469232, 552)
    >>> round(r.llr, 4), round(r.relative_risk, 3)
    (14.7803, 1.874)
    """
    total = check_positive(cases_total, "cases_total")
    c, e = check_within(cases_in, total, "cases_in"), check_within(expected_in, total, "expected_in")
    inside = c / e if e else None
    outside = (total - c) / (total - e) if e < total else None
    llr = float(log_ratios(np.array([c]), np.array([e]), total)[0])
    return ScanRatio(llr, inside / outside if inside is not None and outside else None, inside)


def log_ratios(cases: Floats, expected: Floats, total: float) -> Floats:
    """Ratios of many windows: arrays of one shape; 0 where no more were found than expected.

    Examples
    --------
    >>> log_ratios(np.array([3.0, 1.0]), np.array([1.0, 2.0]), 10).round(4).tolist()
    [1.5366, 0.0]
    """
    from scipy.special import xlogy

    is_high = (cases > expected) & (expected > 0)
    # Where there is no excess any ratio of 1 will do: its logarithm is 0.
    c, e = np.where(is_high, cases, 1.0), np.where(is_high, expected, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = xlogy(total - c, np.where(total > c, (total - c) / (total - e), 1.0))
    llr: Floats = np.where(is_high, c * np.log(c / e) + outside, 0.0)
    return llr


def most_expected(cases: Floats, llr: float, total: float) -> Floats:
    """Largest expectation at which each number of cases still reaches ``llr`` > 0.

    Examples
    --------
    >>> most_expected(np.array([3.0]), 1.536612, 10).round(4).tolist()
    [1.0]
    """
    low, high = np.zeros_like(cases), cases.copy()
    for _ in range(60):
        middle = (low + high) / 2
        # The middle is never 0: the first lies above it, and low only rises.
        is_reached = log_ratios(cases, middle, total) >= llr
        low, high = np.where(is_reached, middle, low), np.where(is_reached, high, middle)
    return low
