"""Display, branch and skip logic of Qualtrics, read into logic and written from conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from heedful.design.surveys.exchange.conditions import Atom, Both, Either, Logic, Not, NotExpressible
from heedful.design.surveys.flow import score_class
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition

_LOCATOR = re.compile(r"q://(?P<id>QID\d+)/(?P<what>\w+)(?:/(?P<choice>[\w-]+))?")
_OPERATORS = {
    "EqualTo": Comparison.IS,
    "NotEqualTo": Comparison.IS_NOT,
    "GreaterThanOrEqual": Comparison.AT_LEAST,
    "LessThanOrEqual": Comparison.AT_MOST,
    "Empty": Comparison.UNKNOWN,
    "NotEmpty": Comparison.KNOWN,
}
_BEYOND = {"GreaterThan": Comparison.AT_MOST, "LessThan": Comparison.AT_LEAST}
_NAMES = {comparison: operator for operator, comparison in _OPERATORS.items()}


class Asked(NamedTuple):
    """A question of theirs under its id: our key, and our values by the ids of their choices."""

    key: str
    values: Mapping[str, str]


type Known = Mapping[str, Asked]


def read_logic(logic: Mapping[str, Any], known: Known) -> Logic:
    """Read a boolean expression; raise :class:`NotExpressible` saying what ours cannot say."""
    groups = [logic[name] for name in sorted(logic, key=_order) if name.isdigit()]
    joined: list[tuple[str, Logic]] = []
    for group in groups:
        word = str(group.get("Type") or "If").removesuffix("If").lower() or "and"
        joined.append((word, _group(group, known)))
    return _joined(joined)


def _order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdigit() else (10**9, name)


def _group(group: Mapping[str, Any], known: Known) -> Logic:
    parts = []
    for name in sorted(group, key=_order):
        if name.isdigit():
            expression = group[name]
            # The files spell it "Conjuction".
            word = str(expression.get("Conjuction") or expression.get("Conjunction") or "and").lower()
            parts.append((word, read_expression(expression, known)))
    return _joined(parts)


def _joined(parts: list[tuple[str, Logic]]) -> Logic:
    """Join by "and" before "or"."""
    either: list[list[Logic]] = []
    for word, part in parts:
        if word == "or" or not either:
            either.append([part])
        elif word == "and":
            either[-1].append(part)
        else:
            raise NotExpressible(f"it joins by {word}")
    if not either:
        raise NotExpressible("it says nothing")
    joined = [one[0] if len(one) == 1 else Both(tuple(one)) for one in either]
    return joined[0] if len(joined) == 1 else Either(tuple(joined))


def read_expression(expression: Mapping[str, Any], known: Known) -> Logic:
    kind = expression.get("LogicType")
    operator = str(expression.get("Operator") or expression.get("Condition"))
    if kind == "EmbeddedField":
        field = f"attribute.{expression.get('LeftOperand')}"
        return _compared(field, operator, str(expression.get("RightOperand", "")))
    if kind not in {"Question", None}:
        raise NotExpressible(f"it looks at {kind}")
    locator = _LOCATOR.match(
        str(expression.get("ChoiceLocator") or expression.get("LeftOperand") or expression.get("Locator"))
    )
    asked = known.get(locator["id"]) if locator else None
    if locator is None or asked is None:
        raise NotExpressible("it looks at a question that is not here")
    field = f"answer.{asked.key}"
    if operator in {"Selected", "NotSelected"}:
        value = asked.values.get(locator["choice"] or "")
        if locator["what"] != "SelectableChoice" or value is None:
            raise NotExpressible(f"it looks at {locator['what']}")
        comparison = Comparison.IS if operator == "Selected" else Comparison.IS_NOT
        return Atom(Condition(field, comparison, (value,)))
    return _compared(field, operator, str(expression.get("RightOperand", "")))


def _compared(field: str, operator: str, value: str) -> Logic:
    if operator in _BEYOND:
        beyond = Not(Atom(Condition(field, _BEYOND[operator], (value,))))
        return Both((Atom(Condition(field, Comparison.KNOWN)), beyond))
    comparison = _OPERATORS.get(operator)
    if comparison is None:
        raise NotExpressible(f"it compares by {operator}")
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return Atom(Condition(field, comparison))
    return Atom(Condition(field, comparison, (value,)))


type Choice = Callable[[str, str], str | None]  # id of a choice, from our key and value


def written(
    conditions: tuple[Condition, ...],
    ids: Mapping[str, str],
    questions: Mapping[str, QuestionDefinition],
    choice: Choice,
) -> dict[str, Any]:
    """Write conditions: a group each, all of which must hold."""
    logic: dict[str, Any] = {"Type": "BooleanExpression", "inPage": False}
    for number, condition in enumerate(conditions):
        expressions = _expressions(condition, ids, questions, choice)
        group: dict[str, Any] = {"Type": "If" if number == 0 else "AndIf"}
        word = "And" if condition.comparison is Comparison.IS_NOT else "Or"
        for place, expression in enumerate(expressions):
            group[str(place)] = expression | ({"Conjuction": word} if place else {})
        logic[str(number)] = group
    return logic


def _expressions(
    condition: Condition, ids: Mapping[str, str], questions: Mapping[str, QuestionDefinition], choice: Choice
) -> list[dict[str, Any]]:
    kind, _dot, key = condition.field.partition(".")
    if kind in {"attribute", "language", "channel"}:
        name = {"language": "Q_Language", "channel": "channel"}.get(kind, key)
        return [_embedded(name, _NAMES[condition.comparison], value) for value in condition.values or ("",)]
    if key not in ids:
        raise NotExpressible("it looks at a row of a grid")
    values = _steps(condition, questions[key]) if kind == "class" else condition.values
    base = {"LogicType": "Question", "QuestionID": ids[key], "QuestionIsInLoop": "no", "Type": "Expression"}
    chosen = [choice(key, value) for value in values]
    if chosen and all(one is not None for one in chosen) and condition.comparison in _SELECTED:
        return [
            base | _located(ids[key], f"SelectableChoice/{one}", _SELECTED[condition.comparison])
            for one in chosen
        ]
    operator = _NAMES[condition.comparison]
    what = "SelectedChoicesCount" if questions[key].options else "ChoiceTextEntryValue"
    if questions[key].options and condition.comparison not in {Comparison.KNOWN, Comparison.UNKNOWN}:
        raise NotExpressible("it compares options by size")
    if questions[key].options:
        operator, values = ("GreaterThan" if condition.comparison is Comparison.KNOWN else "EqualTo"), ("0",)
    return [base | _located(ids[key], what, operator) | {"RightOperand": value} for value in values or ("",)]


_SELECTED = {Comparison.IS: "Selected", Comparison.IS_NOT: "NotSelected"}


def _steps(condition: Condition, question: QuestionDefinition) -> tuple[str, ...]:
    scale = question.scale
    assert scale is not None, "only scores have classes"
    steps = range(scale.low, scale.high + 1)
    return tuple(str(step) for step in steps if score_class(question, step) in condition.values)


def _located(id_: str, what: str, operator: str) -> dict[str, Any]:
    locator = f"q://{id_}/{what}"
    return {
        "ChoiceLocator": locator,
        "Operator": operator,
        "QuestionIDFromLocator": id_,
        "LeftOperand": locator,
    }


def _embedded(name: str, operator: str, value: str) -> dict[str, Any]:
    return {
        "LogicType": "EmbeddedField",
        "LeftOperand": name,
        "Operator": operator,
        "RightOperand": value,
        "Type": "Expression",
    }
