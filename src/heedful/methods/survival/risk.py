"""How good is a predicted risk: does it rank, and does it mean what it says?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from heedful.methods.arguments import check_level
from heedful.methods.arrays import Floats, finite_or_none, read_flags, read_numbers
from heedful.methods.errors import ArgumentError, TooFewAnswers
from heedful.methods.quantiles import normal_p, two_sided_z

DECILES = tuple(i / 10 for i in range(11))


@dataclass(frozen=True, slots=True)
class RocArea:
    """Chance, 0..1, that who left had the higher score, ties counting half; and against a second score.

    None without both outcomes; ``se`` and limits None with fewer than two of either.
    """

    auc: float | None
    se: float | None
    low: float | None
    high: float | None
    level: float
    n_positive: int
    n_negative: int
    auc2: float | None = None
    z: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Quality of predicted probabilities, all 0..1 but the log loss and the ratio.

    ``brier`` is the mean squared error, ``ece`` the mean distance between predicted and observed share of a
    bin, ``reliability``, ``resolution`` and ``uncertainty`` Murphy's parts of the score of the binned
    prediction, ``oe_ratio`` observed events per expected. ``log_loss`` is None when something happened that
    had been called impossible.
    """

    brier: float
    log_loss: float | None
    ece: float
    reliability: float
    resolution: float
    uncertainty: float
    oe_ratio: float | None
    n: int


def roc_auc(
    y: ArrayLike, score: ArrayLike, score2: ArrayLike | None = None, *, level: float = 0.95
) -> RocArea:
    """Area under the ROC curve with DeLong's error; optionally the paired comparison of two scores.

    Parameters
    ----------
    y
        1 = it happened, 0 = not, shape (n,).
    score
        Higher means more risk, shape (n,).
    score2
        A second score of the same cases, shape (n,).
    level
        Two-sided confidence level, 0..1.

    Returns
    -------
    RocArea
        Limits are normal, clipped to 0..1; ``z`` and ``p_value`` are of ``auc - auc2``.

    Raises
    ------
    ArgumentError
        Lengths differ, or an outcome other than 0 and 1.

    Notes
    -----
    Source: DeLong, DeLong & Clarke-Pearson (1988) Biometrics 44:837; midranks as Sun & Xu (2014), so the
    cost is that of sorting.

    Examples
    --------
    >>> area = roc_auc([0, 0, 1, 0, 1, 1], [0.1, 0.3, 0.35, 0.4, 0.8, 0.9])
    >>> round(area.auc, 3), round(area.se, 3)
    (0.889, 0.157)
    """
    check_level(level)
    happened = read_flags(y, "y")
    scores = [read_numbers(score, "score")]
    if score2 is not None:
        scores.append(read_numbers(score2, "score2"))
    for name, values in zip(("score", "score2"), scores, strict=False):
        if values.size != happened.size:
            raise ArgumentError(name, f"{values.size} values for the {happened.size} of y")
    n1, n0 = int(happened.sum()), int((~happened).sum())
    if not n1 or not n0:
        return RocArea(None, None, None, None, level, n1, n0)
    above = np.array([_placements(values[happened], values[~happened]) for values in scores])
    below = np.array([1 - _placements(values[~happened], values[happened]) for values in scores])
    areas = above.mean(axis=1)
    covariance = _covariance(above) / n1 + _covariance(below) / n0 if min(n1, n0) > 1 else None
    low, high, se = _limits(float(areas[0]), covariance, level)
    auc2, z, p = _comparison(areas, covariance)
    return RocArea(float(areas[0]), se, low, high, level, n1, n0, auc2, z, p)


def calibration(y: ArrayLike, p: ArrayLike, bins: ArrayLike = DECILES) -> Calibration:
    """Compare predicted probabilities with what happened.

    Parameters
    ----------
    y
        1 = it happened, 0 = not, shape (n,).
    p
        Predicted probability, 0..1, shape (n,).
    bins
        Rising edges of bins, each with its right edge, the first with both; they must hold all of ``p``.

    Returns
    -------
    Calibration
        Smaller is better, but for ``resolution``; ``oe_ratio`` is 1 when as many happened as predicted.

    Raises
    ------
    TooFewAnswers
        No case.
    ArgumentError
        Lengths differ, a probability outside 0..1 or outside the bins, edges that do not rise.

    Notes
    -----
    Source: Brier (1950); Murphy (1973) Journal of Applied Meteorology 12:595; natural logarithm.

    Examples
    --------
    >>> quality = calibration([0, 0, 1, 1], [0.1, 0.4, 0.6, 0.8], bins=[0, 0.5, 1])
    >>> round(quality.brier, 4), round(quality.ece, 3), round(quality.oe_ratio, 3)
    (0.0925, 0.275, 1.053)
    """
    happened, predicted = read_flags(y, "y").astype(np.float64), read_numbers(p, "p")
    if predicted.size != happened.size:
        raise ArgumentError("p", f"{predicted.size} values for the {happened.size} of y")
    if not happened.size:
        raise TooFewAnswers("y", "no case")
    edges = _read_edges(bins, predicted)
    place = np.maximum(np.searchsorted(edges, predicted, side="left"), 1) - 1
    counts = np.bincount(place, minlength=edges.size - 1)
    used = counts > 0
    share = counts[used] / happened.size
    mean_p = np.bincount(place, weights=predicted, minlength=counts.size)[used] / counts[used]
    mean_y = np.bincount(place, weights=happened, minlength=counts.size)[used] / counts[used]
    base = float(happened.mean())
    return Calibration(
        float(((predicted - happened) ** 2).mean()),
        _log_loss(happened, predicted),
        float(share @ np.abs(mean_p - mean_y)),
        float(share @ (mean_p - mean_y) ** 2),
        float(share @ (mean_y - base) ** 2),
        base * (1 - base),
        float(happened.sum() / predicted.sum()) if predicted.any() else None,
        happened.size,
    )


def _placements(values: Floats, others: Floats) -> Floats:
    """For each value the share of others below it, ties counting half."""
    ordered = np.sort(others)
    left, right = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return (left + right) / (2 * others.size)


def _covariance(placements: Floats) -> Floats:
    return np.atleast_2d(np.cov(placements, ddof=1))


def _limits(
    area: float, covariance: Floats | None, level: float
) -> tuple[float | None, float | None, float | None]:
    if covariance is None:
        return None, None, None
    se = sqrt(covariance[0, 0])
    half = two_sided_z(level) * se
    return max(area - half, 0.0), min(area + half, 1.0), se


def _comparison(areas: Floats, covariance: Floats | None) -> tuple[float | None, float | None, float | None]:
    if areas.size == 1:
        return None, None, None
    if covariance is None:
        return float(areas[1]), None, None
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    # Two scores that rank alike have no difference, and no chance to have one.
    if variance <= 1e-15:
        return float(areas[1]), None, None
    z = float(areas[0] - areas[1]) / sqrt(variance)
    return float(areas[1]), z, normal_p(z)


def _read_edges(bins: ArrayLike, predicted: Floats) -> Floats:
    edges = read_numbers(bins, "bins")
    if edges.size < 2 or (np.diff(edges) <= 0).any():
        raise ArgumentError("bins", "needs two or more edges that rise")
    if (predicted < 0).any() or (predicted > 1).any():
        raise ArgumentError("p", "holds a probability outside 0..1")
    if (predicted < edges[0]).any() or (predicted > edges[-1]).any():
        raise ArgumentError("bins", "do not hold every predicted probability")
    return edges


def _log_loss(happened: Floats, predicted: Floats) -> float | None:
    from scipy.special import xlog1py, xlogy

    return finite_or_none(-float((xlogy(happened, predicted) + xlog1py(1 - happened, -predicted)).mean()))
