"""The space in which comments are compared: what all comments of a customer share is taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

type Rows = npt.NDArray[np.float32]

_FEWEST = 50  # with fewer comments only the middle is known, not the spread


@dataclass(frozen=True, slots=True)
class Space:
    """``middle`` of the comments, and the ``turn`` (d × d) that evens out how they spread."""

    middle: Rows
    turn: Rows | None = None

    def place(self, rows: Rows) -> Rows:
        """Return rows of length 1 in this space."""
        moved = rows - self.middle
        turned = moved if self.turn is None else moved @ self.turn
        lengths = np.linalg.norm(turned, axis=1, keepdims=True)
        return (turned / np.maximum(lengths, 1e-9)).astype(np.float32)


def fit_space(rows: Rows, *, keep: float = 0.9) -> Space:
    """Learn what is usual in a customer's comments.

    Parameters
    ----------
    rows
        Meanings of comments and clauses, shape (n, d).
    keep
        Share of a round covariance in the one that is evened out, 0..1; 1 only centres.

    Returns
    -------
    Space
        Centred, and whitened where there are at least 50 rows.

    Notes
    -----
    Whitening by a covariance shrunk towards a multiple of the identity: Ledoit & Wolf (2004), "A
    well-conditioned estimator for large-dimensional covariance matrices"; for sentence encoders Su et
    al. (2021), "Whitening sentence representations".

    Examples
    --------
    >>> space = fit_space(np.array([[1.0, 0.0], [1.0, 2.0]], dtype=np.float32))
    >>> space.place(np.array([[1.0, 5.0]], dtype=np.float32)).tolist()
    [[0.0, 1.0]]
    """
    middle = rows.mean(axis=0).astype(np.float32)
    if len(rows) < _FEWEST or keep >= 1:
        return Space(middle)
    spread = np.cov((rows - middle).T.astype(np.float64))
    size = len(spread)
    shrunk = (1 - keep) * spread + keep * np.trace(spread) / size * np.eye(size)
    lengths, axes = np.linalg.eigh(shrunk)
    # Back along the same axes, so that the turn does not depend on their order or sign.
    return Space(middle, ((axes / np.sqrt(lengths)) @ axes.T).astype(np.float32))
