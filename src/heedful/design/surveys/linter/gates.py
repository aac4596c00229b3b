"""Conditions that let only the satisfied through."""

from __future__ import annotations

import re
from collections.abc import Sequence

from heedful.design.surveys.kind import kinds
from heedful.design.surveys.types import Comparison, Condition, Direction, Scale, SurveyDefinition

_GOOD_CLASSES = {"promoter", "promoters", "top", "happy", "satisfied", "fan", "fans", "advocate", "advocates"}
_SCORE_NAME = re.compile(r"nps|csat|score|rating|satisf|promoter|stars|zufried|bewertung", re.IGNORECASE)


def praising(conditions: Sequence[Condition], survey: SurveyDefinition | None = None) -> Condition | None:
    """Return the condition that only good scores meet, None where there is none."""
    return next((each for each in conditions if _is_praising(each, survey)), None)


def _is_praising(condition: Condition, survey: SurveyDefinition | None) -> bool:
    kind, _dot, key = condition.field.partition(".")
    values = {value.lower() for value in condition.values}
    if condition.comparison is Comparison.IS and values and values <= _GOOD_CLASSES:
        return True
    if kind == "class" and condition.comparison is Comparison.IS_NOT:
        return "detractor" in values or "bottom" in values
    if kind == "attribute" and not _SCORE_NAME.search(key):
        return False
    scale = _scale_of(key, survey) if kind == "answer" else Scale(0, 10, top_box=(9, 10))
    return scale is not None and kind in {"answer", "attribute"} and _only_high(condition, scale)


def _scale_of(key: str, survey: SurveyDefinition | None) -> Scale | None:
    question = survey.question(key) if survey else None
    if question is None or question.kind not in kinds():
        return None
    return question.scale or kinds()[question.kind].default_scale


def _only_high(condition: Condition, scale: Scale) -> bool:
    """Whether every step that meets the condition lies in the better half."""
    steps = range(scale.low, scale.high + 1)
    middle = (scale.low + scale.high) / 2
    met = [step for step in steps if _meets(step, condition)]
    is_up = scale.direction is Direction.HIGHER_IS_BETTER
    return 0 < len(met) < len(steps) and all((step > middle) if is_up else (step < middle) for step in met)


def _meets(step: int, condition: Condition) -> bool:
    numbers = [float(value) for value in condition.values if re.fullmatch(r"-?\d+(\.\d+)?", value)]
    match condition.comparison:
        case Comparison.IS:
            return step in numbers
        case Comparison.IS_NOT:
            return bool(numbers) and step not in numbers
        case Comparison.AT_LEAST:
            return bool(numbers) and step >= numbers[0]
        case Comparison.AT_MOST:
            return bool(numbers) and step <= numbers[0]
    return False
