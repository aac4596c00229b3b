"""Did it work? Effects against those who were not treated, and how much hidden bias would undo them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

from heedful.methods.arguments import check_level
from heedful.methods.errors import ArgumentError
from heedful.methods.quantiles import normal_p, two_sided_z


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of one group at one time, with its standard error if known."""

    mean: float
    se: float | None = None

    def __post_init__(self) -> None:
        if not isfinite(self.mean):
            raise ArgumentError("mean", f"{self.mean!r} is not a finite number")
        if self.se is not None and not 0 <= self.se < float("inf"):
            raise ArgumentError("se", f"{self.se!r} is not a finite number from 0 up")


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference of differences, in the unit of the means; None for what no standard error was given."""

    estimate: float
    se: float | None
    low: float | None
    high: float | None
    level: float
    z: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class EValue:
    """Strength, as a risk ratio, a hidden cause needs with both treatment and outcome to explain it away.

    ``of_limit`` is for the confidence limit nearer to 1: 1 when the interval holds 1, None without one.
    """

    of_estimate: float
    of_limit: float | None


def did(
    treated_before: Mean,
    treated_after: Mean,
    control_before: Mean,
    control_after: Mean,
    *,
    level: float = 0.95,
) -> Effect:
    """Difference in differences from four means of different people.

    Parameters
    ----------
    treated_before, treated_after
        Means of those the initiative reached.
    control_before, control_after
        Means of comparable others at the same times.
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    Effect
        Change of the treated less change of the others. With the same people at both times the standard
        error is smaller than this one, which takes the four means as independent.

    Raises
    ------
    ArgumentError
        A level outside 0..1, a mean or standard error that is no finite number.

    Notes
    -----
    Source: Card & Krueger (1994) American Economic Review 84:772; standard error √Σse². It is the effect of
    the initiative only if both groups would have moved alike without it.

    Examples
    --------
    >>> effect = did(Mean(20.44, 0.51), Mean(21.03, 0.52), Mean(23.33, 1.35), Mean(21.17, 0.94))
    >>> round(effect.estimate, 2), round(effect.se, 3)
    (2.75, 1.799)
    """
    check_level(level)
    before, after = treated_before.mean - control_before.mean, treated_after.mean - control_after.mean
    estimate = after - before
    errors = [group.se for group in (treated_before, treated_after, control_before, control_after)]
    known = [error for error in errors if error is not None]
    if len(known) < len(errors):
        return Effect(estimate, None, None, None, level, None, None)
    se = sqrt(sum(error**2 for error in known))
    half = two_sided_z(level) * se
    z = estimate / se if se > 0 else None
    p = None if z is None else normal_p(z)
    return Effect(estimate, se, estimate - half, estimate + half, level, z, p)


def e_value(rr: float, low: float | None = None, high: float | None = None) -> EValue:
    """How strong hidden confounding must be to explain an observed risk ratio away.

    Parameters
    ----------
    rr
        Risk ratio, above 0.
    low, high
        Its confidence limits, 0 or more, either may be unknown.

    Returns
    -------
    EValue
        From 1 up, the larger the sturdier.

    Raises
    ------
    ArgumentError
        A ratio not above 0, or limits that do not hold it.

    Notes
    -----
    Source: VanderWeele & Ding (2017) Annals of Internal Medicine 167:268.

    Examples
    --------
    >>> found = e_value(3.9, 1.8, 8.7)
    >>> round(found.of_estimate, 2), round(found.of_limit, 2)
    (7.26, 3.0)
    """
    if not isfinite(rr) or rr <= 0:
        raise ArgumentError("rr", f"{rr!r} is not a finite number above 0")
    if low is not None and not 0 <= low <= rr:
        raise ArgumentError("low", f"{low!r} does not lie between 0 and the ratio of {rr!r}")
    if high is not None and not high >= rr:
        raise ArgumentError("high", f"{high!r} lies below the ratio of {rr!r}")
    return EValue(_strength(rr), _strength_of_limit(rr, low, high))


def _strength(ratio: float) -> float:
    above = ratio if ratio >= 1 else 1 / ratio
    return above + sqrt(above * (above - 1))


def _strength_of_limit(rr: float, low: float | None, high: float | None) -> float | None:
    nearer = low if rr >= 1 else high
    if nearer is None:
        return None
    # An interval that holds 1 needs no hidden cause to be explained.
    crosses = nearer <= 1 if rr >= 1 else nearer >= 1
    return 1.0 if crosses else _strength(nearer)
