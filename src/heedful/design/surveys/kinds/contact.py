from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from heedful.design.surveys.kind import InvalidAnswer, refuse_options, refuse_scale, shown, words
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_FIELDS = ("name", "email", "phone", "company")


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach the respondent, with consent to do so: an object, stored as JSON in the answer's text."""

    key: str = "contact"
    label: str = "Contact details"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:  # noqa: ARG002 - the protocol's
        given = _details(value)
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


def _details(value: object) -> Mapping[str, object]:
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else {}
        except ValueError:
            raise InvalidAnswer(f"{shown(value)} is not an object of contact details") from None
    if not isinstance(value, Mapping):
        raise InvalidAnswer(f"{shown(value)} is not an object of contact details")
    unknown = sorted(set(value) - {*_FIELDS, "consent"})
    if unknown:
        raise InvalidAnswer(f"{shown(unknown[0])} is none of {', '.join(_FIELDS)}, consent")
    return value


KIND = ContactDetails()
