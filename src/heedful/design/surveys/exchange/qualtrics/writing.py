"""Qualtrics' survey files, out: one block, its questions with their logic and translations."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Mapping
from typing import Any

from heedful.design.surveys.exchange.conditions import NotExpressible
from heedful.design.surveys.exchange.qualtrics.logic import written
from heedful.design.surveys.exchange.report import Report, Written
from heedful.design.surveys.flow import GAP
from heedful.design.surveys.languages import default_language_text, offered
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition, Texts

_SELECTORS = {
    "single_choice": ("MC", "SAVR", "TX"),
    "multiple_choice": ("MC", "MAVR", "TX"),
    "consent": ("MC", "SAVR", "TX"),
    "ranking": ("RO", "DND", "TX"),
    "matrix": ("Matrix", "Likert", "SingleAnswer"),
    "short_text": ("TE", "SL", ""),
    "long_text": ("TE", "ML", ""),
    "number": ("TE", "SL", ""),
    "date": ("TE", "SL", ""),
    "contact": ("TE", "FORM", ""),
    "statement": ("DB", "TB", ""),
    "file": ("FileUpload", "FileUpload", ""),
    "nps": ("MC", "NPS", ""),
}
_CHECKS = {"number": "ValidNumber", "date": "ValidDate"}
_DETAILS = ("name", "email", "phone", "company")
_MANY = 99  # of a question's words where only its beginning is wanted


def write_qualtrics(definition: SurveyDefinition) -> Written:
    """Write a survey; what the format cannot say stands in the notes."""
    return _Writing(definition).written()


class _Writing:
    def __init__(self, definition: SurveyDefinition) -> None:
        self._definition, self._report = definition, Report()
        self._language = definition.language
        self._others = [code for code in offered(definition) if code != definition.language]
        self._by_key: Mapping[str, QuestionDefinition] = {one.key: one for one in definition.questions}
        self._ids = {one.key: f"QID{number}" for number, one in enumerate(definition.questions, 1)}

    def written(self) -> Written:
        elements = [self._block(), self._flow(), self._project(), self._count(), self._options()]
        elements += [self._question(question) for question in self._definition.questions]
        self._tell_what_is_left()
        content = {"SurveyEntry": self._entry(), "SurveyElements": elements}
        return Written(json.dumps(content, ensure_ascii=False, indent=2) + "\n", tuple(self._report.notes))

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{hashlib.sha256(self._definition.name.encode()).hexdigest()[:15]}"

    def _entry(self) -> dict[str, Any]:
        return {
            "SurveyID": self._id("SV"),
            "SurveyName": self._definition.name,
            "SurveyDescription": None,
            "SurveyLanguage": self._language.upper(),
            "SurveyStatus": "Inactive",
            "Deleted": None,
        }

    def _element(self, kind: str, primary: str, payload: Any, secondary: str | None = None) -> dict[str, Any]:
        return {
            "SurveyID": self._id("SV"),
            "Element": kind,
            "PrimaryAttribute": primary,
            "SecondaryAttribute": secondary,
            "TertiaryAttribute": None,
            "Payload": payload,
        }

    def _block(self) -> dict[str, Any]:
        asked = [{"Type": "Question", "QuestionID": id_} for id_ in self._ids.values()]
        block = {
            "Type": "Default",
            "Description": "Default Question Block",
            "ID": self._id("BL"),
            "BlockElements": asked,
        }
        trash = {"Type": "Trash", "Description": "Trash / Unused Questions", "ID": self._id("BL")[:-1] + "z"}
        return self._element("BL", "Survey Blocks", [block, trash])

    def _flow(self) -> dict[str, Any]:
        steps = [{"ID": self._id("BL"), "Type": "Block", "FlowID": "FL_2", "Autofill": []}]
        root = {"Flow": steps, "Properties": {"Count": 2}, "FlowID": "FL_1", "Type": "Root"}
        return self._element("FL", "Survey Flow", root)

    def _project(self) -> dict[str, Any]:
        return self._element("PROJ", "CORE", {"ProjectCategory": "CORE", "SchemaVersion": "1.1.0"})

    def _count(self) -> dict[str, Any]:
        return self._element("QC", "Survey Question Count", None, str(len(self._ids)))

    def _options(self) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "BackButton": "true",
            "SaveAndContinue": "true",
            "SurveyProtection": "PublicSurvey",
            "SurveyTermination": "DefaultMessage",
            "SurveyTitle": self._words(self._definition.title) or self._definition.name,
        }
        if self._others:
            payload["AvailableLanguages"] = {code.upper(): [] for code in (self._language, *self._others)}
        return self._element("SO", "Survey Options", payload)

    def _question(self, question: QuestionDefinition) -> dict[str, Any]:
        words = self._words(question.text)
        kind, selector, inner = _SELECTORS.get(question.kind, ("MC", "SAHR", "TX"))
        payload: dict[str, Any] = {
            "QuestionText": self._html(question.text),
            "DataExportTag": question.key,
            "QuestionType": kind,
            "Selector": selector,
            "Configuration": {"QuestionDescriptionOption": "UseText"},
            "QuestionDescription": words[:_MANY],
            "Validation": {"Settings": self._checks(question)},
            "QuestionID": self._ids[question.key],
        }
        if inner:
            payload["SubSelector"] = inner
        payload |= self._choices(question)
        payload["Language"] = self._translations(question) or []
        if logic := self._logic(question):
            payload["DisplayLogic"] = logic
        self._tell_of(question)
        return self._element("SQ", self._ids[question.key], payload, words[:_MANY])

    def _checks(self, question: QuestionDefinition) -> dict[str, str]:
        checks = {"ForceResponse": "ON" if question.required else "OFF", "Type": "None"}
        if question.kind in _CHECKS:
            checks |= {"Type": "ContentType", "ContentType": _CHECKS[question.kind]}
        return checks

    def _choices(self, question: QuestionDefinition) -> dict[str, Any]:
        content = self._listed(question, self._words)
        if "Choices" in content:
            content["ChoiceOrder"] = list(content["Choices"])
        if "Answers" in content:
            content["AnswerOrder"] = list(content["Answers"])
            content["RecodeValues"] = dict(
                zip(content["Answers"], map(str, self._steps(question)), strict=True)
            )
        elif question.options:
            names = {str(place): option.key for place, option in enumerate(question.options, 1)}
            content |= {"RecodeValues": {id_: id_ for id_ in names}, "VariableNaming": names}
        if question.kind == "nps" and question.scale:
            labels = [self._words(question.scale.labels.get(step, {})) for step in (0, 10)]
            content["ColumnLabels"] = [{"Display": label} for label in labels]
        if question.settings.get("shuffle"):
            content["Randomization"] = {"Type": "All", "Advanced": None, "TotalRandSubset": ""}
        return content

    def _listed(self, question: QuestionDefinition, say: Callable[[Texts], str]) -> dict[str, Any]:
        """Return choices and answers in the words that ``say`` chooses."""
        options = {
            str(place): self._choice(say(option.label), alone=option.is_exclusive)
            for place, option in enumerate(question.options, 1)
        }
        scale = question.scale
        if scale is None or question.kind == "number":
            if question.kind == "contact":
                fields = question.settings.get("fields", _DETAILS)
                return {"Choices": {str(n): {"Display": name} for n, name in enumerate(fields, 1)}}
            return {"Choices": options} if options else {}
        start = 0 if question.kind == "nps" else 1
        steps = {
            str(place): {"Display": say(scale.labels.get(step, {})) or str(step)}
            for place, step in enumerate(self._steps(question), start)
        }
        if question.kind == "nps":
            return {"Choices": {id_: {"Display": id_} for id_ in steps}}
        return {"Choices": options, "Answers": steps} if question.kind == "matrix" else {"Choices": steps}

    def _steps(self, question: QuestionDefinition) -> range:
        assert question.scale is not None, "only scales have steps"
        return range(question.scale.low, question.scale.high + 1)

    def _choice(self, words: str, *, alone: bool) -> dict[str, Any]:
        return {"Display": words, "ExclusiveAnswer": True} if alone else {"Display": words}

    def _translations(self, question: QuestionDefinition) -> dict[str, Any]:
        found = {}
        for code in self._others:
            if not question.text.get(code):
                continue
            listed = self._listed(question, lambda texts, code=code: texts.get(code, ""))  # type: ignore[misc] # mypy cannot infer a default's type
            for name in ("Choices", "Answers"):
                if name in listed:
                    listed[name] = {id_: one for id_, one in listed[name].items() if one["Display"]}
            found[code.upper()] = {"QuestionText": self._piped(html.escape(question.text[code])), **listed}
        return found

    def _logic(self, question: QuestionDefinition) -> dict[str, Any]:
        if not question.show_if:
            return {}
        try:
            return written(question.show_if, self._ids, self._by_key, self._choice_id)
        except NotExpressible as error:
            self._report.say(question.key, "when it is shown", f"Qualtrics cannot say it: {error}")
            return {}

    def _choice_id(self, key: str, value: str) -> str | None:
        question = self._by_key[key]
        keys = [option.key for option in question.options]
        if value in keys and question.kind != "matrix":
            return str(keys.index(value) + 1)
        if question.scale is None or question.kind in {"number", "matrix"}:
            return None
        steps = [str(step) for step in self._steps(question)]
        start = 0 if question.kind == "nps" else 1
        return str(steps.index(value) + start) if value in steps else None

    def _words(self, texts: Texts) -> str:
        return self._piped(default_language_text(texts, self._language, self._language))

    def _html(self, texts: Texts) -> str:
        return self._piped(html.escape(default_language_text(texts, self._language, self._language)))

    def _piped(self, text: str) -> str:
        return GAP.sub(self._gap, text)

    def _gap(self, gap: Any) -> str:
        kind, _dot, key = gap[1].partition(".")
        if gap[2]:
            self._report.say("", f"the words “{gap[2]}” where {gap[1]} is not known", "Qualtrics has none")
        if kind == "answer" and key in self._ids:
            chosen = "ChoiceGroup/SelectedChoices" if self._by_key[key].options else "ChoiceTextEntryValue"
            return f"${{q://{self._ids[key]}/{chosen}}}"
        return "${m://FirstName}" if gap[1] == "contact.name" else f"${{e://Field/{key or kind}}}"

    def _tell_of(self, question: QuestionDefinition) -> None:
        if question.kind not in _SELECTORS:
            self._report.say(question.key, f"the kind {question.kind}", "it is one choice of its steps there")
        if question.kind in {"audio", "video"}:
            self._report.say(question.key, f"the kind {question.kind}", "it is a file there")
        for name, what in (
            (question.help, "the line beneath it"),
            (question.known_as, "that it is not asked where its answer is known"),
            (question.picture, "its picture"),
        ):
            if name:
                self._report.say(question.key, what, "Qualtrics keeps such things elsewhere")

    def _tell_what_is_left(self) -> None:
        definition = self._definition
        if definition.endings:
            self._report.say("", "the endings", "Qualtrics keeps messages in a library")
        if definition.intro:
            self._report.say("", "the intro", "put it in as a description")
        if definition.look.accent or definition.look.logo:
            self._report.say("", "the look", "Qualtrics has its own")
