"""How well a finder does on its labels: each comment judged by what was learnt from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from heedful.methods.language.themes import (
    CurvePoint,
    calibrated,
    learning_curve,
    softmax,
    theme_quality,
)
from heedful.understand.words.themes.fitting import Labels, learn
from heedful.understand.words.themes.heads import ThemeHead
from heedful.understand.words.types import Floats

type Flags = npt.NDArray[np.bool_]
type Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """Of a theme: how often it is found rightly, how much of it is found; None: too little to tell by."""

    theme: str
    n_labels: int
    precision: float | None
    recall: float | None


def qualities_of(
    themes: Sequence[str], heads: Mapping[str, ThemeHead], labels: Mapping[str, Labels]
) -> tuple[ThemeQuality, ...]:
    """Return what the left-out labels of the first encoder say; of themes without labels nothing."""
    key = next(iter(heads), None)
    if key is None or heads[key].learnt is None:
        return ()
    said, own = _left_out(heads[key]), labels[key]
    found = []
    for column, theme in enumerate(themes):
        rows = own.known[:, column]
        if own.truth[rows, column].any():
            one = theme_quality(said[rows, column], own.truth[rows, column])
            found.append(ThemeQuality(theme, one.n_true, one.precision, one.recall))
    return tuple(found)


def _left_out(head: ThemeHead) -> Flags:
    assert head.learnt is not None
    scores = head.learnt.labelled.left_out
    if head.is_single:
        return head.decisions(softmax(scores * np.float32(head.learnt.calibration.slope)))
    return head.decisions(calibrated(scores, head.learnt.calibration))


def curve_of(
    head: ThemeHead, usual: Floats, labels: Labels, *, sizes: Sequence[int], draws: int, seed: int
) -> tuple[CurvePoint, ...]:
    """Return micro-F1 by the number of labelled comments."""

    def score(learn_from: Codes, judge_by: Codes) -> float:
        own = replace(head, learnt=learn(head, _some(labels, learn_from), usual))
        judged = _some(labels, judge_by)
        said = own.decisions(own.probabilities(judged.view))
        hits = (said & judged.truth & judged.known).sum()
        whole = (said & judged.known).sum() + (judged.truth & judged.known).sum()
        return float(2 * hits / whole) if whole else 0.0

    return learning_curve(len(labels.view), score, sizes=sizes, draws=draws, seed=seed)


def _some(labels: Labels, rows: Codes) -> Labels:
    return Labels(labels.view.some(list(rows)), labels.truth[rows], labels.known[rows])
