"""Logistic regression with a weight for each text, quick enough for one thread, and its temperature."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar

type Floats = npt.NDArray[np.float32]
type Places = npt.NDArray[np.int64]

_STEPS = 200


def fitted(rows: Floats, classes: Places, weights: Floats, *, penalty: float) -> Floats:
    """Return a row of weights a class, the last number of each its bias, which is not held down."""
    wide = np.hstack([rows, np.ones((len(rows), 1), np.float32)])
    truth = np.eye(int(classes.max()) + 1, dtype=np.float32)[classes]
    shape = (truth.shape[1], wide.shape[1])

    def cost(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        own = flat.reshape(shape).astype(np.float32)
        held = own / penalty
        held[:, -1] = 0
        sure = _log_shares(wide @ own.T)
        loss = -float(((sure * truth).sum(axis=1) * weights).sum()) + float((held * own).sum()) / 2
        gap = (np.exp(sure) - truth) * weights[:, None]
        return loss, (gap.T @ wide + held).ravel().astype(np.float64)

    start = np.zeros(shape[0] * shape[1])
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    return found.reshape(shape).astype(np.float32)


def temperature(logits: Floats, classes: Places) -> float:
    """Return what logits are divided by so that confidence is right most often (Guo et al. 2017)."""

    def loss(heat: float) -> float:
        return -float(_log_shares(logits / heat)[np.arange(len(classes)), classes].mean())

    return float(minimize_scalar(loss, bounds=(0.25, 4), method="bounded").x)


def _log_shares(logits: Floats) -> Floats:
    centred = logits - logits.max(axis=1, keepdims=True)
    found: Floats = centred - np.log(np.exp(centred).sum(axis=1, keepdims=True))
    return found
