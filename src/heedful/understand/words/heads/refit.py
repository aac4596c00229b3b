"""A shipped head, moved towards a customer's own labels as far as they carry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from heedful.understand.words.heads import Head
from heedful.understand.words.types import Floats

PULL = 1.0  # how strongly few labels are held to the shipped weights


def refitted(shipped: Head, rows: Floats, classes: npt.NDArray[np.int64], *, pull: float = PULL) -> Head:
    """Return the head that fits the labels best without going further from the shipped one than they warrant.

    ``rows`` are the encoder's, ``classes`` places in ``shipped.classes``; a layer in between stays as it is.
    Logistic regression with a normal prior around the shipped weights (maximum a posteriori; Chelba and Acero
    2006, "Adaptation of maximum entropy capitalizer"): without labels it is the shipped head, with thousands
    it is the customer's.
    """
    from scipy.optimize import minimize

    start = np.hstack([shipped.weights, shipped.bias[:, None]]).astype(np.float64)
    features = shipped.features(rows)
    wide = np.hstack([features, np.ones((len(features), 1), features.dtype)]).astype(np.float64)
    truth = np.eye(len(shipped.classes))[classes]

    def cost(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(start.shape)
        logits = wide @ weights.T
        logits -= logits.max(axis=1, keepdims=True)
        sums = np.log(np.exp(logits).sum(axis=1, keepdims=True))
        gap, moved = np.exp(logits - sums) - truth, weights - start
        loss = -float(((logits - sums) * truth).sum()) + pull / 2 * float((moved**2).sum())
        return loss, (gap.T @ wide + pull * moved).ravel()

    found = (
        minimize(cost, start.ravel(), jac=True, method="L-BFGS-B").x.reshape(start.shape).astype(np.float32)
    )
    return replace(
        shipped, version=f"{shipped.version}+{len(rows)} labels", weights=found[:, :-1], bias=found[:, -1]
    )
