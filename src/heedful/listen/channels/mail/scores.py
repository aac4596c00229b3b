"""The question of a survey that a letter can carry as buttons, and what stands on them."""

from __future__ import annotations

from heedful.design.surveys.presenting import PresentedQuestion, PresentedSurvey

_SMILEYS = {2: "🙁🙂", 3: "🙁😐🙂", 4: "😠🙁🙂😀", 5: "😠🙁😐🙂😀"}
MOST_STEPS = 11


def first_score(survey: PresentedSurvey) -> PresentedQuestion | None:
    """Return the first question with a scale that everybody is asked; None where a mail cannot carry it."""
    for question in survey.questions:
        if question.steps and not question.show_if:
            return question if len(question.steps) <= MOST_STEPS else None
    return None


def faces(question: PresentedQuestion) -> tuple[str, ...]:
    """Return what stands on the button of each step, lowest first."""
    count = len(question.steps)
    if question.kind == "thumbs" and count == 2:
        return ("👎", "👍")
    if question.kind == "smileys" and count in _SMILEYS:
        return tuple(_SMILEYS[count])
    if question.kind == "stars":
        return tuple(f"{step.value} ★" for step in question.steps)
    return tuple(str(step.value) for step in question.steps)
