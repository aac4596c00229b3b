"""What is asked next, how it ends, and what stands in the gaps of a text: pure, and the same in the widget.

The widget evaluates the same rules in the browser; ``flow_vectors.json`` among the tests keeps the two alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from heedful.design.surveys.kind import whole_number
from heedful.design.surveys.languages import default_language_text
from heedful.design.surveys.thanks import THANKS
from heedful.design.surveys.types import (
    AnswerValue,
    Comparison,
    Condition,
    Direction,
    Ending,
    QuestionDefinition,
    SurveyDefinition,
)

type Fact = str | int | float | bool | None

LONGEST_PIPED = 200
CLASSES = {"nps": ("promoter", "passive", "detractor"), "enps": ("promoter", "passive", "detractor")}
BOXES = ("top", "middle", "bottom")
GAP = re.compile(
    r"\{((?:answer|attribute)\.[^{}|\n]{1,120}|[a-z_]{1,40}(?:\.[a-z_]{1,40})?)(?:\|([^{}|]{0,200}))?\}"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Control characters, and those that turn the direction of the text after them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\\s]+")

_BRACES = str.maketrans("{}", "()")  # so that no template, ours or that of a host page, reads them again


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the answers. ``names`` fill gaps: contact.name, product, organization."""

    language: str = ""
    channel: str = ""
    attributes: Mapping[str, Fact] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def asked(
    definition: SurveyDefinition, answers: Mapping[str, object], around: Surroundings
) -> tuple[QuestionDefinition, ...]:
    """Return the questions to show under the answers so far, in their order.

    A question is left out where a condition does not hold or where its attribute is known. What was
    answered to a question that is no longer asked counts as not said; conditions only look back.
    """
    return _walk(definition, answers, around)[0]


def ending(definition: SurveyDefinition, answers: Mapping[str, object], around: Surroundings) -> Ending:
    """Return the first ending whose conditions hold, else plain thanks: nobody leaves without."""
    facts = _walk(definition, answers, around)[1]
    for one in definition.endings:
        if facts.hold(one.show_if):
            return one
    return THANKS


def holds(
    conditions: Iterable[Condition],
    definition: SurveyDefinition,
    answers: Mapping[str, object],
    around: Surroundings,
) -> bool:
    """Say whether all conditions hold once the questions before have been gone through."""
    return _walk(definition, answers, around)[1].hold(conditions)


def score_class(question: QuestionDefinition, value: object) -> str:
    """Return the class of a score: promoter, passive, detractor; else top, middle, bottom; "" for no score.

    The bottom has as many steps at the bad end of the scale as the top box has.
    """
    scale = question.scale
    step = value.score if isinstance(value, AnswerValue) else whole_number(value)
    if scale is None or question.kind == "number" or step is None or not scale.holds(step):
        return ""
    if question.kind in CLASSES:
        return CLASSES[question.kind][0 if step >= 9 else 1 if step >= 7 else 2]
    if step in scale.top_box:
        return "top"
    is_up = scale.direction is Direction.HIGHER_IS_BETTER
    from_worst = step - scale.low if is_up else scale.high - step
    return "bottom" if from_worst < len(scale.top_box) else "middle"


def piped(
    text: str,
    answers: Mapping[str, object],
    around: Surroundings,
    definition: SurveyDefinition | None = None,
) -> str:
    """Fill the gaps of a text: {contact.name|there}, {attribute.plan}, {answer.KEY}, {product|us}.

    The result is plain text, to be escaped by whoever shows it. What is filled in is never read again, and
    its braces become parentheses. With the definition, options are named by their labels.
    """
    facts = _walk(definition, answers, around)[1] if definition else Facts(None, answers, around)
    return GAP.sub(lambda gap: fill(facts, gap), text)


def fill(facts: Facts, gap: re.Match[str]) -> str:
    """Return what stands in a gap, else the words after its bar, else nothing."""
    return spoken(facts.words(gap[1])) or gap[2] or ""


def spoken(words: str) -> str:
    """Return words as they may stand inside a sentence: on one line, not too long, without braces."""
    tidy = _UNSEEN.sub(" ", words).strip().translate(_BRACES)
    return tidy if len(tidy) <= LONGEST_PIPED else f"{tidy[: LONGEST_PIPED - 1]}…"


def _walk(
    definition: SurveyDefinition, answers: Mapping[str, object], around: Surroundings
) -> tuple[tuple[QuestionDefinition, ...], Facts]:
    facts = Facts(questions_by_key(definition), answers, around)
    shown = []
    for question in definition.questions:
        if question.known_as and facts.of(f"attribute.{question.known_as}"):
            facts.known[question.key] = question.known_as
        elif facts.hold(question.show_if):
            facts.reached.add(question.key)
            shown.append(question)
    return tuple(shown), facts


def questions_by_key(definition: SurveyDefinition) -> dict[str, QuestionDefinition]:
    """Return questions by the keys conditions name them with: a row of a matrix leads to the matrix."""
    found = {question.key: question for question in definition.questions}
    for question in definition.questions:
        if question.kind == "matrix":
            for row in question.options:
                found.setdefault(f"{question.key}.{row.key}", question)
    return found


@dataclass(slots=True)
class Facts:
    """Everything conditions may ask for: answers count from where their question is reached.

    ``questions`` is None where only answers are known: then every one of them counts.
    """

    questions: Mapping[str, QuestionDefinition] | None
    answers: Mapping[str, object]
    around: Surroundings
    reached: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)  # attribute by key of the question it answers

    def hold(self, conditions: Iterable[Condition]) -> bool:
        return all(compares(condition, self.of(condition.field)) for condition in conditions)

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values of a field as texts; none where it is not known."""
        kind, _dot, key = name.partition(".")
        if kind == "answer":
            return self._answer(key)
        if kind == "class":
            question = self.question(key)
            found = score_class(question, self._said(key)) if question else ""
            return (found,) if found else ()
        if kind == "attribute":
            return facts_in(self.around.attributes.get(key))
        if kind == "language":
            return with_parents(self.around.language)
        return facts_in(self.around.channel) if kind == "channel" else ()

    def words(self, name: str) -> str:
        """Return what stands in a gap of a text."""
        kind, _dot, key = name.partition(".")
        if kind == "answer" and key:
            return ", ".join(self._labels(key))
        if kind == "attribute":
            return ", ".join(self.of(name))
        return self.around.names.get(name, "")

    def question(self, key: str) -> QuestionDefinition | None:
        return self.questions.get(key) if self.questions is not None else None

    def _said(self, key: str) -> object:
        if self.questions is None:
            return self.answers.get(key)
        question = self.questions.get(key)
        if question is None or question.key not in self.reached:
            attribute = self.known.get(question.key) if question else None
            return self.around.attributes.get(attribute) if attribute else None
        if key in self.answers or question.key == key:
            return self.answers.get(key)
        rows = self.answers.get(question.key)
        return rows.get(key.removeprefix(f"{question.key}.")) if isinstance(rows, Mapping) else None

    def _answer(self, key: str) -> tuple[str, ...]:
        found = facts_in(self._said(key))
        question = self.question(key)
        if question is None or not question.options or question.kind == "matrix":
            return found
        by_label = {label: option.key for option in question.options for label in option.label.values()}
        keys = {option.key for option in question.options}
        return tuple(one if one in keys else by_label.get(one, one) for one in found)

    def _labels(self, key: str) -> tuple[str, ...]:
        found, question = self._answer(key), self.question(key)
        if question is None or question.kind == "matrix":
            return found
        labels = {option.key: option.label for option in question.options}
        return tuple(
            default_language_text(labels[one], self.around.language, "") if one in labels else one
            for one in found
        )


def facts_in(value: object) -> tuple[str, ...]:
    """Return an answer or attribute as texts to compare: 9, 9.0 and "9" are the same."""
    if isinstance(value, AnswerValue):
        given = (value.score, value.number, value.choices, value.text)
        value = next((one for one in given if one not in (None, (), "")), None)
    if value is None or isinstance(value, bool):
        return () if value is None else (str(value).lower(),)
    if isinstance(value, float) and value.is_integer():
        return (str(int(value)),)
    if isinstance(value, int | float):
        return (str(value),)
    if isinstance(value, Mapping):
        return tuple(fact for item in value.values() for fact in facts_in(item))
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(fact for item in value for fact in facts_in(item))
    text = str(value).strip()
    return (text,) if text else ()


def with_parents(language: str) -> tuple[str, ...]:
    """Return "de-AT" as "de-at" and "de"."""
    parts = language.lower().replace("_", "-").split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1)) if language else ()


def compares(condition: Condition, facts: tuple[str, ...]) -> bool:
    values = condition.values
    if condition.field == "language":
        values = tuple(value.lower().replace("_", "-") for value in values)
    match condition.comparison:
        case Comparison.KNOWN:
            return bool(facts)
        case Comparison.UNKNOWN:
            return not facts
        case Comparison.IS:
            return any(_same(fact, value) for fact in facts for value in values)
        case Comparison.IS_NOT:
            return not any(_same(fact, value) for fact in facts for value in values)
        case Comparison.AT_LEAST | Comparison.AT_MOST:
            least = condition.comparison is Comparison.AT_LEAST
            return any(_reaches(fact, value, least=least) for fact in facts for value in values[:1])


def _same(fact: str, value: str) -> bool:
    if fact == value:
        return True
    number = as_number(fact)
    return number is not None and number == as_number(value)


def _reaches(fact: str, limit: str, *, least: bool) -> bool:
    if _DAY.fullmatch(fact) and _DAY.fullmatch(limit):
        return fact >= limit if least else fact <= limit
    number, other = as_number(fact), as_number(limit)
    if number is None or other is None:
        return False
    return number >= other if least else number <= other


def as_number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None
