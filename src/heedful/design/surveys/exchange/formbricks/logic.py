"""Formbricks' jumps, as conditions of the questions they lead past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from heedful.design.surveys.exchange.conditions import (
    Atom,
    Both,
    Either,
    Jumps,
    Logic,
    Not,
    NotExpressible,
    by_class,
    conditions_of,
    domains,
)
from heedful.design.surveys.exchange.report import Report
from heedful.design.surveys.types import Comparison, Condition, Ending, QuestionDefinition

_OPERATORS = {
    "equals": Comparison.IS,
    "equalsOneOf": Comparison.IS,
    "includesOneOf": Comparison.IS,
    "doesNotEqual": Comparison.IS_NOT,
    "doesNotIncludeOneOf": Comparison.IS_NOT,
    "isGreaterThanOrEqual": Comparison.AT_LEAST,
    "isLessThanOrEqual": Comparison.AT_MOST,
    "isSubmitted": Comparison.KNOWN,
    "isClicked": Comparison.KNOWN,
    "isSkipped": Comparison.UNKNOWN,
    # as they were called before
    "notEquals": Comparison.IS_NOT,
    "submitted": Comparison.KNOWN,
    "skipped": Comparison.UNKNOWN,
    "greaterEqual": Comparison.AT_LEAST,
    "lessEqual": Comparison.AT_MOST,
    "includesOne": Comparison.IS,
}
_STRICT = {
    "isGreaterThan": Comparison.AT_MOST,
    "isLessThan": Comparison.AT_LEAST,
    "greaterThan": Comparison.AT_MOST,
    "lessThan": Comparison.AT_LEAST,
}
_ALWAYS_SAID = {"isAccepted": "yes", "accepted": "yes"}


class _Unknown(Exception):
    """Something ours has no word for."""


def jumps_of(
    survey: Mapping[str, Any],
    questions: Sequence[QuestionDefinition],
    endings: Sequence[Ending],
    keys: Mapping[str, str],
    options: Mapping[str, Mapping[str, str]],
    report: Report,
) -> tuple[list[QuestionDefinition], list[Ending]]:
    """Return the questions and endings with conditions that do what the jumps did."""
    return _Translation(survey, questions, endings, keys, options, report).done()


class _Translation:
    def __init__(
        self,
        survey: Mapping[str, Any],
        questions: Sequence[QuestionDefinition],
        endings: Sequence[Ending],
        keys: Mapping[str, str],
        options: Mapping[str, Mapping[str, str]],
        report: Report,
    ) -> None:
        self._survey, self._keys, self._options, self._report = survey, keys, options, report
        self._questions, self._endings = list(questions), list(endings)
        self._known = domains(questions)
        self._jumps = Jumps([question.key for question in questions], self._known)
        self._leading: dict[str, list[Logic]] = {}  # what leads to an ending
        self._blocks = {
            str(block.get("id")): [str(one.get("id")) for one in block.get("elements") or []]
            for block in survey.get("blocks") or []
        }

    def done(self) -> tuple[list[QuestionDefinition], list[Ending]]:
        for source, rules, fallback in self._sources():
            self._leave(source, rules, fallback)
        by_key = {question.key: question for question in self._questions}
        questions = [
            replace(
                question,
                show_if=(
                    *question.show_if,
                    *(by_class(one, by_key) for one in self._jumps.shown.get(question.key, ())),
                ),
            )
            for question in self._questions
        ]
        endings = [self._ending(ending, by_key) for ending in self._endings]
        return questions, sorted(endings, key=lambda ending: not ending.show_if)

    def _ending(self, ending: Ending, by_key: Mapping[str, QuestionDefinition]) -> Ending:
        logics = self._leading.get(ending.key)
        if not logics:
            return ending
        try:
            conditions = conditions_of(Either(tuple(logics)), self._known)
        except NotExpressible as error:
            self._report.say(ending.key, "when it is shown", str(error))
            return ending
        return replace(ending, show_if=tuple(by_class(one, by_key) for one in conditions))

    def _sources(self) -> Iterable[tuple[str, list[Any], object]]:
        """Yield the question after which rules are looked at, with the rules and where to go otherwise."""
        for block in self._survey.get("blocks") or []:
            if block.get("logic") or block.get("logicFallback"):
                taken = [
                    id_
                    for id_ in self._blocks.get(str(block.get("id"))) or []
                    if self._keys.get(id_) in self._jumps.order
                ]
                source = taken[-1] if taken else str(block.get("id"))
                yield source, list(block.get("logic") or []), block.get("logicFallback")
        if not self._blocks:
            for question in self._survey.get("questions") or []:
                if isinstance(question, dict) and (question.get("logic") or question.get("logicFallback")):
                    yield (
                        str(question.get("id")),
                        list(question.get("logic") or []),
                        question.get("logicFallback"),
                    )

    def _leave(self, source: str, rules: list[Any], fallback: object) -> None:
        key = self._keys.get(source, "")
        if key not in self._jumps.order:
            self._report.say(key or source, "its logic", "none of its questions was taken over")
            return
        before: list[Logic] = []
        for rule in rules:
            try:
                logic = self._rule(rule, source)
                for target in self._targets(rule, key):
                    self._go(key, Both((*(Not(one) for one in before), logic)) if before else logic, target)
                before.append(logic)
            except (_Unknown, NotExpressible) as error:
                self._report.say(key, "a rule of its logic", str(error) or "ours cannot say this")
        if fallback:
            logic_ = Both(tuple(Not(one) for one in before)) if before else None
            try:
                self._go(key, logic_, str(fallback))
            except NotExpressible as error:
                self._report.say(key, "where it goes otherwise", str(error))

    def _targets(self, rule: Mapping[str, Any], key: str) -> Iterable[str]:
        if "destination" in rule:
            yield str(rule["destination"])
        for action in rule.get("actions") or []:
            if action.get("objective") in {"jumpToQuestion", "jumpToBlock"}:
                yield str(action.get("target"))
            else:
                self._report.say(key, f"the action {action.get('objective')}", "rules only lead on here")

    def _go(self, key: str, logic: Logic | None, target: str) -> None:
        target = next(iter(self._blocks.get(target, [target])))
        ours = self._keys.get(target, "")
        if ours in self._jumps.order:
            self._jumps.leave(key, logic, ours)
            return
        if target != "end" and ours not in {ending.key for ending in self._endings}:
            raise NotExpressible(f"it leads to {target!r}, which is not there")
        self._jumps.leave(key, logic, None)
        if logic is not None:
            self._leading.setdefault(ours, []).append(logic)

    def _rule(self, rule: Mapping[str, Any], source: str) -> Logic:
        if "conditions" in rule:
            return self._group(rule["conditions"])
        return self._old(rule, source)

    def _group(self, group: Mapping[str, Any]) -> Logic:
        if "conditions" not in group:
            return self._single(group)
        parts = tuple(self._group(one) for one in group["conditions"])
        if len(parts) == 1:
            return parts[0]
        return Either(parts) if group.get("connector") == "or" else Both(parts)

    def _single(self, condition: Mapping[str, Any]) -> Logic:
        left, right = condition.get("leftOperand") or {}, condition.get("rightOperand") or {}
        name = str(left.get("value"))
        if right and right.get("type", "static") != "static":
            raise _Unknown("it compares two answers")
        values = right.get("value")
        if left.get("type") == "hiddenField":
            return self._compared(f"attribute.{name}", {}, str(condition.get("operator")), values)
        key = self._keys.get(name.partition(".")[0])
        if left.get("type") not in {"question", "element"} or key is None:
            raise _Unknown(f"it looks at a {left.get('type')}")
        field = f"answer.{key}"
        return self._compared(field, self._options.get(name, {}), str(condition.get("operator")), values)

    def _old(self, rule: Mapping[str, Any], source: str) -> Logic:
        field = f"answer.{self._keys[source]}"
        return self._compared(
            field, self._options.get(source, {}), str(rule.get("condition")), rule.get("value")
        )

    def _compared(self, field: str, options: Mapping[str, str], operator: str, value: object) -> Logic:
        given = value if isinstance(value, list) else [value] if value not in (None, "") else []
        values = tuple(options.get(str(one), str(one)) for one in given)
        if operator in _ALWAYS_SAID:
            return Atom(Condition(field, values=(_ALWAYS_SAID[operator],)))
        if operator == "includesAllOf":
            return Both(tuple(Atom(Condition(field, values=(one,))) for one in values))
        if operator in _STRICT:
            beyond = Not(Atom(Condition(field, _STRICT[operator], values[:1])))
            return Both((Atom(Condition(field, Comparison.KNOWN)), beyond))
        comparison = _OPERATORS.get(operator)
        if comparison is None:
            raise _Unknown(f"it compares by {operator}")
        if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
            return Atom(Condition(field, comparison))
        if not values:
            raise _Unknown("it compares with nothing")
        return Atom(Condition(field, comparison, values))
