"""Writes of labels: given where a theme was shown, given in the queue, drawn for the queue."""

from heedful.understand.words.labelling.services.correcting import correct_mention, withdraw_label
from heedful.understand.words.labelling.services.curve import CURVE, FEWEST, measure_curve
from heedful.understand.words.labelling.services.drawing import DRAW, draw_tasks
from heedful.understand.words.labelling.services.labelling import (
    drop_open_tasks,
    label_comment,
    skip_task,
)

__all__ = [
    "CURVE",
    "DRAW",
    "FEWEST",
    "correct_mention",
    "draw_tasks",
    "drop_open_tasks",
    "label_comment",
    "measure_curve",
    "skip_task",
    "withdraw_label",
]
