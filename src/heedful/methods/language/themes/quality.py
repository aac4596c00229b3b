"""How often themes are found rightly: precision, recall and F1 with intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from heedful.methods.intervals.proportions import wilson_limits

type Flags = npt.NDArray[np.bool_]
type Codes = npt.NDArray[np.int64]
type Limits = tuple[float, float]

_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one theme, 0..1. ``n_true`` comments have it, ``n_found`` were said to; None: nothing to tell by."""

    n_true: int
    n_found: int
    n_right: int
    precision: float | None
    precision_limits: Limits | None
    recall: float | None
    recall_limits: Limits | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure of all comments with its interval, 0..1 (correlations -1..1)."""

    value: float
    low: float
    high: float


def theme_quality(said: Flags, truth: Flags, *, level: float = 0.95) -> Quality:
    """Compare what was said of one theme with what is true.

    Parameters
    ----------
    said, truth
        Whether each comment has the theme, by the model and by people.
    level
        Of the intervals, 0..1.

    Returns
    -------
    Quality
        Precision and recall with Wilson's limits, and F1.

    Notes
    -----
    Van Rijsbergen (1979), "Information retrieval"; limits by Wilson (1927).

    Examples
    --------
    >>> found = theme_quality(np.array([True, True, False]), np.array([True, False, False]))
    >>> found.precision, found.recall, round(found.f1, 3)
    (0.5, 1.0, 0.667)
    """
    right, found, true = int((said & truth).sum()), int(said.sum()), int(truth.sum())
    return Quality(
        n_true=true,
        n_found=found,
        n_right=right,
        precision=right / found if found else None,
        precision_limits=wilson_limits(right, found, level) if found else None,
        recall=right / true if true else None,
        recall_limits=wilson_limits(right, true, level) if true else None,
        f1=2 * right / (found + true) if found + true else None,
    )


def label_quality(said: Flags, truth: Flags, *, level: float = 0.95, seed: int = 1) -> dict[str, Summary]:
    """Sum up themes of which a comment may have several.

    Parameters
    ----------
    said, truth
        Shape (n, themes).
    level
        Of the intervals, 0..1.
    seed
        Of the draws.

    Returns
    -------
    dict
        ``micro_f1`` and ``macro_f1`` (of themes that occur) with bootstrap intervals over comments.

    Notes
    -----
    Percentile bootstrap of 400 draws: Efron & Tibshirani (1993).

    Examples
    --------
    >>> both = np.array([[True, False], [False, True]])
    >>> label_quality(both, both)["micro_f1"]
    Summary(value=1.0, low=1.0, high=1.0)
    """
    hits, sums = said & truth, said.astype(np.int64) + truth

    def micro(rows: Codes) -> float:
        whole = sums[rows].sum()
        return float(2 * hits[rows].sum() / whole) if whole else 0.0

    def macro(rows: Codes) -> float:
        whole = sums[rows].sum(axis=0)
        occurs = truth.any(axis=0) & (whole > 0)
        return float((2 * hits[rows].sum(axis=0)[occurs] / whole[occurs]).mean()) if occurs.any() else 0.0

    return {
        "micro_f1": _drawn(micro, len(said), level, seed),
        "macro_f1": _drawn(macro, len(said), level, seed),
    }


def single_quality(said: Codes, truth: Codes, *, level: float = 0.95, seed: int = 1) -> dict[str, Summary]:
    """Sum up themes of which a comment has one.

    Parameters
    ----------
    said, truth
        Codes of themes, shape (n,); none of these is a code like any other.
    level
        Of the intervals, 0..1.
    seed
        Of the draws.

    Returns
    -------
    dict
        ``accuracy`` with Wilson's limits and ``mcc`` with a bootstrap interval.

    Notes
    -----
    Matthews' correlation for many classes: Gorodkin (2004), "Comparing two K-category assignments".

    Examples
    --------
    >>> codes = np.array([0, 1, 1, 0])
    >>> found = single_quality(codes, codes)
    >>> found["accuracy"].value, found["mcc"].value
    (1.0, 1.0)
    """
    right, n = int((said == truth).sum()), len(said)
    low, high = wilson_limits(right, n, level)
    return {
        "accuracy": Summary(right / n, low, high),
        "mcc": _drawn(lambda rows: _mcc(said[rows], truth[rows]), n, level, seed),
    }


def _drawn(figure: Callable[[Codes], float], n: int, level: float, seed: int) -> Summary:
    draw = np.random.default_rng(seed)
    values = [figure(draw.integers(0, n, n)) for _ in range(_DRAWS)]
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Summary(figure(np.arange(n)), float(low), float(high))


def _mcc(said: Codes, truth: Codes) -> float:
    size = int(max(said.max(), truth.max())) + 1
    a, b = np.bincount(said, minlength=size), np.bincount(truth, minlength=size)
    n, right = len(said), float((said == truth).sum())
    above = right * n - float(a @ b)
    below = sqrt(float(n * n - a @ a) * float(n * n - b @ b))
    return above / below if below else 0.0
