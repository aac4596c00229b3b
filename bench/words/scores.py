"""How well guesses fit the truth, with 95 % intervals, and whether confidence is honest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from heedful.methods.intervals.proportions import wilson_limits

_DRAWS = 200


def line(name: str, guesses: Sequence[str], truth: Sequence[str]) -> str:
    hits = sum(a == b for a, b in zip(guesses, truth, strict=True))
    low, high = wilson_limits(hits, len(truth), 0.95)
    score, (least, most) = macro_f1(guesses, truth)
    return (
        f"  {name:44} n {len(truth):6,}  accuracy {hits / len(truth):.3f} [{low:.3f}, {high:.3f}]"
        f"  macro-F1 {score:.3f} [{least:.3f}, {most:.3f}]"
    )


def macro_f1(guesses: Sequence[str], truth: Sequence[str]) -> tuple[float, tuple[float, float]]:
    """Macro-F1 over the classes of the truth, and its bootstrap interval (200 draws, seed 1)."""
    labels = sorted(set(truth))
    a, b = np.array(guesses), np.array(truth)
    draw = np.random.default_rng(1)
    draws = [_macro(a[rows], b[rows], labels) for rows in draw.integers(0, len(a), (_DRAWS, len(a)))]
    low, high = np.quantile(draws, [0.025, 0.975])
    return _macro(a, b, labels), (float(low), float(high))


def _macro(a: np.ndarray, b: np.ndarray, labels: Sequence[str]) -> float:
    found = [
        2 * np.sum((a == label) & (b == label)) / max(1, np.sum(a == label) + np.sum(b == label))
        for label in labels
    ]
    return float(np.mean(found))


def calibration_error(confidences: Sequence[float], hits: Sequence[bool]) -> float:
    """Expected calibration error in ten bins: how far "90 % sure" is from right nine times in ten."""
    sure, right = np.array(confidences), np.array(hits, float)
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(sure[bins == one].sum() - right[bins == one].sum()) for one in range(10)]
    return float(sum(gaps) / len(sure))
