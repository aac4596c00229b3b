"""Conditions of other systems, brought into ours: all of a list must hold, each about one field.

Theirs may say "or" and "not", and may jump instead of showing. What can be said with sets of values of
one question is said exactly; the rest is refused, so that the caller reports it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from heedful.design.surveys.flow import BOXES, CLASSES, as_number, score_class
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition

_OPPOSITE = {
    Comparison.IS: Comparison.IS_NOT,
    Comparison.IS_NOT: Comparison.IS,
    Comparison.KNOWN: Comparison.UNKNOWN,
    Comparison.UNKNOWN: Comparison.KNOWN,
}
_ONE_OF = ("single_choice", "consent")


class NotExpressible(Exception):
    """Ours cannot say this."""


@dataclass(frozen=True, slots=True)
class Atom:
    condition: Condition


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Logic


type Logic = Atom | Both | Either | Not
type Domains = Mapping[str, tuple[str, ...]]  # every value an answer can have, by key


def domains(questions: Iterable[QuestionDefinition]) -> dict[str, tuple[str, ...]]:
    """Return the values of questions that have one of few: steps of scales, single choices."""
    found = {}
    for question in questions:
        if question.kind in _ONE_OF:
            found[question.key] = tuple(option.key for option in question.options)
        elif question.scale and question.kind not in {"number", "matrix"}:
            steps = range(question.scale.low, question.scale.high + 1)
            found[question.key] = tuple(str(step) for step in steps)
    return found


def conditions_of(logic: Logic, known: Domains) -> tuple[Condition, ...]:
    """Return conditions that hold exactly when the logic does; raise :class:`NotExpressible`."""
    match logic:
        case Atom(condition):
            return (_enumerated(condition, known),)
        case Both(parts):
            return merged((one for part in parts for one in conditions_of(part, known)), known)
        case Either(parts):
            return _either([conditions_of(part, known) for part in parts], known)
        case Not(part):
            return _denied(part, known)


def _denied(logic: Logic, known: Domains) -> tuple[Condition, ...]:
    match logic:
        case Atom(condition):
            return (opposite(_enumerated(condition, known)),)
        case Both(parts):
            return conditions_of(Either(tuple(Not(part) for part in parts)), known)
        case Either(parts):
            return conditions_of(Both(tuple(Not(part) for part in parts)), known)
        case Not(part):
            return conditions_of(part, known)


def opposite(condition: Condition) -> Condition:
    turned = _OPPOSITE.get(condition.comparison)
    if turned is None:
        raise NotExpressible("a limit has no opposite here")
    return replace(condition, comparison=turned)


def merged(conditions: Iterable[Condition], known: Domains) -> tuple[Condition, ...]:
    """Join conditions about the same question into one, where its values can be listed."""
    allowed: dict[str, frozenset[str | None]] = {}
    others: list[Condition] = []
    for condition in conditions:
        values = _values(condition, known)
        if values is None:
            others.append(condition)
            continue
        allowed[condition.field] = allowed.get(condition.field, values) & values
    joined = [_from_values(name, values, known) for name, values in allowed.items()]
    return tuple(dict.fromkeys([*(one for one in joined if one is not None), *others]))


def _either(many: Sequence[tuple[Condition, ...]], known: Domains) -> tuple[Condition, ...]:
    distinct = list(dict.fromkeys(many))
    if len(distinct) == 1:
        return distinct[0]
    singles = [one[0] for one in distinct if len(one) == 1]
    if len(singles) != len(distinct) or len({one.field for one in singles}) != 1:
        raise NotExpressible("either of several questions")
    name = singles[0].field
    values = [_values(one, known) for one in singles]
    if all(one is not None for one in values):
        found = _from_values(name, frozenset().union(*(one for one in values if one is not None)), known)
        return () if found is None else (found,)
    if all(one.comparison is Comparison.IS for one in singles):
        joined = tuple(dict.fromkeys(value for one in singles for value in one.values))
        return (Condition(name, Comparison.IS, joined),)
    raise NotExpressible("either of several comparisons")


def _enumerated(condition: Condition, known: Domains) -> Condition:
    """Say a limit as the values it allows, so that it has an opposite."""
    domain = known.get(condition.field.removeprefix("answer."))
    if domain is None or condition.comparison not in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        return condition
    limit = as_number(condition.values[0])
    if limit is None:
        return condition
    is_least = condition.comparison is Comparison.AT_LEAST
    values = tuple(
        one
        for one in domain
        if (number := as_number(one)) is not None and (number >= limit if is_least else number <= limit)
    )
    return Condition(condition.field, Comparison.IS, values)


def _values(condition: Condition, known: Domains) -> frozenset[str | None] | None:
    """Return every value under which a condition holds, None standing for no answer."""
    domain = known.get(condition.field.removeprefix("answer."))
    if domain is None or not condition.field.startswith("answer."):
        return None
    everything: frozenset[str | None] = frozenset((*domain, None))
    match _enumerated(condition, known):
        case Condition(comparison=Comparison.IS, values=values):
            return frozenset(values) & everything
        case Condition(comparison=Comparison.IS_NOT, values=values):
            return everything - frozenset(values)
        case Condition(comparison=Comparison.KNOWN):
            return everything - {None}
        case Condition(comparison=Comparison.UNKNOWN):
            return frozenset({None})
    return None


def _from_values(name: str, values: frozenset[str | None], known: Domains) -> Condition | None:
    domain = known[name.removeprefix("answer.")]
    inside = tuple(one for one in domain if one in values)
    outside = tuple(one for one in domain if one not in values)
    if None in values:
        if not inside:
            return Condition(name, Comparison.UNKNOWN)
        return Condition(name, Comparison.IS_NOT, outside) if outside else None
    if not inside:
        raise NotExpressible("it can never hold")
    return Condition(name, Comparison.IS, inside) if outside else Condition(name, Comparison.KNOWN)


def by_class(condition: Condition, questions: Mapping[str, QuestionDefinition]) -> Condition:
    """Say "0 to 6" as "detractor" where the values are exactly some classes of the score."""
    question = questions.get(condition.field.removeprefix("answer."))
    if question is None or question.scale is None or question.kind not in CLASSES:
        return condition
    if condition.comparison not in {Comparison.IS, Comparison.IS_NOT}:
        return condition
    named = {score_class(question, value) for value in condition.values}
    steps = range(question.scale.low, question.scale.high + 1)
    whole = {str(step) for step in steps if score_class(question, step) in named}
    if whole != set(condition.values):
        return condition
    classes = tuple(one for one in (*CLASSES[question.kind], *BOXES) if one in named)
    return Condition(f"class.{question.key}", condition.comparison, classes)


@dataclass(slots=True)
class Jumps:
    """Questions in their order, and what leads past some of them."""

    order: Sequence[str]
    known: Domains
    shown: dict[str, tuple[Condition, ...]] = field(default_factory=dict)

    def leave(self, key: str, logic: Logic | None, target: str | None) -> None:
        """Go from a question to a later one (None: the end) if the logic holds (None: always)."""
        start = self.order.index(key)
        stop = len(self.order) if target is None else self.order.index(target)
        if stop <= start:
            raise NotExpressible("it leads back")
        passed = self.order[start + 1 : stop]
        if not passed:
            return
        staying = self._staying(key, logic)
        joined = {one: merged((*self.shown.get(one, ()), *staying), self.known) for one in passed}
        self.shown |= joined

    def _staying(self, key: str, logic: Logic | None) -> tuple[Condition, ...]:
        reached = self.shown.get(key, ())
        if logic is None:
            if len(reached) != 1:
                raise NotExpressible("it always leads past questions that nothing else leads to")
            return (opposite(_enumerated(reached[0], self.known)),)
        if reached and _holds_on_silence(logic, self.known):
            raise NotExpressible("it leads on without an answer, from a question that is not always asked")
        return conditions_of(Not(logic), self.known)


def _holds_on_silence(logic: Logic, known: Domains) -> bool:
    match logic:
        case Atom(condition):
            return condition.comparison in {Comparison.IS_NOT, Comparison.UNKNOWN}
        case Both(parts):
            return all(_holds_on_silence(part, known) for part in parts)
        case Either(parts):
            return any(_holds_on_silence(part, known) for part in parts)
        case Not(part):
            return not _holds_on_silence(part, known)
