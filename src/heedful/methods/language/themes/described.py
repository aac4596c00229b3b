"""Themes from phrases alone: a classifier of phrases that reads comments and their clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heedful.methods.arrays import Floats
from heedful.methods.language.themes.decisions import softmax
from heedful.methods.language.themes.space import Rows

_STRENGTH = 30.0  # of the phrases against the pull towards nothing


@dataclass(frozen=True, slots=True)
class Described:
    """Weights (classes × d) and biases of a softmax over the themes and, last, none of them."""

    weights: Rows
    bias: Rows

    def shares(self, rows: Rows) -> Rows:
        """Return one row of shares a row, themes first, none of them last."""
        return softmax(rows @ self.weights.T + self.bias)

    def of_comments(self, wholes: Rows, clauses: Sequence[Rows]) -> Rows:
        """Return half the share of the whole and half the largest of its clauses, a row a comment."""
        if not clauses:
            return self.shares(wholes)
        found = self.shares(np.vstack([wholes, *clauses]).astype(np.float32))
        own, rest = found[: len(wholes)], found[len(wholes) :]
        ends = np.cumsum([len(each) for each in clauses])
        most = [part.max(axis=0) for part in np.split(rest, ends[:-1])]
        return ((own + np.stack(most)) / 2).astype(np.float32)


def describe_themes(phrases: Rows, owners: npt.NDArray[np.int64], n_classes: int) -> Described:
    """Learn themes from what describes them.

    Parameters
    ----------
    phrases
        Meanings of names, descriptions and phrases, shape (p, d), rows of length 1 in a space that is
        centred on the customer's own comments.
    owners
        Class of each phrase, 0..n_classes - 1; the last class is none of the themes.
    n_classes
        Themes and one.

    Returns
    -------
    Described
        A softmax over themes and none of them.

    Notes
    -----
    Softmax regression in which each class has the same weight and the weights are pulled towards 0
    (Hastie, Tibshirani & Friedman 2009, 4.4 and 18.3.2). Each phrase is an example of its theme; what
    speaks against a theme (counter-phrases) and what speaks of nothing are examples of the last class.

    Examples
    --------
    >>> phrases = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], dtype=np.float32)
    >>> describe_themes(phrases, np.arange(3), 3).shares(phrases).argmax(axis=1).tolist()
    [0, 1, 2]
    """
    from scipy.optimize import minimize

    wide = np.hstack([phrases, np.ones((len(phrases), 1), np.float32)]).astype(np.float64)
    truth = np.eye(n_classes)[owners]
    counts = np.bincount(owners, minlength=n_classes)
    heavy = (len(phrases) / (n_classes * np.maximum(counts, 1)))[owners][:, None] * _STRENGTH

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(n_classes, -1)
        logits = wide @ weights.T
        logits -= logits.max(axis=1, keepdims=True)
        log_shares = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        free = weights.copy()
        free[:, -1] = 0  # a bias is not pulled
        slope = ((np.exp(log_shares) - truth) * heavy).T @ wide + free
        return float(-(log_shares * truth * heavy).sum() + (free**2).sum() / 2), slope.ravel()

    start = np.zeros(n_classes * wide.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200, "ftol": 1e-6})
    weights = np.asarray(found.x).reshape(n_classes, -1).astype(np.float32)
    return Described(weights[:, :-1], weights[:, -1])
