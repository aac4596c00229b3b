"""Tests of shares: of different people, of the same people twice, of several groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, sqrt
from typing import Literal, get_args

from heedful.methods.arguments import check_choice, check_count, check_level, check_within
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import chi2_p, chi2_quantile, normal_p, two_sided_z

type TwoProportionTest = Literal["z_pooled", "n_minus_1", "fisher"]
type PairedInterval = Literal["score", "bonett_price", "wald"]
type PairedTest = Literal["mcnemar", "mcnemar_cc", "mcnemar_exact", "mcnemar_midp"]

TWO_PROPORTION_TESTS: tuple[TwoProportionTest, ...] = get_args(TwoProportionTest.__value__)
PAIRED_INTERVALS: tuple[PairedInterval, ...] = get_args(PairedInterval.__value__)
PAIRED_TESTS: tuple[PairedTest, ...] = get_args(PairedTest.__value__)


@dataclass(frozen=True, slots=True)
class ShareTest:
    """A two-sided test. ``statistic`` is None for exact tests, both are None with nothing to test."""

    statistic: float | None
    p_value: float | None
    method: str


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Change of a share among the same people, -1..1 (None without pairs), and its test."""

    estimate: float | None
    low: float | None
    high: float | None
    level: float
    statistic: float | None
    p_value: float | None
    n: float
    method: str


@dataclass(frozen=True, slots=True)
class PairwiseShares:
    """All pairs of k shares in the order (1,2), (1,3), ...: distance, what it must exceed, if it does."""

    pairs: tuple[tuple[int, int], ...]
    differences: tuple[float, ...]
    critical_ranges: tuple[float, ...]
    significant: tuple[bool, ...]
    level: float


def two_proportion_test(
    x1: float, n1: float, x2: float, n2: float, *, test: TwoProportionTest = "n_minus_1"
) -> ShareTest:
    """Two-sided test that two independent shares are one.

    Parameters
    ----------
    x1, n1, x2, n2
        Successes and trials; fractional from weighted bases, except for ``"fisher"``.
    test
        ``"z_pooled"`` (chi-square without correction), ``"n_minus_1"`` (chi-square times (N - 1) / N) or
        ``"fisher"`` (sum of the tables no more likely).

    Returns
    -------
    ShareTest
        ``statistic`` is z with the sign of ``p1 - p2`` (None for Fisher). Both None when a group is empty,
        and where shares that are both 0 or both 1 leave z without a denominator.

    Raises
    ------
    ArgumentError
        A count negative, above its base, or fractional for Fisher; an unknown test.

    Notes
    -----
    Campbell (2007) Statistics in Medicine 26:3661; Fisher (1935) The Design of Experiments.

    Examples
    --------
    >>> t = two_proportion_test(11, 12, 5, 11)
    >>> round(t.statistic, 4), round(t.p_value, 4)
    (2.3531, 0.0186)
    """
    kind = check_choice(test, TWO_PROPORTION_TESTS, "test")
    check_within(x1, check_count(n1, "n1"), "x1")
    check_within(x2, check_count(n2, "n2"), "x2")
    if n1 == 0 or n2 == 0:
        return ShareTest(None, None, kind)
    if kind == "fisher":
        return ShareTest(None, _fisher(x1, n1, x2, n2), kind)
    pooled = (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    if variance <= 0:
        return ShareTest(None, None, kind)
    z = (x1 / n1 - x2 / n2) / sqrt(variance)
    if kind == "n_minus_1":
        z *= sqrt(max((n1 + n2 - 1) / (n1 + n2), 0.0))
    return ShareTest(z, normal_p(z), kind)


def _fisher(x1: float, n1: float, x2: float, n2: float) -> float:
    from scipy.stats import fisher_exact

    cells = (x1, n1 - x1, x2, n2 - x2)
    if any(cell != round(cell) for cell in cells):
        raise ArgumentError("test", "fisher needs whole counts")
    a, b, c, d = (round(cell) for cell in cells)
    return float(fisher_exact([[a, b], [c, d]]).pvalue)


def paired_proportion_change(
    gained: int,
    lost: int,
    n: int,
    *,
    interval: PairedInterval = "score",
    test: PairedTest = "mcnemar_midp",
    level: float = 0.95,
) -> PairedChange:
    """Change of a share when the same people were asked twice.

    Parameters
    ----------
    gained, lost
        Pairs that went from no to yes, and from yes to no.
    n
        All pairs.
    interval
        ``"score"`` (Tango), ``"bonett_price"`` (one added to each, two to the pairs) or ``"wald"``.
    test
        ``"mcnemar"``, ``"mcnemar_cc"`` (continuity corrected), ``"mcnemar_exact"`` or ``"mcnemar_midp"``.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    PairedChange
        (gained - lost) / n, limits clipped to -1..1; all None without pairs. ``statistic`` is chi-square for
        the first two tests, None for the exact ones. Without a discordant pair there is no chi-square and
        no p-value, and the exact p is 1.

    Raises
    ------
    ArgumentError
        Negative counts, more changes than pairs, a level outside 0..1, an unknown interval or test.

    Notes
    -----
    Tango (1998) Statistics in Medicine 17:891; Bonett & Price (2012) J. Educ. Behav. Stat. 37:479;
    McNemar (1947); Fagerland, Lydersen & Laake (2013) BMC Med. Res. Methodol. 13:91 for mid-P.

    Examples
    --------
    >>> c = paired_proportion_change(6, 16, 161)
    >>> round(c.low, 3), round(c.high, 4), round(c.p_value, 4)
    (-0.124, -0.0054, 0.0347)
    """
    check_level(level)
    kind = check_choice(interval, PAIRED_INTERVALS, "interval")
    tested = check_choice(test, PAIRED_TESTS, "test")
    check_within(check_count(gained, "gained") + check_count(lost, "lost"), check_count(n, "n"), "gained")
    method = f"change of a share, {kind}, {tested}"
    if n == 0:
        return PairedChange(None, None, None, level, None, None, n, method)
    low, high = _paired_limits(kind, gained, lost, n, level)
    statistic, p_value = _mcnemar(tested, gained, lost)
    return PairedChange(
        (gained - lost) / n, max(low, -1.0), min(high, 1.0), level, statistic, p_value, n, method
    )


def _paired_limits(kind: PairedInterval, gained: int, lost: int, n: int, level: float) -> tuple[float, float]:
    from heedful.methods.intervals.trinomial import nps_interval

    if kind == "score":
        # A change is an NPS: those who gained promote it, those who lost detract from it.
        tango = nps_interval(gained, n - gained - lost, lost, interval="score", level=level)
        assert tango.low is not None
        assert tango.high is not None
        return tango.low / 100, tango.high / 100
    more = 1 if kind == "bonett_price" else 0
    g, k = (gained + more) / (n + 2 * more), (lost + more) / (n + 2 * more)
    reach = two_sided_z(level) * sqrt(max(g + k - (g - k) ** 2, 0.0) / (n + 2 * more))
    return g - k - reach, g - k + reach


def _mcnemar(kind: PairedTest, gained: int, lost: int) -> tuple[float | None, float | None]:
    discordant = gained + lost
    if kind in {"mcnemar_exact", "mcnemar_midp"}:
        return None, _mcnemar_exact(gained, lost, is_mid=kind == "mcnemar_midp")
    if not discordant:
        return None, None
    distance = abs(gained - lost)
    if kind == "mcnemar_cc":
        distance = max(distance - 1, 0)
    statistic = distance**2 / discordant
    return statistic, chi2_p(statistic, 1)


def _mcnemar_exact(gained: int, lost: int, *, is_mid: bool) -> float:
    from scipy.special import bdtr

    n, few = gained + lost, min(gained, lost)
    p = 2 * float(bdtr(few, n, 0.5))
    if gained == lost:
        return 1.0
    # Whole numbers divide exactly where a product of floats would vanish.
    return p - comb(n, few) / 2**n if is_mid else min(p, 1.0)


def marascuilo(x: Sequence[float], n: Sequence[float], *, level: float = 0.95) -> PairwiseShares:
    """All pairs of k shares, with one error rate for them all.

    Parameters
    ----------
    x, n
        Successes and trials of k >= 2 groups, every group with trials.
    level
        One less the probability that any pair is wrongly told apart.

    Returns
    -------
    PairwiseShares
        Differences |p_i - p_j| and the ranges they must exceed, 0..1.

    Raises
    ------
    ArgumentError
        Fewer than two groups, an empty group, lengths that differ, a count above its base.

    Notes
    -----
    Marascuilo & McSweeney (1977) Nonparametric and distribution-free methods; NIST e-Handbook 7.4.7.4.

    Examples
    --------
    >>> r = marascuilo([36, 46, 42], [300, 300, 300])
    >>> [round(d, 4) for d in r.differences], r.significant
    ([0.0333, 0.02, 0.0133], (False, False, False))
    """
    if len(x) != len(n) or len(x) < 2:
        raise ArgumentError("n", f"{len(n)} given for {len(x)} groups, of which there must be two")
    for successes, trials in zip(x, n, strict=True):
        check_within(successes, trials, "x")
        if not trials:
            raise ArgumentError("n", "a group has no trials")
    p = [successes / trials for successes, trials in zip(x, n, strict=True)]
    variance = [share * (1 - share) / trials for share, trials in zip(p, n, strict=True)]
    reach = sqrt(chi2_quantile(check_level(level), len(x) - 1))
    pairs = tuple(combinations(range(len(x)), 2))
    differences = tuple(abs(p[i] - p[j]) for i, j in pairs)
    ranges = tuple(reach * sqrt(variance[i] + variance[j]) for i, j in pairs)
    significant = tuple(d > r for d, r in zip(differences, ranges, strict=True))
    return PairwiseShares(pairs, differences, ranges, significant, level)
