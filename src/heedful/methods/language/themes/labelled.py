"""Themes from labels: kernel ridge regression, whose left-out scores cost nothing extra."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
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
_DEPTHS = (0.0, 0.5)  # weights of each lower layer that are tried
_USUAL = 0.3  # words and penalty, where there is too much to try
_WORDS_FROM = 50  # labelled rows: with fewer, words are chance
_MOST_TRIED = 2_000
_MOST_LANDMARKS = 5_000
_MOST_PARTS = 20_000  # with more, their left-out scores take longer than they are worth
_JITTER = 1e-3


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of some comments: meanings (n × d), words (n × v), guesses from descriptions (n × t).

    ``depths`` are further meanings, (n × e) each: what lower layers of an encoder make of the comments.
    """

    meanings: Rows
    words: csr_array | None
    guesses: Rows | None
    depths: tuple[Rows, ...] = ()

    def some(self, rows: npt.NDArray[np.int64]) -> Material:
        """Return some of the comments."""
        words = None if self.words is None else self.words[rows]
        guesses = None if self.guesses is None else self.guesses[rows]
        return Material(self.meanings[rows], words, guesses, tuple(own[rows] for own in self.depths))


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

    Likeness is of meanings, and with the weight ``of_depths`` of each of the lower layers in ``depths``.
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
    depths: tuple[Rows, ...] = ()  # of the landmarks
    of_depths: float = 0.0

    def scores(self, material: Material) -> Rows:
        """Return a row of scores a comment."""
        found = _likeness(material.meanings, self.landmarks) @ self.alpha + self.bias
        if self.of_depths:
            for own, landmarks in zip(material.depths, self.depths, strict=True):
                found = found + self.of_depths * (_likeness(own, landmarks) @ self.alpha)
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
    kernel exp(2(x·y - 1)) of meanings, plus half of it for each lower layer, plus a share of the linear
    kernel of words, plus the linear kernel of the guesses, which draws the answer towards the descriptions
    while labels are few. Left-out scores by y - (y - f)/(1 - h) (Allen 1974). With more than 5,000
    comments the kernel is held by landmarks (Williams & Seeger 2001). Shares of words and layers and
    penalty by the smallest left-out error.

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
    shares, penalty, best = _best(material, targets, known, _shares(material, targets, known))
    if parts is None or len(parts.owners) > _MOST_PARTS:
        return best
    return replace(best, left_out_parts=_of_parts(best, material, targets, known, parts, shares, penalty))


@dataclass(frozen=True, slots=True)
class _Shares:
    """Weights in the kernel of words, and of each lower layer."""

    words: float
    depths: float


def _shares(material: Material, targets: Rows, known: Flags) -> Sequence[_Shares]:
    """Return what is tried; with many comments the layers' share is settled on some of them beforehand."""
    n = len(targets)
    words = _WORDS if n <= _MOST_TRIED else (_USUAL,)
    if material.words is None or n < _WORDS_FROM:
        words = (0.0,)
    all_ = [_Shares(*each) for each in product(words, _DEPTHS if material.depths else (0.0,))]
    if n <= _MOST_TRIED or len(all_) < 2:
        return all_
    some = np.linspace(0, n - 1, _MOST_TRIED).astype(np.int64)
    return [_best(material.some(some), targets[some], known[some], all_)[0]]


def _best(
    material: Material, targets: Rows, known: Flags, shares: Sequence[_Shares]
) -> tuple[_Shares, float, Labelled]:
    tried = [
        (each, penalty, found)
        for each in shares
        for penalty, found in _learnt(material, targets, known, each, _penalties(len(targets)))
    ]
    return min(tried, key=lambda one: float((((one[2].left_out - targets) ** 2) * known).sum()))


def _penalties(n: int) -> Sequence[float]:
    return _PENALTIES if n <= _MOST_TRIED else (_USUAL,)


def _learnt(
    material: Material, targets: Rows, known: Flags, shares: _Shares, penalties: Sequence[float]
) -> Iterator[tuple[float, Labelled]]:
    from scipy.linalg import solve_triangular

    few = _landmarks(material)
    root = _root(few, shares)
    features = _features(root, few, material, shares)
    for penalty in penalties:
        beta, bias, left_out = _solved(features, targets, known, penalty)
        alpha = solve_triangular(root, beta, lower=True, trans="T").astype(np.float32)
        of_words = _of_words(few, alpha, shares)
        of_guesses = None if few.guesses is None else np.asarray(_GUESS * few.guesses.T @ alpha, np.float32)
        found = Labelled(few.meanings, alpha, of_words, of_guesses, bias, left_out)
        if shares.depths:
            found = replace(found, depths=few.depths, of_depths=shares.depths)
        yield penalty, found


def _of_words(few: Material, alpha: Rows, shares: _Shares) -> Rows | None:
    if few.words is None or not shares.words:
        return None
    return np.asarray(shares.words * (few.words.T @ alpha), np.float32)


def _landmarks(material: Material) -> Material:
    n = len(material.meanings)
    return material.some(np.linspace(0, n - 1, min(n, _MOST_LANDMARKS)).astype(np.int64))


def _root(few: Material, shares: _Shares) -> Rows:
    from scipy.linalg import cholesky

    own = _kernel(few, few, shares)
    own[np.diag_indices_from(own)] += _JITTER
    found: Rows = cholesky(own, lower=True, overwrite_a=True)
    return found


def _features(root: Rows, few: Material, material: Material, shares: _Shares) -> Rows:
    from scipy.linalg import solve_triangular

    found: Rows = solve_triangular(root, _kernel(few, material, shares), lower=True).T.astype(np.float32)
    return found


def _of_parts(
    learnt: Labelled,
    material: Material,
    targets: Rows,
    known: Flags,
    parts: Parts,
    shares: _Shares,
    penalty: float,
) -> Rows:
    """Return the largest scores of comments' parts, each by what was learnt without its comment.

    Leaving a comment out moves the score of any row by its leverage with the comment × how far the comment
    is missed (Allen 1974): nothing is fitted again.
    """
    few = _landmarks(material)
    root = _root(few, shares)
    features = _features(root, few, material, shares)
    own = _features(root, few, parts.material, shares)
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


def _kernel(a: Material, b: Material, shares: _Shares) -> Rows:
    found = _likeness(a.meanings, b.meanings)
    if shares.depths:
        for own, other in zip(a.depths, b.depths, strict=True):
            found += shares.depths * _likeness(own, other)
    if shares.words and a.words is not None and b.words is not None:
        found += shares.words * (a.words @ b.words.T).toarray()
    if a.guesses is not None and b.guesses is not None:
        found += _GUESS * (a.guesses @ b.guesses.T)
    return found
