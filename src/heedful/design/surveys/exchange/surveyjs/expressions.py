"""Expressions of SurveyJS ({nps} >= 9 and {plan} notempty), read into logic and written from conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from heedful.design.surveys.exchange.conditions import Atom, Both, Either, Logic, Not
from heedful.design.surveys.flow import as_number, score_class
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition

_TOKENS = re.compile(
    r"""\s*(?:
      (?P<name>\{[^{}]+\})
    | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<sign><=|>=|<>|!=|==|&&|\|\||[=<>!()\[\],])
    | (?P<word>[A-Za-z_]+)
    )""",
    re.VERBOSE,
)
_COMPARISONS = {
    "=": "is", "==": "is", "equal": "is", "anyof": "is", "contains": "is", "contain": "is", "<>": "is_not",
    "!=": "is_not", "notequal": "is_not", "noneof": "is_not", "notcontains": "is_not",
    "notcontain": "is_not", ">=": "at_least", "greaterorequal": "at_least", "<=": "at_most",
    "lessorequal": "at_most", ">": "above", "greater": "above", "<": "below", "less": "below",
}  # fmt: skip
_SILENT = {"empty": Comparison.UNKNOWN, "notempty": Comparison.KNOWN}
_DEEPEST = 30


class UnreadableExpression(Exception):
    """An expression that says more than comparisons."""


class Token(NamedTuple):
    kind: str
    text: str


type FieldOf = Callable[[str], str]  # from a name of theirs to a field of ours


def read_expression(expression: str, field_of: FieldOf) -> Logic:
    """Read an expression; raise :class:`UnreadableExpression` saying what is not understood."""
    return _Parser(_tokens(expression), field_of).whole()


def _tokens(expression: str) -> list[Token]:
    found, place = [], 0
    while expression[place:].strip():
        match = _TOKENS.match(expression, place)
        if match is None or match.lastgroup is None:
            raise UnreadableExpression(f"{expression[place : place + 30].strip()!r}")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[Token], field_of: FieldOf) -> None:
        self._tokens, self._field_of, self._place, self._depth = tokens, field_of, 0, 0

    def whole(self) -> Logic:
        logic = self._either()
        if self._place < len(self._tokens):
            raise UnreadableExpression(f"{self._tokens[self._place].text!r} at its end")
        return logic

    def _either(self) -> Logic:
        parts = [self._both()]
        while self._takes("or", "||"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Logic:
        parts = [self._one()]
        while self._takes("and", "&&"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self) -> Logic:
        self._depth += 1
        if self._depth > _DEEPEST * 10:
            raise UnreadableExpression("it is too long")
        if self._takes("!", "not"):
            return Not(self._one())
        if self._takes("("):
            inner = self._either()
            if not self._takes(")"):
                raise UnreadableExpression("a parenthesis is open")
            return inner
        return self._comparison()

    def _comparison(self) -> Logic:
        name = self._next()
        if name.kind != "name":
            raise UnreadableExpression(f"{name.text!r} where a question should stand")
        field = self._field_of(name.text[1:-1].strip())
        word = self._next().text.lower()
        if word in _SILENT:
            return Atom(Condition(field, _SILENT[word]))
        comparison = _COMPARISONS.get(word)
        if comparison is None:
            raise UnreadableExpression(f"it compares by {word!r}")
        values = self._values()
        known = Atom(Condition(field, Comparison.KNOWN))
        if comparison == "above":
            return Both((known, Not(Atom(Condition(field, Comparison.AT_MOST, values)))))
        if comparison == "below":
            return Both((known, Not(Atom(Condition(field, Comparison.AT_LEAST, values)))))
        return Atom(Condition(field, Comparison(comparison), values))

    def _values(self) -> tuple[str, ...]:
        if not self._takes("["):
            return (self._value(),)
        values = [self._value()]
        while self._takes(","):
            values.append(self._value())
        if not self._takes("]"):
            raise UnreadableExpression("a list is open")
        return tuple(values)

    def _value(self) -> str:
        token = self._next()
        if token.kind == "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1])
        if token.kind == "number" or token.text.lower() in {"true", "false"}:
            return token.text.lower()
        raise UnreadableExpression(f"it compares with {token.text!r}")

    def _takes(self, *texts: str) -> bool:
        if self._place < len(self._tokens) and self._tokens[self._place].text.lower() in texts:
            self._place += 1
            return True
        return False

    def _next(self) -> Token:
        if self._place >= len(self._tokens):
            raise UnreadableExpression("it ends too early")
        self._place += 1
        return self._tokens[self._place - 1]


def written(condition: Condition, questions: Mapping[str, QuestionDefinition]) -> str:
    """Write a condition as an expression."""
    kind, _dot, key = condition.field.partition(".")
    name = f"{{{key or kind}}}"
    if kind == "class":
        return _by_class(condition, questions[key], name)
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return f"{name} {'notempty' if condition.comparison is Comparison.KNOWN else 'empty'}"
    if condition.comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        sign = ">=" if condition.comparison is Comparison.AT_LEAST else "<="
        return f"{name} {sign} {_literal(condition.values[0])}"
    several = kind == "answer" and key in questions and questions[key].kind in {"multiple_choice", "ranking"}
    is_ = condition.comparison is Comparison.IS
    if len(condition.values) == 1:
        sign = ("contains" if is_ else "notcontains") if several else ("=" if is_ else "<>")
        return f"{name} {sign} {_literal(condition.values[0])}"
    listed = f"[{', '.join(_literal(value) for value in condition.values)}]"
    return f"{name} anyof {listed}" if is_ else f"!({name} anyof {listed})"


def _by_class(condition: Condition, question: QuestionDefinition, name: str) -> str:
    scale = question.scale
    assert scale is not None, "only scores have classes"
    if condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return f"{name} {'notempty' if condition.comparison is Comparison.KNOWN else 'empty'}"
    steps = [
        step for step in range(scale.low, scale.high + 1) if score_class(question, step) in condition.values
    ]
    listed = f"{name} anyof [{', '.join(str(step) for step in steps)}]"
    return listed if condition.comparison is Comparison.IS else f"!({listed})"


def _literal(value: str) -> str:
    if as_number(value) is not None:
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
