"""SurveyJS' survey JSON, in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from heedful.design.surveys.document_reader import Reader as DocumentReader
from heedful.design.surveys.exchange.conditions import (
    Both,
    Logic,
    NotExpressible,
    by_class,
    conditions_of,
    domains,
)
from heedful.design.surveys.exchange.foreign_text import key_from, plain
from heedful.design.surveys.exchange.report import Imported, Report
from heedful.design.surveys.exchange.surveyjs.expressions import UnreadableExpression, read_expression
from heedful.design.surveys.exchange.surveyjs.questions import READERS
from heedful.design.surveys.languages import default_language_text
from heedful.design.surveys.types import (
    Condition,
    Ending,
    QuestionDefinition,
    SurveyDefinition,
    Texts,
)

_NAMED = re.compile(r"\{([^{}]+)\}")
_IGNORED = {
    "requiredIf": "required only under a condition",
    "enableIf": "greyed out under a condition",
    "defaultValue": "a value that stands there beforehand",
    "defaultValueExpression": "a computed value",
    "choicesByUrl": "options from another address",
    "choicesFromQuestion": "options of another question",
    "choicesVisibleIf": "options that come and go",
    "correctAnswer": "a right answer",
    "imageLink": "a picture",
}


def read_surveyjs(content: object) -> Imported:
    """Read a survey; what could not be taken over stands in the notes."""
    return Reading(content if isinstance(content, dict) else {}).survey()


def is_surveyjs(content: object) -> bool:
    return isinstance(content, dict) and (
        "pages" in content or isinstance(content.get("elements"), list) or "completedHtml" in content
    )


class Reading:
    def __init__(self, survey: dict[str, Any]) -> None:
        self.json, self.report = survey, Report()
        self.default = str(survey.get("locale") or "en")[:12]
        self.languages: dict[str, None] = {}
        self.keys: dict[str, str] = {}
        self.questions: list[QuestionDefinition] = []
        self.logic: dict[str, list[str]] = {}  # expressions by key, those of panels and pages too

    def survey(self) -> Imported:
        pages = self.json.get("pages") or [
            {"elements": self.json.get("elements") or self.json.get("questions")}
        ]
        self._name_all(pages)
        for page in pages:
            self._panel(page, [])
        self.questions = [replace(one, show_if=self._shown(one)) for one in self.questions]
        endings = tuple(self._endings())
        self._tell_what_is_left()
        title = self.texts(self.json.get("title"))
        definition = SurveyDefinition(
            name=default_language_text(title, self.default, "")[:200] or "Imported survey",
            language=self.default,
            title=title,
            intro=self.texts(self.json.get("description")),
            questions=tuple(self.questions),
            endings=endings,
            languages=tuple(self.languages),
        )
        return Imported(definition, tuple(self.report.notes))

    def _name_all(self, elements: object) -> None:
        for element in elements if isinstance(elements, list) else []:
            if not isinstance(element, dict):
                continue
            self._name_all(element.get("elements") or element.get("questions"))
            name = str(element.get("name") or "")
            if name and "elements" not in element and element.get("type") not in {None, "panel"}:
                self.keys.setdefault(name, key_from(name, taken=self.keys.values()))

    def _panel(self, panel: object, conditions: list[str]) -> None:
        if not isinstance(panel, dict):
            return
        inner = [*conditions, *([str(panel["visibleIf"])] if panel.get("visibleIf") else [])]
        if panel.get("title") and panel.get("name"):
            self.report.say(
                str(panel["name"]), "the title of a page or panel", "questions stand by themselves"
            )
        for element in panel.get("elements") or panel.get("questions") or []:
            if isinstance(element, dict) and element.get("type") == "panel":
                self._panel(element, inner)
            elif isinstance(element, dict):
                self._element(element, inner)

    def _element(self, element: dict[str, Any], conditions: list[str]) -> None:
        name, kind = str(element.get("name") or ""), str(element.get("type") or "text")
        key = self.keys.get(name) or key_from(name, kind, taken=self.keys.values())
        self.keys.setdefault(name or key, key)
        read = READERS.get(kind)
        if read is None:
            self.report.say(name, f"a question of the type {kind}", "there is no such kind here")
            return
        for setting, what in _IGNORED.items():
            if element.get(setting):
                self.report.say(name, what, "there is nothing like it here")
        if element.get("visible") is False:
            self.report.say(name, "a hidden question", "send such values as attributes")
            return
        if element.get("visibleIf"):
            conditions = [*conditions, str(element["visibleIf"])]
        base = QuestionDefinition(
            key,
            "short_text",
            self.texts(element.get("title"), name) or {self.default: name or key},
            required=bool(element.get("isRequired")),
            help=self.texts(element.get("description"), name),
        )
        for question in read(self, element, base):
            found = self._as_ours(element, question)
            self.questions.append(found)
            self.logic[found.key] = conditions

    def _as_ours(self, element: dict[str, Any], question: QuestionDefinition) -> QuestionDefinition:
        """Take kind and what belongs to it as we wrote them ourselves, where we did."""
        ours = element.get("heedful")
        if not isinstance(ours, dict) or not isinstance(ours.get("kind"), str):
            return question
        reader = DocumentReader(self.default)
        scale = reader.scale(ours.get("scale"), "scale")
        settings = reader.settings(ours.get("settings"), "settings")
        if reader.problems:
            return question
        labels = question.scale.labels if question.scale else {}
        return replace(
            question,
            kind=ours["kind"],
            scale=replace(scale, labels=scale.labels or labels) if scale else None,
            settings=settings,
            known_as=str(ours.get("known_as") or ""),
        )

    def texts(self, value: object, question: str = "") -> Texts:
        given = value if isinstance(value, dict) else {"default": value}
        found: Texts = {}
        for code, text in given.items():
            words = self._with_gaps(plain(text, question=question, report=self.report), question)
            if not words:
                continue
            language = self.default if code == "default" else str(code)
            found[language] = words
            if language != self.default:
                self.languages[language] = None
        return found

    def _with_gaps(self, text: str, question: str) -> str:
        def gap(match: re.Match[str]) -> str:
            key = self.keys.get(match[1].split(":")[0].strip())
            if key is not None:
                return f"{{answer.{key}}}"
            self.report.say(
                question, f"the value {match[0]} in a text", "it is looked up among the attributes"
            )
            return f"{{attribute.{match[1].replace('|', ' ')}}}"

        return _NAMED.sub(gap, text)

    def _field(self, name: str) -> str:
        if name in self.keys:
            return f"answer.{self.keys[name]}"
        base, _dot, row = name.partition(".")
        if row and base in self.keys:
            return f"answer.{self.keys[base]}.{row}"
        return name if name in {"language", "channel"} else f"attribute.{name}"

    def _shown(self, question: QuestionDefinition) -> tuple[Condition, ...]:
        return (*question.show_if, *self._conditions(question.key, self.logic.get(question.key, [])))

    def _conditions(self, place: str, expressions: Iterable[str]) -> tuple[Condition, ...]:
        parts: list[Logic] = []
        known = domains(self.questions)
        by_key = {question.key: question for question in self.questions}
        for expression in expressions:
            try:
                logic = read_expression(expression, self._field)
                conditions_of(logic, known)
            except (UnreadableExpression, NotExpressible) as error:
                self.report.say(place, f"shown if {expression}", f"ours cannot say it: {error}")
            else:
                parts.append(logic)
        if not parts:
            return ()
        try:
            found = conditions_of(Both(tuple(parts)), known)
        except NotExpressible as error:
            self.report.say(place, "shown under several conditions", str(error))
            return ()
        return tuple(by_class(one, by_key) for one in found)

    def _endings(self) -> Iterable[Ending]:
        taken: list[str] = []
        for item in self.json.get("completedHtmlOnCondition") or []:
            if not isinstance(item, dict) or not (words := self.texts(item.get("html"))):
                continue
            taken.append(key_from(str(item.get("heedful") or ""), "ending", taken=taken))
            conditions = self._conditions(taken[-1], [str(item.get("expression") or "")])
            if conditions:
                yield _ending(taken[-1], words, conditions)
        if words := self.texts(self.json.get("completedHtml")):
            yield _ending(key_from("thanks", taken=taken), words, ())
        if self.json.get("navigateToUrl"):
            self.report.say("", f"going to {self.json['navigateToUrl']} at the end", "an ending has a button")

    def _tell_what_is_left(self) -> None:
        for name, what in (
            ("triggers", "triggers"),
            ("calculatedValues", "computed values"),
            ("logo", "the logo"),
            ("quizMode", "a quiz"),
            ("timeLimit", "a time limit"),
            ("maxTimeToFinish", "a time limit"),
        ):
            if self.json.get(name):
                self.report.say("", what, "there is nothing like it here, or it is to be set anew")


def _ending(key: str, words: Texts, conditions: tuple[Condition, ...]) -> Ending:
    parts = {code: text.partition("\n") for code, text in words.items()}
    return Ending(
        key,
        {code: part[0] for code, part in parts.items()},
        detail={code: part[2] for code, part in parts.items() if part[2]},
        show_if=conditions,
    )
