from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heedful.design.surveys.kind import (
    InvalidAnswer,
    Rendering,
    check_settings,
    refuse_options,
    refuse_scale,
    shown,
    words,
)
from heedful.design.surveys.kind_settings import some_of, texts
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_FIELDS = ("name", "email", "phone", "company")

_RENDERING = Rendering(
    "details",
    "A group of fields named by the question, each with its own label and the browser's autocompletion "
    "(name, email, tel, organization); consent is a check box with its full text, not ticked beforehand.",
    summary=("count",),
    column="text",
    translated=("consent",),
)


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach the respondent, with consent to do so: an object, stored as JSON in the answer's text."""

    key: str = "contact"
    label: str = "Contact details"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        check_settings(question, {"fields": some_of(*_FIELDS), "consent": texts})
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:
        given = _details(value, question.settings.get("fields", _FIELDS))
        details = {
            field: answer.text
            for field in _FIELDS
            if given.get(field) is not None and (answer := words(given[field], 254))
        }
        if not details:
            return None
        if given.get("consent") is not True:
            raise InvalidAnswer("has no consent to be contacted (consent: true)")
        return AnswerValue(text=json.dumps(details | {"consent": True}, ensure_ascii=False))


def _details(value: object, fields: Iterable[str]) -> Mapping[str, object]:
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else {}
        except ValueError:
            raise InvalidAnswer(f"{shown(value)} is not an object of contact details") from None
    if not isinstance(value, Mapping):
        raise InvalidAnswer(f"{shown(value)} is not an object of contact details")
    unknown = sorted(set(value) - {*fields, "consent"}, key=str)
    if unknown:
        raise InvalidAnswer(f"{shown(unknown[0])} is none of {', '.join(fields)}, consent")
    return value


KIND = ContactDetails()
