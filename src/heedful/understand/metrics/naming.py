"""From the names people use (``country``, ``month``, ``site``) to the fields of the warehouse, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, gettext as _

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import QuestionFacts, SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.listen.audiences.types import AttributeFacts, UnitFacts
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.understand.warehouse.types import Condition, Grain, Operator
from heedful.understand.words.class_names import class_name
from heedful.understand.words.themes.documents import Theme
from heedful.understand.words.themes.queries import active_taxonomies

OF_WORDS = ("theme", "opinion", "sentiment", "emotion", "comment_type", "comment_language")
# What one answer may hold several of.
SEVERAL = frozenset(OF_WORDS) - {"sentiment"}
FIXED = ("survey", "version", "channel", "touchpoint", "language", "unit", "group", *OF_WORDS)


@dataclass(frozen=True)
class Names:
    """What can be named in an organisation, read once a request and only as far as needed."""

    @cached_property
    def attributes(self) -> dict[str, AttributeFacts]:
        return audiences.attributes()

    @cached_property
    def units(self) -> Mapping[int, UnitFacts]:
        return audiences.units()

    @cached_property
    def surveys(self) -> tuple[SurveyFacts, ...]:
        return surveys.surveys()

    @cached_property
    def levels(self) -> tuple[str, ...]:
        by_depth = sorted(self.units.values(), key=lambda unit: unit.depth)
        return tuple(dict.fromkeys(unit.level for unit in by_depth))

    @cached_property
    def themes(self) -> dict[str, str]:
        """Names of the themes that are looked for, in the reader's language."""
        language = (get_language() or "en").split("-")[0]
        return {key: theme.names.get(language) or theme.name for key, theme in self.theme_definitions.items()}

    @cached_property
    def theme_definitions(self) -> dict[str, Theme]:
        """Themes that are looked for, by key; where taxonomies share one, the default's comes first."""
        found = [theme for taxonomy in active_taxonomies() for theme in taxonomy.document.themes]
        return {theme.key: theme for theme in reversed(found)}

    def field(self, name: str, questions: tuple[QuestionFacts, ...] = ()) -> str:
        """Return the warehouse's field of a name, or say which names there are."""
        if name in FIXED or name.startswith("answer."):
            return name
        if name.removeprefix("time.") in Grain:
            return f"time.{name.removeprefix('time.')}"
        if name.removeprefix("attribute.") in self.attributes:
            return f"attribute.{name.removeprefix('attribute.')}"
        if name.removeprefix("unit.") in self.levels:
            return f"unit.{name.removeprefix('unit.')}"
        if found := self._question(name, questions):
            return f"answer.{found.uid}"
        raise InvalidInput(Problem(name, self._known(questions)))

    def _question(self, key: str, questions: tuple[QuestionFacts, ...]) -> QuestionFacts | None:
        surveys_asked = {question.survey_id for question in questions}
        for survey in self.surveys:
            if not surveys_asked or survey.id in surveys_asked:
                found = next((question for question in survey.questions if question.key == key), None)
                if found:
                    return found
        return None

    def _known(self, questions: tuple[QuestionFacts, ...]) -> str:
        asked = {question.survey_id for question in questions}
        keys = [
            question.key
            for survey in self.surveys
            if not asked or survey.id in asked
            for question in survey.questions
        ]
        names = [*FIXED, *(grain.value for grain in Grain), *self.levels, *self.attributes, *keys]
        shown = ", ".join(names[:60])
        return f"is not a field; known are {shown}" + (", …" if len(names) > 60 else "")

    def may_hold_several(self, field: str) -> bool:
        """Say whether an answer may stand in several groups of a field at once."""
        if not field.startswith("answer."):
            return field in SEVERAL
        question = self._asked(field.removeprefix("answer."))
        return question is not None and question.takes_several

    def label(self, field: str) -> str:
        """Return the words for a field."""
        kind, _dot, rest = field.partition(".")
        if kind == "attribute":
            facts = self.attributes[rest]
            return facts.label if facts.label != rest else rest.replace("_", " ").capitalize()
        if kind == "unit" and rest:
            return rest.replace("_", " ").capitalize()
        if kind == "answer":
            return self._answer_label(rest)
        return {
            "survey": _("Survey"),
            "version": _("Version"),
            "channel": _("Channel"),
            "touchpoint": _("Touchpoint"),
            "language": _("Language"),
            "unit": _("Unit"),
            "group": _("Group"),
            "theme": _("Theme"),
            "opinion": _("Opinion"),
            "sentiment": _("Sentiment"),
            "emotion": _("Emotion"),
            "comment_type": _("Type of comment"),
            "comment_language": _("Language of comment"),
            "time": rest.capitalize(),
        }.get(kind, field)

    def _answer_label(self, uid: str) -> str:
        question = self._asked(uid)
        return (question.text or question.key) if question else uid

    def _asked(self, uid: str) -> QuestionFacts | None:
        questions = (question for survey in self.surveys for question in survey.questions)
        return next((question for question in questions if question.uid == uid), None)

    def value_label(self, field: str, value: str | float | bool | None) -> str:
        """Return the words for one value of a field."""
        if value is None or value == "":
            return _("none of the themes") if field in {"theme", "opinion"} else _("not known")
        if field == "unit" or field.startswith("unit."):
            return self._unit_label(value)
        if field == "survey":
            return next((survey.name for survey in self.surveys if survey.uid == value), str(value))
        if field in OF_WORDS:
            return self._words_label(field, str(value))
        if field.startswith("answer.") and not isinstance(value, bool):
            return self._choice_label(field.removeprefix("answer."), value)
        return _plain(value)

    def _words_label(self, field: str, value: str) -> str:
        if field == "theme":
            return self.themes.get(value, value)
        if field == "opinion":
            return f"{self.themes.get(value[1:], value[1:])}: {_said(value[:1])}"
        return {"positive": _("positive"), "neutral": _("neutral"), "negative": _("negative")}.get(
            value, class_name(value)
        )

    def _unit_label(self, value: str | float) -> str:
        found = (unit for unit in self.units.values() if value in {unit.uid, unit.key, unit.id})
        return next((unit.name for unit in found), str(value))

    def _choice_label(self, uid: str, value: str | float) -> str:
        question = self._asked(uid)
        labels = {option.key: option.label for option in question.options} if question else {}
        return next(iter(labels.get(str(value), {}).values()), str(value))


def _plain(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _said(sign: str) -> str:
    return {"+": _("positive"), "0": _("neutral"), "-": _("negative")}.get(sign, _("not known"))


def parse_condition(text: str, names: Names, questions: tuple[QuestionFacts, ...] = ()) -> Condition:
    """Read ``country=DE``, ``country=DE,AT``, ``tenure>=12``, ``plan!=free``, ``country=`` (not known)."""
    for sign in ("!=", ">=", "<=", "="):
        name, found, values = text.partition(sign)
        if found:
            return _condition(names.field(name.strip(), questions), sign, values)
    raise InvalidInput(Problem("filter", f"{text!r} is not KEY=VALUE (or !=, >=, <=)"))


def _condition(field: str, sign: str, values: str) -> Condition:
    if not values:
        return Condition(field, Operator.KNOWN if sign == "!=" else Operator.UNKNOWN)
    return Condition(field, Operator(sign), tuple(value.strip() for value in values.split(",")))
