"""What the panels show: a question, an ending, a condition, as the templates read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heedful.design.surveys.editor.advice import Advice
from heedful.design.surveys.editor.naming import (
    COMPARISONS,
    Choice,
    Label,
    field_name,
    in_words,
    kind_name,
    short_text,
    value_name,
    values_of,
)
from heedful.design.surveys.editor.reading import WITH_OPTIONS
from heedful.design.surveys.editor.settings import SettingField, fields_of
from heedful.design.surveys.kind import kinds
from heedful.design.surveys.languages import direction, language_name
from heedful.design.surveys.scale_words import ENDS
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition, SurveyDefinition

_SCORED = {"statement", "contact", "consent", "file", "audio", "video", "date"}
_MOST_STEPS = 11


@dataclass(frozen=True, slots=True)
class Item:
    """A question in the list."""

    number: int
    key: str
    text: str
    kind: Label
    is_required: bool
    conditions: str
    findings: int
    worst: str


def items(definition: SurveyDefinition, advice: Iterable[Advice]) -> list[Item]:
    by_key: dict[str, list[Advice]] = {}
    for one in advice:
        by_key.setdefault(one.question, []).append(one)
    return [
        Item(
            number=number + 1,
            key=question.key,
            text=short_text(question, definition),
            kind=kind_name(question.kind),
            is_required=question.required,
            conditions=_(" and ").join(in_words(each, definition) for each in question.show_if),
            findings=len(by_key.get(question.key, ())),
            worst=_worst(by_key.get(question.key, ())),
        )
        for number, question in enumerate(definition.questions)
    ]


def _worst(advice: Iterable[Advice]) -> str:
    severities = {one.severity for one in advice}
    return next((each for each in ("problem", "warning", "hint") if each in severities), "")


def question_panel(
    definition: SurveyDefinition, question: QuestionDefinition, language: str, *, is_published: bool
) -> dict[str, Any]:
    number = definition.questions.index(question)
    return {
        "question": question,
        "number": number + 1,
        "previous": definition.questions[number - 1].key if number else None,
        # Moving down is moving before the one after the next.
        "after_next": _key_at(definition, number + 2) if number + 1 < len(definition.questions) else None,
        "is_last": number + 1 == len(definition.questions),
        "text": question.text.get(language, ""),
        "help": question.help.get(language, ""),
        "shown_instead": short_text(question, definition),
        "is_published": is_published,
        "scale": _scale(question, definition, language),
        "options": _options(question, definition, language),
        "has_options": question.kind in WITH_OPTIONS,
        "conditions": conditions(question.show_if, definition),
        "fields": fields(definition, before=question.key),
        "comparisons": [Choice(key, label) for key, label in COMPARISONS.items()],
        "settings": [_setting(field, question, language) for field in fields_of(question.kind)],
        "alternative": question.picture.alternative.get(language, "") if question.picture else "",
        "gaps": _gaps(definition, question),
        "written_in": language,
        "direction": direction(language),
        "languages": language_choices(definition, language),
    }


def _key_at(definition: SurveyDefinition, number: int) -> str:
    return definition.questions[number].key if number < len(definition.questions) else ""


def language_choices(definition: SurveyDefinition, chosen: str) -> list[Choice]:
    every = (definition.language, *definition.languages)
    return [Choice(each, language_name(each), each == chosen) for each in every]


def _scale(
    question: QuestionDefinition, definition: SurveyDefinition, language: str
) -> dict[str, Any] | None:
    kind = kinds().get(question.kind)
    scale = question.scale or (kind.default_scale if kind else None)
    if scale is None and question.kind != "number":
        return None
    allowed = getattr(kind, "scales", None)
    context: dict[str, Any] = {
        "is_fixed": allowed is not None and len(allowed) == 1,
        "is_limit": question.kind == "number",
        "low": scale.low if scale else "",
        "high": scale.high if scale else "",
        "direction": str(scale.direction) if scale else "",
        "has_direction": question.kind in {"rating", "matrix"},
    }
    if scale is not None and question.kind != "number":
        shown = range(scale.low, scale.high + 1)
        steps = shown if len(shown) <= _MOST_STEPS and len(shown) <= 7 else (scale.low, scale.high)
        usual = ENDS.get(question.kind, {}).get(language) or ENDS.get(question.kind, {}).get("en") or ("", "")
        ends = {scale.low: usual[0], scale.high: usual[1]}
        context["labels"] = [
            (
                step,
                scale.labels.get(step, {}).get(language, ""),
                _placeholder(scale.labels.get(step, {}), definition) or ends.get(step, ""),
            )
            for step in steps
        ]
    return context


def _placeholder(texts: dict[str, str], definition: SurveyDefinition) -> str:
    return texts.get(definition.language, "")


def _options(
    question: QuestionDefinition, definition: SurveyDefinition, language: str
) -> list[dict[str, Any]]:
    return [
        {
            "row": f"o{number}",
            "key": option.key,
            "label": option.label.get(language, ""),
            "placeholder": _placeholder(option.label, definition),
            "is_exclusive": option.is_exclusive,
        }
        for number, option in enumerate(question.options)
    ]


def conditions(found: Iterable[Condition], definition: SurveyDefinition) -> list[dict[str, Any]]:
    return [_condition(f"c{number}", each, definition) for number, each in enumerate(found)]


def _condition(row: str, condition: Condition, definition: SurveyDefinition) -> dict[str, Any]:
    is_attribute = condition.field.startswith("attribute.")
    values = values_of(condition.field, definition)
    return {
        "row": row,
        "field": "attribute" if is_attribute else condition.field,
        "attribute": condition.field.removeprefix("attribute.") if is_attribute else "",
        "comparison": str(condition.comparison),
        "is_silent": condition.comparison in {Comparison.KNOWN, Comparison.UNKNOWN},
        "choices": [
            Choice(value, value_name(condition.field, value, definition), value in condition.values)
            for value in values
        ],
        "written": ", ".join(condition.values),
        "words": in_words(condition, definition),
    }


def fields(definition: SurveyDefinition, *, before: str = "") -> list[Choice]:
    """What a condition can be about, at this place: only what was asked before."""
    found = []
    for question in definition.questions:
        if question.key == before:
            break
        if kinds()[question.kind].default_scale is not None and question.kind != "matrix":
            found.append(Choice(f"class.{question.key}", field_name(f"class.{question.key}", definition)))
        if question.kind not in {"statement", "matrix", "contact"}:
            found.append(Choice(f"answer.{question.key}", field_name(f"answer.{question.key}", definition)))
    return [
        *found,
        Choice("attribute", _("an attribute of the person")),
        Choice("language", _("the language")),
        Choice("channel", _("the channel")),
    ]


def _setting(field: SettingField, question: QuestionDefinition, language: str) -> dict[str, Any]:
    value = question.settings.get(field.name)
    if field.control == "text":
        value = value.get(language, "") if isinstance(value, dict) else (value or "")
    chosen = value if isinstance(value, list | tuple) else [value]
    return {
        "field": field,
        "value": "" if value is None else value,
        "choices": [Choice(key, label, key in chosen) for key, label in field.choices],
    }


def _gaps(definition: SurveyDefinition, question: QuestionDefinition) -> list[Choice]:
    """What can be put into a text, filled in for each respondent."""
    found = [
        Choice("{contact.name|there}", _("their name")),
        Choice("{product|us}", _("the product")),
        Choice("{organization}", _("our name")),
        Choice("{attribute.plan|…}", _("an attribute")),
    ]
    for each in definition.questions:
        if each.key == question.key:
            break
        if each.kind not in _SCORED | {"matrix"}:
            found.append(Choice(f"{{answer.{each.key}|…}}", field_name(f"answer.{each.key}", definition)))
    return found
