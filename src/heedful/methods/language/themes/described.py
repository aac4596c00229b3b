"""Themes from phrases alone: a classifier of phrases, taught further by the comments it is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heedful.methods.arrays import Floats
from heedful.methods.language.themes.decisions import softmax
from heedful.methods.language.themes.space import Rows

_STRENGTH = 10.0  # of the data against the pull towards nothing
_ROUNDS = 4
_SURE = 0.5  # share of the comments of a theme that teach the next round
_FEWEST_COMMENTS = 50
_FEWEST_TEACHING = 5


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


def describe_themes(
    phrases: Rows,
    owners: npt.NDArray[np.int64],
    n_classes: int,
    wholes: Rows,
    clauses: Sequence[Rows],
) -> Described:
    """Learn themes from what describes them, and from the customer's comments without labels.

    Parameters
    ----------
    phrases
        Meanings of descriptions and phrases, shape (p, d), rows of length 1.
    owners
        Class of each phrase, 0..n_classes - 1; the last class is none of the themes.
    n_classes
        Themes and one.
    wholes
        Meanings of the customer's comments, shape (n, d); may be empty.
    clauses
        Meanings of the clauses of each, an array a comment.

    Returns
    -------
    Described
        A softmax over themes and none of them.

    Notes
    -----
    Scores of the nearest mean of phrases, standardised a theme on the customer's comments, choose the
    comments to learn from: the clearer half of each theme, by the gap to the second. Four rounds of
    self-training follow, each with the phrases: Scudder (1965); Meng et al. (2018), "Weakly-supervised
    neural text classification". With fewer than 50 comments the phrases alone are learnt from.

    Examples
    --------
    >>> phrases = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], dtype=np.float32)
    >>> found = describe_themes(phrases, np.arange(3), 3, phrases[:0], [])
    >>> found.shares(phrases).argmax(axis=1).tolist()
    [0, 1, 2]
    """
    if len(wholes) < _FEWEST_COMMENTS:
        return _learn(phrases, owners, n_classes)
    scores = _first_scores(phrases, owners, n_classes, wholes, clauses)
    for _ in range(_ROUNDS):
        rows, taught = _teaching(scores)
        described = _learn(np.vstack([wholes[rows], phrases]), np.concatenate([taught, owners]), n_classes)
        scores = _standardised(_joint(described.weights, described.bias, wholes, clauses))
    return described


def _first_scores(
    phrases: Rows, owners: npt.NDArray[np.int64], n_classes: int, wholes: Rows, clauses: Sequence[Rows]
) -> Rows:
    means = np.stack([phrases[owners == each].mean(axis=0) for each in range(n_classes)])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    usual = wholes @ means.T
    spread = np.maximum(usual.std(axis=0), 1e-9)
    weights = means / spread[:, None]
    return _standardised(_joint(weights, -usual.mean(axis=0) / spread, wholes, clauses))


def _joint(weights: Rows, bias: Rows, wholes: Rows, clauses: Sequence[Rows]) -> Rows:
    rest = np.vstack(clauses) @ weights.T + bias
    ends = np.cumsum([len(each) for each in clauses])
    most = np.stack([part.max(axis=0) for part in np.split(rest, ends[:-1])])
    return np.asarray(wholes @ weights.T + bias + most, np.float32)


def _standardised(scores: Rows) -> Rows:
    return np.asarray((scores - scores.mean(axis=0)) / np.maximum(scores.std(axis=0), 1e-9), np.float32)


def _teaching(scores: Rows) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return rows that are clear, and their classes."""
    classes = scores.argmax(axis=1)
    two = np.partition(scores, -2, axis=1)[:, -2:]
    gaps = two[:, 1] - two[:, 0]
    kept = []
    for each in range(scores.shape[1]):
        own = np.flatnonzero(classes == each)
        most = max(_FEWEST_TEACHING, int(_SURE * len(own)))
        kept.append(own[np.argsort(-gaps[own], kind="stable")][:most])
    rows = np.concatenate(kept)
    return rows, classes[rows]


def _learn(rows: Rows, classes: npt.NDArray[np.int64], n_classes: int) -> Described:
    """Softmax regression, each class with the same weight, pulled towards nothing."""
    from scipy.optimize import minimize

    wide = np.hstack([rows, np.ones((len(rows), 1), np.float32)]).astype(np.float64)
    truth = np.eye(n_classes)[classes]
    counts = np.bincount(classes, minlength=n_classes)
    present = np.count_nonzero(counts)
    heavy = (len(rows) / (present * np.maximum(counts, 1)))[classes][:, None] * _STRENGTH

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
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100, "ftol": 1e-6})
    weights = np.asarray(found.x).reshape(n_classes, -1).astype(np.float32)
    return Described(weights[:, :-1], weights[:, -1])
