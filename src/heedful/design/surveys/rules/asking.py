"""What a version asks, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from heedful.design.surveys.kind import kinds
from heedful.design.surveys.types import AskedQuestion, QuestionDefinition, SurveyDefinition


def expand(definition: SurveyDefinition) -> dict[str, QuestionDefinition]:
    """Everything that can be answered, by key, in the order it is asked."""
    return {
        part.key: part
        for question in definition.questions
        for part in kinds()[question.kind].expand(question)
    }


def matrices(definition: SurveyDefinition) -> dict[str, tuple[str, ...]]:
    """Questions that are answered in parts, with the keys of the parts."""
    parted = {}
    for question in definition.questions:
        parts = tuple(part.key for part in kinds()[question.kind].expand(question))
        if parts and parts != (question.key,):
            parted[question.key] = parts
    return parted


def asked_by_key(
    definition: SurveyDefinition, ids: Mapping[str, tuple[int, str]]
) -> dict[str, AskedQuestion]:
    """Join what a version asks with the identities of the questions (id and uid by key)."""
    return {key: AskedQuestion(*ids[key], part) for key, part in expand(definition).items()}
