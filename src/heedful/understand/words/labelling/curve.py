"""The learning curve of a taxonomy: how well its themes would be found with fewer labels than there are."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from heedful.platform.core.queue import Run
from heedful.understand.words.model_files import Folder
from heedful.understand.words.themes import queries
from heedful.understand.words.themes.comments import labelled_comments, sample_of
from heedful.understand.words.themes.engine import learning_curve_of
from heedful.understand.words.themes.learning import SEED
from heedful.understand.words.themes.types import COMMENTS

DRAWS = 5


def run_curve(run: Run, *, folder: Folder) -> dict[str, Any]:
    """Learn from more and more of the labels; every draw is judged by a fifth that it never learns from."""
    taxonomy = queries.taxonomy(run.payload["taxonomy"])
    labels, _counts = labelled_comments(taxonomy, queries.changes_between(taxonomy.uid, 0, taxonomy.number))
    sample = sample_of(taxonomy, COMMENTS, seed=SEED)
    points = learning_curve_of(
        taxonomy.document,
        labels,
        folder=folder,
        comments=[answer.text for answer in sample.answers],
        draws=DRAWS,
        told=lambda share, what: run.tell(int(share * 100), 100, what),
    )
    return {
        "taxonomy": taxonomy.uid,
        "number": taxonomy.number,
        "labelled": len(labels),
        "draws": DRAWS,
        "points": [asdict(point) for point in points],
    }
