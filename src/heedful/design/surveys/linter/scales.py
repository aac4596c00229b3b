"""Scales of a survey's questions, as they will be shown."""

from __future__ import annotations

from heedful.design.surveys.kind import kinds
from heedful.design.surveys.types import QuestionDefinition, Scale

# Instruments with ends of their own, and pictures that need none: they stand beside other scales.
OF_THEIR_OWN = frozenset({"nps", "enps", "ces", "thumbs", "number", "smileys"})


def scale_of(question: QuestionDefinition) -> Scale | None:
    if question.kind not in kinds() or question.kind == "number":
        return None
    return question.scale or kinds()[question.kind].default_scale
