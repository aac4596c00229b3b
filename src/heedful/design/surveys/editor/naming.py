"""Names of kinds, conditions and places for people: what the editor says instead of keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.design.surveys.flow import BOXES, CLASSES
from heedful.design.surveys.kind import kinds
from heedful.design.surveys.languages import default_language_text, language_name
from heedful.design.surveys.types import Comparison, Condition, QuestionDefinition, SurveyDefinition

type Label = str | Promise

KINDS: Mapping[str, tuple[Label, tuple[str, ...]]] = {
    "scores": (
        gettext_lazy("Scores"),
        ("nps", "csat", "ces", "osat", "enps", "stars", "smileys", "thumbs", "rating", "matrix"),
    ),
    "choices": (gettext_lazy("Choices"), ("single_choice", "multiple_choice", "ranking")),
    "words": (gettext_lazy("In their own words"), ("long_text", "short_text", "audio", "video")),
    "details": (gettext_lazy("Details"), ("number", "date", "contact", "file", "consent")),
    "between": (gettext_lazy("Between questions"), ("statement",)),
}
KIND_NAMES: Mapping[str, Label] = {
    "nps": gettext_lazy("Recommendation, 0 to 10 (NPS)"),
    "csat": gettext_lazy("Satisfaction (CSAT)"),
    "ces": gettext_lazy("Effort (CES)"),
    "osat": gettext_lazy("Overall satisfaction (OSAT)"),
    "enps": gettext_lazy("Recommendation as an employer (eNPS)"),
    "stars": gettext_lazy("Stars"),
    "smileys": gettext_lazy("Smileys"),
    "thumbs": gettext_lazy("Thumb up or down"),
    "rating": gettext_lazy("Rating on a scale"),
    "matrix": gettext_lazy("Several things on one scale"),
    "single_choice": gettext_lazy("One of several options"),
    "multiple_choice": gettext_lazy("Any of several options"),
    "ranking": gettext_lazy("Put into an order"),
    "long_text": gettext_lazy("Long text"),
    "short_text": gettext_lazy("Short text"),
    "audio": gettext_lazy("Voice message"),
    "video": gettext_lazy("Video"),
    "number": gettext_lazy("Number"),
    "date": gettext_lazy("Date"),
    "contact": gettext_lazy("Contact details"),
    "file": gettext_lazy("Picture or file"),
    "consent": gettext_lazy("Consent"),
    "statement": gettext_lazy("Text without a question"),
}
COMPARISONS: Mapping[Comparison, Label] = {
    Comparison.IS: gettext_lazy("is"),
    Comparison.IS_NOT: gettext_lazy("is not"),
    Comparison.AT_LEAST: gettext_lazy("is at least"),
    Comparison.AT_MOST: gettext_lazy("is at most"),
    Comparison.KNOWN: gettext_lazy("is known"),
    Comparison.UNKNOWN: gettext_lazy("is not known"),
}
CLASS_NAMES: Mapping[str, Label] = {
    "promoter": gettext_lazy("promoter (9–10)"),
    "passive": gettext_lazy("passive (7–8)"),
    "detractor": gettext_lazy("detractor (0–6)"),
    "top": gettext_lazy("good"),
    "middle": gettext_lazy("in between"),
    "bottom": gettext_lazy("bad"),
}
CHANNELS: Mapping[str, Label] = {
    "link": gettext_lazy("link"),
    "email": gettext_lazy("e-mail"),
    "sms": gettext_lazy("SMS"),
    "web": gettext_lazy("website"),
    "kiosk": gettext_lazy("kiosk"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Label
    is_chosen: bool = False


def kind_name(kind: str) -> Label:
    if kind in KIND_NAMES:
        return KIND_NAMES[kind]
    return kinds()[kind].label if kind in kinds() else kind


def kind_groups() -> list[tuple[Label, list[Choice]]]:
    """Kinds to choose from; those of other packages stand last."""
    known = kinds()
    groups = [
        (label, [Choice(key, kind_name(key)) for key in keys if key in known])
        for label, keys in KINDS.values()
    ]
    named = {key for _label, keys in KINDS.values() for key in keys}
    others = [Choice(key, kind_name(key)) for key in sorted(known.keys() - named)]
    return [*groups, (_("Others"), others)] if others else groups


def short_text(question: QuestionDefinition, definition: SurveyDefinition, language: str = "") -> str:
    text = default_language_text(question.text, language or definition.language, definition.language)
    return text or _("(no wording yet)")


def in_words(condition: Condition, definition: SurveyDefinition) -> str:
    """Say a condition as a sentence: “How likely …” is detractor or passive."""
    values = _(" or ").join(str(value_name(condition.field, value, definition)) for value in condition.values)
    subject = field_name(condition.field, definition)
    return f"{subject} {COMPARISONS[condition.comparison]} {values}".strip()


def field_name(field: str, definition: SurveyDefinition) -> str:
    kind, _dot, key = field.partition(".")
    question = definition.question(key)
    asked = short_text(question, definition)[:60] if question else key
    match kind:
        case "answer":
            return _("the answer to “%(question)s”") % {"question": asked}
        case "class":
            return _("the class of “%(question)s”") % {"question": asked}
        case "attribute":
            return _("the attribute %(name)s") % {"name": key}
        case "language":
            return _("the language")
    return _("the channel")


def value_name(field: str, value: str, definition: SurveyDefinition) -> Label:
    kind, _dot, key = field.partition(".")
    if kind == "class":
        return CLASS_NAMES.get(value, value)
    if kind == "language":
        return language_name(value)
    if kind == "channel":
        return CHANNELS.get(value, value)
    question = definition.question(key)
    option = next((each for each in question.options if each.key == value), None) if question else None
    if option is None:
        return value
    return default_language_text(option.label, definition.language, definition.language) or value


def values_of(field: str, definition: SurveyDefinition) -> tuple[str, ...]:
    """Values to tick for a field; none where they are written."""
    kind, _dot, key = field.partition(".")
    question = definition.question(key)
    if kind == "class":
        return CLASSES.get(question.kind if question else "", BOXES)
    if kind == "language":
        return (definition.language, *definition.languages)
    if kind == "channel":
        return tuple(CHANNELS)
    if (
        kind == "answer"
        and question
        and question.kind in {"single_choice", "multiple_choice", "ranking", "consent"}
    ):
        return tuple(option.key for option in question.options) or ("yes", "no")
    return ()
