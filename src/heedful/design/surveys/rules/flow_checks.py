"""What is wrong with conditions and gaps: they may only look back, and only at what exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from heedful.design.surveys.flow import BOXES, CLASSES, GAP, as_number
from heedful.design.surveys.kind import InvalidAnswer, kinds, shown
from heedful.design.surveys.languages import texts_of
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition, SurveyDefinition
from heedful.platform.core.errors import Problem

MAX_CONDITIONS = 20
MAX_VALUES = 200
MAX_FIELD = 180
_WITHOUT_VALUES = (Comparison.KNOWN, Comparison.UNKNOWN)
_LIMITS = (Comparison.AT_LEAST, Comparison.AT_MOST)
_CHOICES = ("single_choice", "multiple_choice", "ranking", "consent")


def flow_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    """Yield every condition that cannot be decided, and every gap that nothing can fill."""
    before = Before()
    for number, question in enumerate(definition.questions):
        yield from before.problems(question.show_if, f"questions[{number}].show_if")
        before.add(question)
    for number, ending in enumerate(definition.endings):
        yield from before.problems(ending.show_if, f"endings[{number}].show_if")
    yield from _gap_problems(definition)


def _gap_problems(definition: SurveyDefinition) -> Iterable[Problem]:
    seen: set[str] = set()
    order = {question.key: place for place, question in enumerate(definition.questions)}
    for question in definition.questions:
        seen |= {part.key for part in _parts(question)}
    for place, texts in texts_of(definition):
        own = place.split(".")[1] if place.startswith("questions.") else ""
        for gap in {gap[1] for text in texts.values() for gap in GAP.finditer(text)}:
            kind, _dot, key = gap.partition(".")
            if kind != "answer":
                continue
            if key not in seen and key not in order:
                yield Problem(place, f"{{{gap}}} is the answer to no question")
            elif own in order and order.get(key, -1) >= order[own]:
                yield Problem(place, f"{{{gap}}} is not answered before this question")


def _parts(question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
    kind = kinds().get(question.kind)
    return kind.expand(question) if kind else ()


@dataclass
class Before:
    """What can be answered before a place, by key."""

    parts: dict[str, QuestionDefinition] = field(default_factory=dict)

    def add(self, question: QuestionDefinition) -> None:
        self.parts |= {part.key: part for part in _parts(question)}
        if question.kind == "matrix":
            self.parts[question.key] = question

    def problems(self, conditions: tuple[Condition, ...], place: str) -> Iterable[Problem]:
        if len(conditions) > MAX_CONDITIONS:
            yield Problem(place, f"there are {len(conditions)}; {MAX_CONDITIONS} are allowed")
        for number, condition in enumerate(conditions[:MAX_CONDITIONS]):
            at = f"{place}[{number}]"
            if wrong := self.wrong(condition):
                yield Problem(f"{at}.{wrong[0]}", wrong[1])

    def wrong(self, condition: Condition) -> tuple[str, str] | None:
        """Return what is wrong with a condition here: which part of it, and why."""
        if reason := self._wrong_field(condition.field):
            return "field", reason
        reason = _wrong_count(condition) or self._wrong_value(condition)
        return ("values", reason) if reason else None

    def _wrong_field(self, name: str) -> str:
        kind, _dot, key = name.partition(".")
        if len(name) > MAX_FIELD:
            return f"is longer than {MAX_FIELD} characters"
        if name in {"language", "channel"} or (kind == "attribute" and _is_attribute(key)):
            return ""
        if kind not in {"answer", "class"} or not key:
            return f"{shown(name)} is none of answer.KEY, class.KEY, attribute.KEY, language, channel"
        question = self.parts.get(key)
        if question is None:
            return f"{shown(key)} is no question that is answered before"
        has_classes = question.scale is not None and question.kind not in {"number", "matrix"}
        return "" if kind == "answer" or has_classes else f"{shown(key)} has no score, so it has no class"

    def _wrong_value(self, condition: Condition) -> str:
        kind, _dot, key = condition.field.partition(".")
        question = self.parts.get(key)
        if question is None or kind not in {"answer", "class"}:
            return ""
        if kind == "class":
            return _none_of(condition.values, CLASSES.get(question.kind, BOXES))
        if question.kind in _CHOICES:
            keys = [option.key for option in question.options]
            return _none_of(condition.values, keys)
        if question.scale is not None and question.kind != "matrix":
            return _off_scale(condition, question)
        return ""


def _none_of(values: Iterable[str], allowed: Iterable[str]) -> str:
    known = list(allowed)
    wrong = next((value for value in values if value not in known), None)
    if wrong is None:
        return ""
    more = f" and {len(known) - 20} more" if len(known) > 20 else ""
    return f"{shown(wrong)} is none of {', '.join(known[:20])}{more}"


def _off_scale(condition: Condition, question: QuestionDefinition) -> str:
    for value in condition.values:
        try:
            kinds()[question.kind].check(question, value)
        except InvalidAnswer as error:
            return error.reason
    return ""


def _wrong_count(condition: Condition) -> str:
    count, comparison = len(condition.values), condition.comparison
    if comparison in _WITHOUT_VALUES:
        return f"{comparison} takes none" if count else ""
    if comparison in _LIMITS:
        if count != 1:
            return f"{comparison} takes one"
        return (
            "" if _is_limit(condition.values[0]) else f"{shown(condition.values[0])} is no number and no date"
        )
    if count == 0:
        return "there are none to compare with"
    if count > MAX_VALUES or any(len(value) > 500 for value in condition.values):
        return f"at most {MAX_VALUES} of 500 characters are allowed"
    return ""


def _is_attribute(key: str) -> bool:
    return 1 <= len(key) <= 80 and key.isprintable()


def _is_limit(value: str) -> bool:
    if as_number(value) is not None:
        return True
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
