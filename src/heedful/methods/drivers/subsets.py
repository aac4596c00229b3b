"""R² of every subset of drivers at once, and the average over all orders in which they could enter."""

from __future__ import annotations

from math import factorial

import numpy as np

from heedful.methods.arrays import Floats
from heedful.methods.drivers.regression import COLLINEAR


def subset_r2(correlations: Floats) -> Floats:
    """R² of the target on each subset of predictors.

    Parameters
    ----------
    correlations
        Correlation matrices with the target last, shape (p + 1, p + 1, r) for r matrices.

    Returns
    -------
    ndarray
        Shape (2**p, r); row ``mask`` is the subset with predictor j wherever bit j of mask is set.

    Notes
    -----
    Source: the sweep operator (Beaton 1964), predictor by predictor. After predictor j there are
    2**(j+1) partial matrices of the predictors still to come, so the work is about six operations a
    subset and the memory a few times the result, where 2**p regressions would cost p³ each.

    Examples
    --------
    >>> subset_r2(np.array([[1.0, 0.6], [0.6, 1.0]])[:, :, None]).round(2).ravel().tolist()
    [0.0, 0.36]
    """
    partial: Floats = correlations[:, :, None, :]
    while partial.shape[0] > 1:
        partial = _branch(partial)
    r2: Floats = 1.0 - partial[0, 0]
    return r2


def _branch(partial: Floats) -> Floats:
    """Split every subset into one without and one with the first predictor that is left."""
    size, _, subsets, repeats = partial.shape
    row, rest = partial[0, 1:], partial[1:, 1:]
    pivot = partial[0, 0]
    # A copy of predictors already in the subset has no variance left and adds nothing.
    inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=pivot > COLLINEAR)
    # Both halves go straight into one array: at twenty predictors one copy more costs as much as the sweep.
    split = np.empty((size - 1, size - 1, 2 * subsets, repeats))
    split[:, :, :subsets] = rest
    swept = split[:, :, subsets:]
    np.multiply(row[:, None], (row * inverse)[None, :], out=swept)
    np.subtract(rest, swept, out=swept)
    return split


def shapley_of_subsets(r2: Floats, p: int) -> Floats:
    """Average increase of R² when a predictor enters, over all p! orders.

    Parameters
    ----------
    r2
        R² by subset, shape (2**p, r), as `subset_r2` returns it.
    p
        Number of predictors.

    Returns
    -------
    ndarray
        Shape (p, r); each column sums to R² of all predictors.

    Notes
    -----
    Source: Lindeman, Merenda & Gold (1980); Shapley (1953). A subset of s predictors is counted
    (s-1)!(p-s)!/p! times with a member and s!(p-s-1)!/p! times against each non-member, so every share is
    one weighted sum over the subsets that hold it, less one sum common to all.

    Examples
    --------
    >>> shapley_of_subsets(np.array([[0.0], [0.4], [0.3], [0.5]]), 2).ravel().round(3).tolist()
    [0.3, 0.2]
    """
    sizes = _subset_sizes(p)
    against = np.array([factorial(s) * factorial(p - s - 1) / factorial(p) for s in range(p)] + [0.0])
    member = np.array([0.0] + [factorial(s - 1) * factorial(p - s) / factorial(p) for s in range(1, p + 1)])
    weighted = (member + against)[sizes][:, None] * r2
    common = against[sizes] @ r2
    shares = np.empty((p, r2.shape[1]))
    # Folding the halves adds up over predictors already done, so each share costs half of the one before.
    for j in reversed(range(p)):
        without, holding = weighted[: 1 << j], weighted[1 << j :]
        shares[j] = holding.sum(axis=0) - common
        weighted = without + holding
    return shares


def _subset_sizes(p: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    sizes = np.zeros(1, dtype=np.int8)
    for _ in range(p):
        sizes = np.concatenate([sizes, sizes + np.int8(1)])
    return sizes
