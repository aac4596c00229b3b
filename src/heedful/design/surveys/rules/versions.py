"""What may change from one version to the next, and what did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from heedful.design.surveys.documents import document_of
from heedful.design.surveys.types import (
    FrameDifference,
    QuestionDefinition,
    QuestionFacts,
    SurveyDefinition,
    VersionDifference,
)
from heedful.platform.core.errors import InvalidInput, Problem


def refuse_incomparable(known: Mapping[str, QuestionFacts], asked: Mapping[str, QuestionDefinition]) -> None:
    """Refuse a new version that gives a known key another kind or another scale."""
    problems = []
    for key, question in asked.items():
        before = known.get(key)
        if before is None:
            continue
        if before.kind != question.kind:
            problems.append(
                _incomparable(key, f"was of the kind {before.kind} and would become {question.kind}")
            )
        elif before.scale and question.scale:
            old, new = (before.scale.low, before.scale.high), (question.scale.low, question.scale.high)
            if old != new:
                problems.append(
                    _incomparable(key, f"was asked from {old[0]} to {old[1]}, not {new[0]} to {new[1]}")
                )
    if problems:
        raise InvalidInput(*problems)


def _incomparable(key: str, reason: str) -> Problem:
    return Problem(f"questions.{key}", f"{reason}: the answers could not be compared; give it a new key")


def differences(before: SurveyDefinition, after: SurveyDefinition) -> tuple[VersionDifference, ...]:
    """What changed between two versions, in the order of the newer one; removed questions last."""
    old = {question.key: question for question in before.questions}
    new = {question.key: question for question in after.questions}
    found = [_difference(old.get(key), question, key) for key, question in new.items()]
    order_old = [key for key in old if key in new]
    order_new = [key for key in new if key in old]
    moved = {key for key, other in zip(order_old, order_new, strict=True) if key != other}
    changed = [
        replace(difference, fields=(*difference.fields, "position"))
        if difference.change == "changed" and difference.key in moved
        else difference
        for difference in found
        if difference.change == "added" or difference.fields or difference.key in moved
    ]
    removed = [VersionDifference(key, "removed", before=old[key]) for key in old if key not in new]
    return (*changed, *removed)


def _difference(before: QuestionDefinition | None, after: QuestionDefinition, key: str) -> VersionDifference:
    if before is None:
        return VersionDifference(key, "added", after=after)
    changed = tuple(
        field.name for field in fields(after) if getattr(before, field.name) != getattr(after, field.name)
    )
    return VersionDifference(key, "changed", changed, before, after)


def frame_differences(before: SurveyDefinition, after: SurveyDefinition) -> tuple[FrameDifference, ...]:
    """What changed around the questions: name, languages, title, intro, topic, look, every ending."""
    old, new = _frame(before), _frame(after)
    return tuple(
        FrameDifference(place, old.get(place), new.get(place))
        for place in dict.fromkeys((*new, *old))
        if old.get(place) != new.get(place)
    )


def _frame(definition: SurveyDefinition) -> dict[str, object]:
    document = document_of(definition)
    frame = {name: value for name, value in document.items() if name not in {"questions", "endings", "look"}}
    frame |= {f"look.{name}": value for name, value in document.get("look", {}).items()}
    endings = document.get("endings", [])
    if len(endings) > 1:
        frame["endings"] = [ending["key"] for ending in endings]  # their order decides which is shown
    return frame | {f"endings.{ending['key']}": ending for ending in endings}
