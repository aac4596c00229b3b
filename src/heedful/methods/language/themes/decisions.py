"""From scores to probabilities, and from probabilities to a yes, a no, or none of these."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heedful.methods.arrays import Floats
from heedful.methods.language.themes.space import Rows

type Flags = npt.NDArray[np.bool_]

USUAL_THRESHOLD = 0.4
_DRAWN_BY = 50  # rows with a theme that weigh as much as what was believed before them
_TEMPERATURES = np.geomspace(1.0, 60.0, 60)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A probability is the logistic function of ``slope`` × score + ``shift``."""

    slope: float
    shift: float


def softmax(logits: Rows) -> Rows:
    """Return shares that sum to 1 in each row.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0]], dtype=np.float32)).tolist()
    [[0.5, 0.5]]
    """
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Rows = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def calibrated(scores: Rows, calibration: Calibration) -> Rows:
    """Return probabilities of scores.

    Examples
    --------
    >>> calibrated(np.zeros((1, 1), dtype=np.float32), Calibration(2.0, 0.0)).tolist()
    [[0.5]]
    """
    logits = np.clip(calibration.slope * scores + calibration.shift, -30, 30)
    found: Rows = (1 / (1 + np.exp(-logits))).astype(np.float32)
    return found


def fit_calibration(scores: Rows, truth: Flags, known: Flags) -> Calibration:
    """Fit the probability of a theme to left-out scores.

    Parameters
    ----------
    scores
        Of rows that were left out when they were scored, shape (n, themes).
    truth, known
        Whether a row has a theme, and whether anybody looked; both shape (n, themes).

    Returns
    -------
    Calibration
        One slope and shift for all themes.

    Notes
    -----
    Platt (1999), "Probabilistic outputs for support vector machines", with his softened targets.

    Examples
    --------
    >>> truth = np.array([[True], [False]] * 20)
    >>> scores = np.where(truth, 1.0, -1.0).astype(np.float32)
    >>> found = fit_calibration(scores, truth, np.ones_like(truth))
    >>> found.slope > 1, abs(found.shift) < 0.01
    (True, True)
    """
    from scipy.optimize import minimize

    x, y = scores[known].astype(np.float64), truth[known]
    soft = np.where(y, (y.sum() + 1) / (y.sum() + 2), 1 / ((~y).sum() + 2))

    def loss(at: Floats) -> tuple[float, Floats]:
        logits = at[0] * x + at[1]
        off = 1 / (1 + np.exp(-logits)) - soft
        value = np.logaddexp(0, logits) - soft * logits
        return float(value.sum()), np.array([(off * x).sum(), off.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.1, 50), (-50, 50)])
    return Calibration(float(found.x[0]), float(found.x[1]))


def log_loss(probabilities: Rows, truth: Flags, known: Flags) -> float:
    """Return how far probabilities are from what is true, in nats an answer that is known.

    Examples
    --------
    >>> truth = np.array([[True]])
    >>> round(log_loss(np.array([[0.5]], dtype=np.float32), truth, truth), 3)
    0.693
    """
    right = np.where(truth, probabilities, 1 - probabilities)[known].astype(np.float64)
    return float(-np.log(np.maximum(right, 1e-9)).mean())


def fit_temperature(scores: Rows, classes: npt.NDArray[np.int64]) -> float:
    """Fit how sharp a softmax is, so that its largest share is how often it is right.

    Parameters
    ----------
    scores
        Of rows that were left out when they were scored, shape (n, classes).
    classes
        The right one of each row.

    Returns
    -------
    float
        What scores are multiplied by before the softmax.

    Notes
    -----
    Temperature scaling: Guo et al. (2017), "On calibration of modern neural networks".

    Examples
    --------
    >>> fit_temperature(np.eye(3, dtype=np.float32), np.arange(3)) > 10
    True
    """
    rows = np.arange(len(classes))
    losses = [
        -np.log(np.maximum(softmax((scores * t).astype(np.float32))[rows, classes], 1e-9)).mean()
        for t in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def theme_thresholds(probabilities: Rows, truth: Flags, known: Flags) -> Rows:
    """Choose from which probability on a theme is said to be there.

    Parameters
    ----------
    probabilities
        Of rows that were left out when they were scored, shape (n, themes).
    truth, known
        Whether a row has a theme, and whether anybody looked.

    Returns
    -------
    ndarray
        A threshold a theme: its own best F1, drawn towards the best of all themes together, and that
        towards 0.4, as far as 50 rows with the theme would.

    Notes
    -----
    Lipton, Elkan & Naryanaswamy (2014), "Optimal thresholding of classifiers to maximize F1".

    Examples
    --------
    >>> p = np.array([[0.3], [0.6]], dtype=np.float32)
    >>> [round(float(one), 3) for one in theme_thresholds(p, p > 0.5, p > 0)]
    [0.402]
    """
    shared = _drawn(probabilities[known], truth[known], USUAL_THRESHOLD)
    columns = zip(probabilities.T, truth.T, known.T, strict=True)
    return np.array([_drawn(p[seen], own[seen], shared) for p, own, seen in columns], np.float32)


def _drawn(p: Rows, truth: Flags, believed: float) -> float:
    n = int(truth.sum())
    return (n * _best(p, truth) + _DRAWN_BY * believed) / (n + _DRAWN_BY)


def _best(p: Rows, truth: Flags) -> float:
    if not truth.any():
        return USUAL_THRESHOLD
    order = np.argsort(-p, kind="stable")
    hits = np.cumsum(truth[order])
    scores = 2 * hits / (np.arange(1, len(p) + 1) + truth.sum())
    at = int(np.argmax(scores))
    below = p[order[at + 1]] if at + 1 < len(p) else 0.0
    return float(np.clip((p[order[at]] + below) / 2, 0.1, 0.9))


def rejection_threshold(shares: Rows, classes: npt.NDArray[np.int64], *, cost: float = 0.01) -> float:
    """Choose below which largest share the answer is "none of these".

    Parameters
    ----------
    shares
        Of rows that were left out when they were scored, shape (n, classes), without the share of none.
    classes
        The right one of each row; -1 for rows that have none.
    cost
        Share of the right answers that may be turned away, 0..1.

    Returns
    -------
    float
        The threshold at which that share of right answers is lost.

    Notes
    -----
    Rejection by the largest share: Hendrycks & Gimpel (2017), "A baseline for detecting misclassified and
    out-of-distribution examples".

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]], dtype=np.float32)
    >>> round(rejection_threshold(shares, np.array([0, 0, 1]), cost=0.0), 2)
    0.7
    """
    right = shares.max(axis=1)[(shares.argmax(axis=1) == classes) & (classes >= 0)]
    return float(np.quantile(right, cost)) if len(right) else 0.0
