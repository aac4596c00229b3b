"""A survey as one arm sees it. Only wording changes; keys, scales and order stay: answers stay comparable."""

from __future__ import annotations

from dataclasses import replace

from heedful.design.surveys.types import SurveyDefinition
from heedful.listen.fieldwork.experiments.types import Arm


def with_changes(definition: SurveyDefinition, arm: Arm | None) -> SurveyDefinition:
    """Return the survey in the words of an arm; a language that the arm leaves out stays as it is."""
    if arm is None:
        return definition
    changes = arm.changes
    questions = tuple(
        replace(question, text=question.text | changes.questions.get(question.key, {}))
        for question in definition.questions
    )
    return replace(
        definition,
        questions=questions,
        title=definition.title | changes.title,
        intro=definition.intro | changes.intro,
    )
