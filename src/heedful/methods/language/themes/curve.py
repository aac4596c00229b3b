"""What more labels would bring: quality by the number of labelled comments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

type Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The figure with ``n`` labelled comments: its mean over draws and how much draws differ (sd)."""

    n: int
    value: float
    spread: float


def learning_curve(
    n: int,
    score: Callable[[Codes, Codes], float],
    *,
    sizes: Sequence[int] = (),
    draws: int = 3,
    seed: int = 1,
) -> tuple[CurvePoint, ...]:
    """Measure what a model learns from more and more of the labels.

    Parameters
    ----------
    n
        How many comments are labelled.
    score
        Takes the places of comments to learn from and of others to judge by; returns a figure 0..1.
    sizes
        Numbers of comments to learn from; left out: 10, 20, 40 … and four fifths of all.
    draws
        How often comments are drawn for each size.
    seed
        Of the draws.

    Returns
    -------
    tuple of CurvePoint
        In the order of sizes; sizes above four fifths of all are left out. Each draw judges by the
        same fifth, whatever the size.

    Notes
    -----
    Perlich, Provost & Simonoff (2003), "Tree induction vs. logistic regression: a learning-curve analysis".

    Examples
    --------
    >>> points = learning_curve(100, lambda learn, judge: len(learn) / 100)
    >>> [(point.n, round(point.value, 2)) for point in points]
    [(10, 0.1), (20, 0.2), (40, 0.4), (80, 0.8)]
    """
    most = n - max(1, n // 5)
    wanted = [size for size in (sizes or _doubled(most)) if 0 < size <= most]
    draw = np.random.default_rng(seed)
    orders = [draw.permutation(n) for _ in range(draws)]
    points = []
    for size in wanted:
        values = [score(order[:size], order[most:]) for order in orders]
        points.append(CurvePoint(size, float(np.mean(values)), float(np.std(values))))
    return tuple(points)


def _doubled(most: int) -> list[int]:
    sizes = [10 * 2**step for step in range(20) if 10 * 2**step < most]
    return [*sizes, most]
