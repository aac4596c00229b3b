"""What makes a definition publishable, what a version asks, and what counts as answers to it: pure."""

from heedful.design.surveys.rules.answers import missing, read_answers
from heedful.design.surveys.rules.asking import asked_by_key, expand, matrices
from heedful.design.surveys.rules.completing import MAX_QUESTIONS, complete
from heedful.design.surveys.rules.versions import differences, frame_differences, refuse_incomparable

__all__ = [
    "MAX_QUESTIONS",
    "asked_by_key",
    "complete",
    "differences",
    "expand",
    "frame_differences",
    "matrices",
    "missing",
    "read_answers",
    "refuse_incomparable",
]
