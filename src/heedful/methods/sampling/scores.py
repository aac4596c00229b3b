"""Answers for a margin of one NPS, and for a change of it to be seen."""

from __future__ import annotations

from typing import Literal

from heedful.methods.arguments import check_choice, check_level, check_positive
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import two_sided_z
from heedful.methods.sampling.sizes import SampleSize, reach_of, rounded

type Correction = Literal["adjusted_wald", "none"]

# The adjusted Wald interval counts three answers more than were given.
_PSEUDO_ANSWERS = 3.0


def nps_variance(nps: float, passives: float) -> float:
    """Variance of one answer's contribution to the NPS, from the score and the share of passives.

    Parameters
    ----------
    nps
        Points, -100..100.
    passives
        Per cent, 0..100.

    Returns
    -------
    float
        p + q - (p - q)^2 with shares 0..1; at most 1. Times 10,000 it is in squared points.

    Raises
    ------
    ArgumentError
        A score that this many passives do not allow.

    Notes
    -----
    Variance of a trinomial on -1, 0, 1.

    Examples
    --------
    >>> round(nps_variance(10, 30), 4)
    0.69
    """
    if not 0 <= passives <= 100:
        raise ArgumentError("passives", f"{passives!r} is not a per cent from 0 to 100")
    if not abs(nps) <= 100 - passives:
        raise ArgumentError("nps", f"{nps!r} cannot be with {passives:g} % passives")
    return 1 - passives / 100 - (nps / 100) ** 2


def nps_sample_size(
    variance: float,
    *,
    margin: float | None = None,
    difference: float | None = None,
    power: float | None = None,
    level: float = 0.95,
    correction: Correction = "adjusted_wald",
) -> SampleSize:
    """Answers for a margin of error of one NPS, or per group for a difference of two.

    Parameters
    ----------
    variance
        Trinomial variance p + q - (p - q)^2, 0..1; `nps_variance` computes it.
    margin
        Half width wanted, points; for one score.
    difference
        Difference to be seen, points; for two. Give one of the two.
    power
        Probability of seeing it, 0..1. Left out: a difference of exactly this size is just significant.
    level
        Two-sided confidence level, 0..1.
    correction
        ``"adjusted_wald"`` subtracts the 3 answers that interval adds, ``"none"`` does not.

    Returns
    -------
    SampleSize
        Rounded up, at least 1; per group for a difference.

    Raises
    ------
    ArgumentError
        A variance outside 0..1, both or neither of margin and difference, power with a margin.

    Notes
    -----
    z^2 s^2 / d^2 - 3: Lewis & Sauro (2021) "Sample sizes for NPS"; two groups: the normal formula.

    Examples
    --------
    >>> nps_sample_size(0.69, margin=5).n
    1058
    >>> nps_sample_size(0.69, difference=10, power=0.8, correction="none").n
    1084
    """
    if not 0 <= variance <= 1:
        raise ArgumentError("variance", f"{variance!r} does not lie in 0 to 1")
    taken = (
        _PSEUDO_ANSWERS
        if check_choice(correction, ("adjusted_wald", "none"), "correction") != "none"
        else 0.0
    )
    if margin is not None and difference is None:
        if power is not None:
            raise ArgumentError("power", "goes with a difference, not with a margin")
        return rounded(
            (two_sided_z(check_level(level)) / check_positive(margin, "margin")) ** 2 * 1e4 * variance - taken
        )
    if difference is None or margin is not None:
        raise ArgumentError("margin", "give either a margin or a difference")
    reach = reach_of(level, power) / check_positive(abs(difference), "difference")
    return rounded(reach**2 * 1e4 * 2 * variance - taken)


def answers_for_change(
    start: float, goal: float, *, passives: float, power: float | None = None, level: float = 0.95
) -> SampleSize:
    """Answers a wave so that a change of the NPS from ``start`` to ``goal`` is seen.

    Parameters
    ----------
    start, goal
        NPS of the two waves, points.
    passives
        Share of passives expected in both, per cent.
    power
        Probability of seeing the change, 0..1. Left out: a gap of exactly this size is just significant.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    SampleSize
        Answers per wave.

    Raises
    ------
    ArgumentError
        Scores that are equal, or that this many passives do not allow.

    Notes
    -----
    z^2 (s1^2 + s2^2) / d^2 with the trinomial variance of each wave.

    Examples
    --------
    >>> answers_for_change(5, 15, passives=30).n, answers_for_change(5, 15, passives=30, power=0.8).n
    (529, 1080)
    """
    variance = nps_variance(start, passives) + nps_variance(goal, passives)
    if start == goal:
        raise ArgumentError("goal", "equals the start: there is no change to be seen")
    return rounded((reach_of(level, power) * 100 / (goal - start)) ** 2 * variance)


def answers_for_margin(nps: float, *, passives: float, margin: float, level: float = 0.95) -> SampleSize:
    """Answers until one NPS is known to within ``margin`` points either way.

    Parameters
    ----------
    nps
        Score expected, points.
    passives
        Share of passives expected, per cent.
    margin
        Half width wanted, points.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    SampleSize
        Answers, without the correction of three.

    Raises
    ------
    ArgumentError
        A margin not above 0, a score that this many passives do not allow.

    Notes
    -----
    z^2 s^2 / d^2 with the trinomial variance.

    Examples
    --------
    >>> answers_for_margin(10, passives=30, margin=5).n
    1061
    """
    return nps_sample_size(nps_variance(nps, passives), margin=margin, level=level, correction="none")
