"""From the fields of a form to answers: what each kind of control sends, with and without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from heedful.design.surveys.kind import InvalidAnswer, kinds
from heedful.design.surveys.presenting import PresentedQuestion
from heedful.design.surveys.types import AnswerValue, QuestionDefinition
from heedful.listen.channels.pages.complaints import complaint
from heedful.listen.channels.pages.steps import answer_keys

DETAILS = ("name", "email", "phone", "company")

type Reader = Callable[[PresentedQuestion, QueryDict, str], object]


@dataclass(slots=True)
class Given:
    """What a form said about some questions: answers by key, and what is wrong by question."""

    answers: dict[str, object] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)  # keys that were left empty
    complaints: dict[str, str] = field(default_factory=dict)
    typed: dict[str, object] = field(default_factory=dict)  # what was wrong, to be shown again

    def onto(self, before: Mapping[str, object]) -> dict[str, object]:
        """Return the answers before with these in their place."""
        return {key: value for key, value in before.items() if key not in self.cleared} | self.answers


def field_name(question_key: str) -> str:
    return f"q.{question_key}"


def read_question(
    given: Given, question: QuestionDefinition, shown: PresentedQuestion, form: QueryDict
) -> None:
    """Read what a form says to a question into ``given``."""
    name = field_name(question.key)
    value = READERS.get(shown.input, _one)(shown, form, name)
    found = value if isinstance(value, Mapping) and shown.input == "grid" else {question.key: value}
    given.cleared.update(answer_keys(question))
    parts = {part.key: part for part in kinds()[question.kind].expand(question)}
    for key, said in found.items():
        if key not in parts or said in (None, "", []):
            continue
        try:
            checked = kinds()[parts[key].kind].check(parts[key], said)
        except InvalidAnswer:
            given.complaints[question.key] = complaint(shown, _limits(question))
            given.typed[key] = said
        else:
            if checked is not None:
                given.answers[key] = _plain(checked)


def _limits(question: QuestionDefinition) -> tuple[int, int] | None:
    return (question.scale.low, question.scale.high) if question.scale else None


def _plain(value: AnswerValue) -> object:
    """Return a checked answer as the inbox takes it."""
    if value.score is not None:
        return value.score
    return value.number if value.number is not None else list(value.choices) or value.text


def _one(_question: PresentedQuestion, form: QueryDict, name: str) -> object:
    return form.get(name, "").strip()


def _several(_question: PresentedQuestion, form: QueryDict, name: str) -> object:
    return form.getlist(name)


def _number(_question: PresentedQuestion, form: QueryDict, name: str) -> object:
    text = form.get(name, "").strip().replace("\u00a0", "").replace(" ", "")
    return text if "." in text else text.replace(",", ".", 1)


def _rows(question: PresentedQuestion, form: QueryDict, name: str) -> object:
    prefix = f"{question.key}."
    return {row.key: form.get(f"{name}.{row.key.removeprefix(prefix)}", "") for row in question.rows}


def _places(question: PresentedQuestion, form: QueryDict, name: str) -> object:
    """Read an order from the place of each option; two on one place are said twice, which is refused."""
    placed = [
        (int(place), option.key)
        for option in question.options
        if (place := form.get(f"{name}.{option.key}", "")).isdecimal() and len(place) < 5
    ]
    places = [place for place, _key in placed]
    twins = [key for place, key in placed if places.count(place) > 1]
    return [key for _place, key in sorted(placed)] + twins[:1]


def _details(_question: PresentedQuestion, form: QueryDict, name: str) -> object:
    found: dict[str, object] = {
        part: text for part in DETAILS if (text := form.get(f"{name}.{part}", "").strip())
    }
    if not found:
        return None
    return json.dumps(found | {"consent": form.get(f"{name}.consent") == "yes"}, ensure_ascii=False)


READERS: dict[str, Reader] = {
    "checkboxes": _several,
    "number": _number,
    "grid": _rows,
    "order": _places,
    "details": _details,
}
