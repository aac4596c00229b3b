"""Themes from labels: kernel ridge regression, whose left-out scores cost nothing extra."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
_MOST_PARTS = 20_000  # with more, their left-out scores take longer than they are worth
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
class Parts:
    """What is known of the parts of some comments, and the place of the comment that each is of, in order.

    Every comment has a part at least.
    """

    material: Material
    owners: npt.NDArray[np.int64]

    def largest(self, scores: Rows) -> Rows:
        """Return the largest score of each comment's parts."""
        starts = np.flatnonzero(np.diff(self.owners, prepend=-1))
        found: Rows = np.maximum.reduceat(scores, starts, axis=0)
        return found


@dataclass(frozen=True, slots=True)
class Labelled:
    """Scores are likeness to landmarks × ``alpha`` + words × ``of_words`` + guesses × ``of_guesses`` + bias.

    ``left_out`` are the scores of the labelled comments, each by what was learnt from the others;
    ``left_out_parts`` the largest of their parts', by the same.
    """

    landmarks: Rows
    alpha: Rows
    of_words: Rows | None
    of_guesses: Rows | None
    bias: Rows
    left_out: Rows
    left_out_parts: Rows | None = None

    def scores(self, material: Material) -> Rows:
        """Return a row of scores a comment."""
        found = _likeness(material.meanings, self.landmarks) @ self.alpha + self.bias
        if self.of_words is not None and material.words is not None:
            found = found + material.words @ self.of_words
        if self.of_guesses is not None and material.guesses is not None:
            found = found + material.guesses @ self.of_guesses
        return np.asarray(found, np.float32)


def learn_themes(material: Material, targets: Rows, known: Flags, parts: Parts | None = None) -> Labelled:
    """Learn themes from labelled comments.

    Parameters
    ----------
    material
        Meanings, words and guesses of n comments.
    targets
        1 where a comment has a theme, else -1 (or 0, where it can have one alone); shape (n, themes).
    known
        Whether anybody looked for the theme in the comment; shape (n, themes).
    parts
        Parts of the comments, whose left-out scores are wanted too.

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
        (words, penalty, found)
        for words in _shares_of_words(material, len(targets))
        for penalty, found in _learnt(material, targets, known, words, _penalties(len(targets)))
    ]
    words, penalty, best = min(
        tried, key=lambda one: float((((one[2].left_out - targets) ** 2) * known).sum())
    )
    if parts is None or len(parts.owners) > _MOST_PARTS:
        return best
    return replace(best, left_out_parts=_of_parts(best, material, targets, known, parts, words, penalty))


def _shares_of_words(material: Material, n: int) -> Sequence[float]:
    if material.words is None or n < _WORDS_FROM:
        return (0.0,)
    return _WORDS if n <= _MOST_TRIED else (_USUAL,)


def _penalties(n: int) -> Sequence[float]:
    return _PENALTIES if n <= _MOST_TRIED else (_USUAL,)


def _learnt(
    material: Material, targets: Rows, known: Flags, words: float, penalties: Sequence[float]
) -> Iterator[tuple[float, Labelled]]:
    from scipy.linalg import solve_triangular

    few = _landmarks(material)
    root = _root(few, words)
    features = _features(root, few, material, words)
    for penalty in penalties:
        beta, bias, left_out = _solved(features, targets, known, penalty)
        alpha = solve_triangular(root, beta, lower=True, trans="T").astype(np.float32)
        of_words = (
            None if few.words is None or not words else np.asarray(words * (few.words.T @ alpha), np.float32)
        )
        of_guesses = None if few.guesses is None else np.asarray(_GUESS * few.guesses.T @ alpha, np.float32)
        yield penalty, Labelled(few.meanings, alpha, of_words, of_guesses, bias, left_out)


def _landmarks(material: Material) -> Material:
    n = len(material.meanings)
    return material.some(np.linspace(0, n - 1, min(n, _MOST_LANDMARKS)).astype(np.int64))


def _root(few: Material, words: float) -> Rows:
    from scipy.linalg import cholesky

    own = _kernel(few, few, words)
    own[np.diag_indices_from(own)] += _JITTER
    found: Rows = cholesky(own, lower=True, overwrite_a=True)
    return found


def _features(root: Rows, few: Material, material: Material, words: float) -> Rows:
    from scipy.linalg import solve_triangular

    found: Rows = solve_triangular(root, _kernel(few, material, words), lower=True).T.astype(np.float32)
    return found


def _of_parts(
    learnt: Labelled,
    material: Material,
    targets: Rows,
    known: Flags,
    parts: Parts,
    words: float,
    penalty: float,
) -> Rows:
    """Return the largest scores of comments' parts, each by what was learnt without its comment.

    Leaving a comment out moves the score of any row by its leverage with the comment × how far the comment
    is missed (Allen 1974): nothing is fitted again.
    """
    few = _landmarks(material)
    root = _root(few, words)
    features = _features(root, few, material, words)
    own = _features(root, few, parts.material, words)
    scores = learnt.scores(parts.material)
    missed = targets - learnt.left_out
    for themes, rows in _looked_for(known):
        half, halves = _halves(features[rows], features, own, penalty=penalty)
        together = np.einsum("dp,dp->p", half[:, parts.owners], halves)[:, None]
        moved = together * missed[np.ix_(parts.owners, themes)] * rows[parts.owners][:, None]
        scores[:, themes] -= moved
    return parts.largest(scores)


def _solved(features: Rows, targets: Rows, known: Flags, penalty: float) -> tuple[Rows, Rows, Rows]:
    """Return weights, biases and left-out scores; themes looked for in the same rows go together."""
    beta = np.zeros((features.shape[1], targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    left_out = np.zeros_like(targets)
    for themes, rows in _looked_for(known):
        own, bias[themes], out = _ridge(features[rows], targets[np.ix_(rows, themes)], penalty)
        beta[:, themes] = own
        left_out[:, themes] = features @ own + bias[themes]
        left_out[np.ix_(rows, themes)] = out
    return beta, bias, left_out


def _looked_for(known: Flags) -> Iterator[tuple[npt.NDArray[np.int64], Flags]]:
    """Yield themes that were looked for in the same comments, and in which."""
    masks, group = np.unique(known, axis=1, return_inverse=True)
    for number in range(masks.shape[1]):
        if masks[:, number].any():
            yield np.flatnonzero(group.ravel() == number), masks[:, number]


def _halves(learnt_from: Rows, *of: Rows, penalty: float) -> list[Rows]:
    """Return rows so turned that the product of two is their leverage."""
    from scipy.linalg import solve_triangular

    root = _gram_root(learnt_from, penalty)
    return [solve_triangular(root, rows.T, lower=True) for rows in of]


def _gram_root(features: Rows, penalty: float) -> Rows:
    from scipy.linalg import cholesky

    gram = features.T @ features
    gram[np.diag_indices_from(gram)] += penalty
    found: Rows = cholesky(gram, lower=True, overwrite_a=True)
    return found


def _ridge(features: Rows, targets: Rows, penalty: float) -> tuple[Rows, Rows, Rows]:
    from scipy.linalg import solve_triangular

    middle = targets.mean(axis=0)
    root = _gram_root(features, penalty)
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
