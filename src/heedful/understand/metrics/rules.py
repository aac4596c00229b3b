"""When a difference is one. Pure: an interval, two bases, and how many more answers it would take."""

from __future__ import annotations

from heedful.methods.results import Comparison, Estimate
from heedful.methods.sampling import answers_needed
from heedful.understand.metrics.types import Finding

FEWEST_TO_COMPARE = 10  # below it any interval is an assumption about a handful of people


def judge(comparison: Comparison, a: Estimate, b: Estimate) -> tuple[Finding, int | None]:
    """Return the finding, and the further answers (both groups together) that would tell the difference."""
    if comparison.difference is None:
        return Finding.NO_ANSWERS, None
    more = _more_answers(a, b)
    if min(comparison.n_a, comparison.n_b) < FEWEST_TO_COMPARE:
        return Finding.TOO_FEW, more
    if comparison.p_value is not None and comparison.p_value < 1 - comparison.level:
        return Finding.REAL_CHANGE, None
    return Finding.NOISE, more


def _more_answers(a: Estimate, b: Estimate) -> int | None:
    if a.se is None or b.se is None:
        return None
    more = answers_needed(a, b, level=a.level)
    return None if more is None or more.a + more.b == 0 else more.a + more.b
