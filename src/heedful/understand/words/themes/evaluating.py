"""How often a finder is right on labelled comments that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import batched

import numpy as np
import numpy.typing as npt

from heedful.methods.intervals.proportions import wilson_limits
from heedful.methods.language.themes import Quality, Summary, label_quality, single_quality, theme_quality
from heedful.understand.words.comments import Comments
from heedful.understand.words.encoder import Encoder
from heedful.understand.words.model_files import Folder
from heedful.understand.words.themes.engine import ThemeFinder
from heedful.understand.words.themes.material import LabelledComment

type Flags = npt.NDArray[np.bool_]
type Codes = npt.NDArray[np.int64]

_BATCH = 256


@dataclass(frozen=True, slots=True)
class Evaluation:
    """By theme and of all; ``figures``: micro_f1, macro_f1; of single themes accuracy and mcc too."""

    n: int
    n_unread: int
    themes: dict[str, Quality]
    figures: dict[str, Summary]


def evaluate_finder(
    finder: ThemeFinder,
    labelled: Sequence[LabelledComment],
    *,
    folder: Folder,
    told: Callable[[int], None] = lambda _n: None,
) -> Evaluation:
    """Compare what is found with the labels; what cannot be read counts as nothing found."""
    encoders: dict[str, Encoder] = {}
    found: list[set[str]] = []
    n_unread = 0
    for some in batched([one.text for one in labelled], _BATCH, strict=False):
        priors = [finder.document.language] * len(some)
        comments = Comments(some, folder=folder, encoders=encoders, priors=priors)
        n_unread += sum(bool(finder.why_not(comments, place)) for place in range(len(some)))
        found += [{one.theme for one in own} for own in finder.find(comments, range(len(some)))]
        told(len(found))
    said = np.array([[theme in own for theme in finder.themes] for own in found], np.bool_)
    truth = np.array([[theme in one.themes for theme in finder.themes] for one in labelled], np.bool_)
    figures = label_quality(said, truth)
    if finder.is_single:
        codes = _codes(said), _codes(truth)
        figures |= single_quality(*codes) | _by_scope(*codes, len(finder.themes))
    by_theme = {
        theme: theme_quality(said[:, column], truth[:, column]) for column, theme in enumerate(finder.themes)
    }
    return Evaluation(len(labelled), n_unread, by_theme, figures)


def _codes(flags: Flags) -> Codes:
    return np.where(flags.any(axis=1), flags.argmax(axis=1), flags.shape[1])


def _by_scope(said: Codes, truth: Codes, none: int) -> dict[str, Summary]:
    """Accuracy of comments that have a theme, and how many that have none were told so."""
    found = {}
    for name, rows in (("accuracy_in_scope", truth != none), ("recall_of_none", truth == none)):
        n = int(rows.sum())
        if n and n < len(truth):
            right = int((said[rows] == truth[rows]).sum())
            found[name] = Summary(right / n, *wilson_limits(right, n, 0.95))
    return found
