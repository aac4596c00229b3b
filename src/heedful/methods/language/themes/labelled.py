"""Themes from labels: kernel ridge regression, whose left-out scores cost nothing extra."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from heedful.methods.language.themes.space import Rows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

type Flags = npt.NDArray[np.bool_]

_NEARNESS = 2.0  # how fast likeness fades with distance
_GUESS = 1.0  # weight of what the descriptions say
_WORDS = (0.0, 0.3, 0.6)  # weights of the words that are tried
_PENALTIES = (0.3, 1.0)
_USUAL = 0.3  # either, where there is too much to try
_WORDS_FROM = 50  # labelled rows: with fewer, words are chance
_MOST_TRIED = 2_000
_MOST_LANDMARKS = 5_000
_JITTER = 1e-3


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of some comments: meanings (n × d), words (n × v), guesses from descriptions (n × t)."""

    meanings: Rows
    words: csr_array | None
    guesses: Rows | None

    def some(self, rows: npt.NDArray[np.int64]) -> Material:
        """Return some of the comments."""
        words = None if self.words is None else self.words[rows]
        return Material(self.meanings[rows], words, None if self.guesses is None else self.guesses[rows])


@dataclass(frozen=True, slots=True)
class Labelled:
    """Scores are likeness to landmarks × ``alpha`` + words × ``of_words`` + guesses × ``of_guesses`` + bias.

    ``left_out`` are the scores of the labelled comments, each by what was learnt from the others.
    """

    landmarks: Rows
    alpha: Rows
    of_words: Rows | None
    of_guesses: Rows | None
    bias: Rows
    left_out: Rows

    def scores(self, material: Material) -> Rows:
        """Return a row of scores a comment."""
        found = _likeness(material.meanings, self.landmarks) @ self.alpha + self.bias
        if self.of_words is not None and material.words is not None:
            found = found + material.words @ self.of_words
        if self.of_guesses is not None and material.guesses is not None:
            found = found + material.guesses @ self.of_guesses
        return np.asarray(found, np.float32)


def learn_themes(material: Material, targets: Rows, known: Flags) -> Labelled:
    """Learn themes from labelled comments.

    Parameters
    ----------
    material
        Meanings, words and guesses of n comments.
    targets
        1 where a comment has a theme, else -1 (or 0, where it can have one alone); shape (n, themes).
    known
        Whether anybody looked for the theme in the comment; shape (n, themes).

    Returns
    -------
    Labelled
        What scores other comments, and the left-out scores of these.

    Notes
    -----
    Kernel ridge regression (Saunders, Gammerman & Vovk 1998; Rifkin & Klautau 2004 for classes) with the
    kernel exp(2(x·y - 1)) of meanings, plus a share of the linear kernel of words, plus the linear kernel
    of the guesses, which draws the answer towards the descriptions while labels are few. Left-out scores
    by y - (y - f)/(1 - h) (Allen 1974). With more than 5,000 comments the kernel is held by landmarks
    (Williams & Seeger 2001). Share of words and penalty by the smallest left-out error.

    Examples
    --------
    >>> x = np.repeat(np.eye(2, dtype=np.float32), 4, axis=0)
    >>> y = np.where(x > 0, 1, -1).astype(np.float32)
    >>> found = learn_themes(Material(x, None, None), y, y != 0)
    >>> (found.scores(Material(x, None, None)) > 0).tolist() == (y > 0).tolist()
    True
    >>> (found.left_out[:4, 0] > 0).all().item()
    True
    """
    tried = [
        one
        for words in _shares_of_words(material, len(targets))
        for one in _learnt(material, targets, known, words, _penalties(len(targets)))
    ]
    return min(tried, key=lambda one: float((((one.left_out - targets) ** 2) * known).sum()))


def _shares_of_words(material: Material, n: int) -> Sequence[float]:
    if material.words is None or n < _WORDS_FROM:
        return (0.0,)
    return _WORDS if n <= _MOST_TRIED else (_USUAL,)


def _penalties(n: int) -> Sequence[float]:
    return _PENALTIES if n <= _MOST_TRIED else (_USUAL,)


def _learnt(
    material: Material, targets: Rows, known: Flags, words: float, penalties: Sequence[float]
) -> Iterator[Labelled]:
    from scipy.linalg import cholesky, solve_triangular

    n = len(targets)
    few = material.some(np.linspace(0, n - 1, min(n, _MOST_LANDMARKS)).astype(np.int64))
    own = _kernel(few, few, words)
    own[np.diag_indices_from(own)] += _JITTER
    root = cholesky(own, lower=True, overwrite_a=True)
    features = solve_triangular(root, _kernel(few, material, words), lower=True).T.astype(np.float32)
    for penalty in penalties:
        beta, bias, left_out = _solved(features, targets, known, penalty)
        alpha = solve_triangular(root, beta, lower=True, trans="T").astype(np.float32)
        of_words = (
            None if few.words is None or not words else np.asarray(words * (few.words.T @ alpha), np.float32)
        )
        of_guesses = None if few.guesses is None else np.asarray(_GUESS * few.guesses.T @ alpha, np.float32)
        yield Labelled(few.meanings, alpha, of_words, of_guesses, bias, left_out)


def _solved(features: Rows, targets: Rows, known: Flags, penalty: float) -> tuple[Rows, Rows, Rows]:
    """Return weights, biases and left-out scores; themes looked for in the same rows go together."""
    beta = np.zeros((features.shape[1], targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    left_out = np.zeros_like(targets)
    masks, group = np.unique(known, axis=1, return_inverse=True)
    for number in range(masks.shape[1]):
        themes, rows = np.flatnonzero(group.ravel() == number), masks[:, number]
        if not rows.any():
            continue
        own, bias[themes], out = _ridge(features[rows], targets[np.ix_(rows, themes)], penalty)
        beta[:, themes] = own
        left_out[:, themes] = features @ own + bias[themes]
        left_out[np.ix_(rows, themes)] = out
    return beta, bias, left_out


def _ridge(features: Rows, targets: Rows, penalty: float) -> tuple[Rows, Rows, Rows]:
    from scipy.linalg import cholesky, solve_triangular

    middle = targets.mean(axis=0)
    gram = features.T @ features
    gram[np.diag_indices_from(gram)] += penalty
    root = cholesky(gram, lower=True, overwrite_a=True)
    half = solve_triangular(root, features.T, lower=True)
    inner = half @ (targets - middle)
    beta = solve_triangular(root, inner, lower=True, trans="T").astype(np.float32)
    leverage = np.minimum((half**2).sum(axis=0), 1 - 1e-4)[:, None]
    off = targets - middle - half.T @ inner
    return beta, middle, targets - off / (1 - leverage)


def _likeness(a: Rows, b: Rows) -> Rows:
    found: Rows = np.exp(_NEARNESS * (a @ b.T - 1)).astype(np.float32)
    return found


def _kernel(a: Material, b: Material, words: float) -> Rows:
    found = _likeness(a.meanings, b.meanings)
    if words and a.words is not None and b.words is not None:
        found += words * (a.words @ b.words.T).toarray()
    if a.guesses is not None and b.guesses is not None:
        found += _GUESS * (a.guesses @ b.guesses.T)
    return found
