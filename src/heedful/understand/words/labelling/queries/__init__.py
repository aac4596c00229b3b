"""Reads of labels: what is to be labelled, how well coders agree, how well the machine does."""

from heedful.understand.words.labelling.queries.curve import learning_curve
from heedful.understand.words.labelling.queries.disputes import disputed
from heedful.understand.words.labelling.queries.drift import drift_weeks
from heedful.understand.words.labelling.queries.quality import agreement, quality
from heedful.understand.words.labelling.queries.tasks import labels, next_task, progress, task

__all__ = [
    "agreement",
    "disputed",
    "drift_weeks",
    "labels",
    "learning_curve",
    "next_task",
    "progress",
    "quality",
    "task",
]
