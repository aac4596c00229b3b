"""Qualtrics' survey files, in: questions in the order of the flow, with the logic around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from heedful.design.surveys.exchange.conditions import (
    Both,
    Jumps,
    Logic,
    NotExpressible,
    by_class,
    conditions_of,
    domains,
)
from heedful.design.surveys.exchange.foreign_text import key_from, plain, without_gaps
from heedful.design.surveys.exchange.qualtrics.logic import Asked, read_expression, read_logic
from heedful.design.surveys.exchange.qualtrics.questions import READERS
from heedful.design.surveys.exchange.report import Imported, Report
from heedful.design.surveys.types import QuestionDefinition, SurveyDefinition, Texts

_PIPED = re.compile(r"\$\{([^{}]*)\}")
_QUESTION = re.compile(r"q://(QID\d+)/")
_CODES = {"zh-s": "zh-hans", "zh-t": "zh-hant", "es-es": "es-es", "en_gb": "en-gb"}
_DEEPEST = 40


def read_qualtrics(content: object) -> Imported:
    """Read a survey; what could not be taken over stands in the notes."""
    return _Reading(content if isinstance(content, dict) else {}).survey()


def is_qualtrics(content: object) -> bool:
    return isinstance(content, dict) and {"SurveyEntry", "SurveyElements"} <= set(content)


def language_of(code: object) -> str:
    lower = str(code or "EN").lower().replace("_", "-")
    return _CODES.get(lower, lower)


class _Reading:
    def __init__(self, content: dict[str, Any]) -> None:
        self.report = Report()
        self.entry: Mapping[str, Any] = content.get("SurveyEntry") or {}
        self.elements = [one for one in content.get("SurveyElements") or [] if isinstance(one, dict)]
        self.default = language_of(self.entry.get("SurveyLanguage"))
        self.payloads = {
            str(one.get("PrimaryAttribute")): one["Payload"]
            for one in self.elements
            if one.get("Element") == "SQ" and isinstance(one.get("Payload"), dict)
        }
        self.blocks = self._blocks()
        self.keys: dict[str, str] = {}
        self.values: dict[str, dict[str, str]] = {}
        self.languages: dict[str, None] = {}
        self.questions: list[QuestionDefinition] = []
        self.branches: dict[str, tuple[Mapping[str, Any], ...]] = {}  # logic around a question, by its id

    def survey(self) -> Imported:
        for id_, around in self._in_order():
            self.branches[id_] = around
        for id_ in self.branches:
            tag = str(self.payloads[id_].get("DataExportTag") or id_)
            self.keys[id_] = key_from(tag, id_, taken=self.keys.values())
        sources: dict[str, str] = {}
        for id_ in self.branches:
            for question in self._question(id_):
                self.questions.append(question)
                sources[question.key] = id_
        known = {id_: Asked(key, self.values.get(id_, {})) for id_, key in self.keys.items()}
        self._show(known, sources)
        self._skip(known)
        self._tell_what_is_left()
        definition = SurveyDefinition(
            name=plain(self.entry.get("SurveyName"))[:200] or "Imported survey",
            language=self.default,
            languages=tuple(self.languages),
            questions=tuple(self.questions),
        )
        return Imported(definition, tuple(self.report.notes))

    def _blocks(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for element in self.elements:
            payload = element.get("Payload")
            if element.get("Element") == "BL" and isinstance(payload, list | dict):
                listed = payload if isinstance(payload, list) else payload.values()
                found |= {str(block.get("ID")): block for block in listed if isinstance(block, dict)}
        return {id_: block for id_, block in found.items() if block.get("Type") != "Trash"}

    def _in_order(self) -> Iterator[tuple[str, tuple[Mapping[str, Any], ...]]]:
        flow = next((one.get("Payload") for one in self.elements if one.get("Element") == "FL"), None)
        seen: set[str] = set()
        walked = self._flow(flow.get("Flow") or [], (), 0) if isinstance(flow, dict) else iter(())
        listed = list(walked) or [(id_, ()) for block in self.blocks.values() for id_ in _asked_in(block)]
        for id_, around in listed:
            if id_ in self.payloads and id_ not in seen:
                seen.add(id_)
                yield id_, around

    def _flow(
        self, flow: object, around: tuple[Mapping[str, Any], ...], depth: int
    ) -> Iterator[tuple[str, tuple[Mapping[str, Any], ...]]]:
        for step in flow if isinstance(flow, list) and depth < _DEEPEST else []:
            kind = str(step.get("Type"))
            inner = around
            if kind in {"Block", "Standard"}:
                block = self.blocks.get(str(step.get("ID")), {})
                if (block.get("Options") or {}).get("Looping"):
                    self.report.say(
                        "", f"the loop over “{block.get('Description')}”", "it is asked once here"
                    )
                yield from ((id_, around) for id_ in _asked_in(block))
            elif kind == "Branch":
                inner = (*around, step.get("BranchLogic") or {})
            elif kind != "Group":
                self._tell_of_step(kind)
            yield from self._flow(step.get("Flow") or [], inner, depth + 1)

    def _tell_of_step(self, kind: str) -> None:
        why = {
            "EmbeddedData": "send such values as attributes",
            "EndSurvey": "where a branch ended the survey, questions after it are asked",
            "BlockRandomizer": "blocks stand in their order",
        }
        self.report.say("", f"the step {kind} of the flow", why.get(kind, "there is nothing like it here"))

    def _question(self, id_: str) -> Iterator[QuestionDefinition]:
        payload, key = self.payloads[id_], self.keys[id_]
        payload.setdefault("QuestionID", id_)
        kind = str(payload.get("QuestionType"))
        read = READERS.get(kind)
        if read is None:
            self.report.say(key, f"a question of the type {kind}", "there is no such kind here")
            return
        for name, what in (("QuestionJS", "its JavaScript"), ("DynamicChoices", "options carried forward")):
            if payload.get(name):
                self.report.say(key, what, "there is nothing like it here")
        text = self.translated(payload, "QuestionText")
        checks = (payload.get("Validation") or {}).get("Settings") or {}
        if checks.get("CustomValidation"):
            self.report.say(key, "its own validation", "kinds check their answers here")
        base = QuestionDefinition(
            key, "statement", text or {self.default: key}, required=checks.get("ForceResponse") == "ON"
        )
        yield from read(self, payload, base)

    def texts(self, value: object, question: str = "") -> Texts:
        words = self._with_gaps(plain(value, question=question, report=self.report), question)
        return {self.default: words} if words else {}

    def translated(self, payload: dict[str, Any], *path: str) -> Texts:
        """Return a text of a question in all its languages, by its place in the payload."""
        key = self.keys.get(str(payload.get("QuestionID")), "")
        texts = self.texts(_at(payload, path), key)
        others = payload.get("Language")
        for code, content in others.items() if isinstance(others, dict) else ():
            language = language_of(code)
            words = self._with_gaps(plain(_at(content, path)), key)
            if words and language != self.default:
                texts[language] = words
                self.languages[language] = None
        return texts

    def _with_gaps(self, text: str, question: str) -> str:
        parts, end = [], 0
        for piped in _PIPED.finditer(text):
            parts += [without_gaps(text[end : piped.start()]), self._gap(piped[1], question)]
            end = piped.end()
        return "".join([*parts, without_gaps(text[end:])])

    def _gap(self, said: str, question: str) -> str:
        asked = _QUESTION.match(said)
        if asked and asked[1] in self.keys:
            return f"{{answer.{self.keys[asked[1]]}}}"
        if said.startswith("e://Field/"):
            return f"{{attribute.{said.removeprefix('e://Field/')}}}"
        if said in {"m://FirstName", "m://Name"}:
            return "{contact.name}"
        self.report.say(question, f"the value {said} in a text", "there is nothing like it here")
        return ""

    def _show(self, known: Mapping[str, Asked], sources: Mapping[str, str]) -> None:
        values = domains(self.questions)
        by_key = {question.key: question for question in self.questions}
        shown = []
        for question in self.questions:
            payload = self.payloads[sources[question.key]]
            wanted = [*self.branches[sources[question.key]]]
            wanted += [payload[name] for name in ("DisplayLogic", "InPageDisplayLogic") if payload.get(name)]
            logics = list(self._read_all(question.key, wanted, known, values))
            found = conditions_of(Both(tuple(logics)), values) if logics else ()
            conditions = tuple(by_class(one, by_key) for one in found)
            shown.append(replace(question, show_if=(*question.show_if, *conditions)))
        self.questions = shown

    def _read_all(
        self,
        key: str,
        wanted: list[Mapping[str, Any]],
        known: Mapping[str, Asked],
        values: dict[str, tuple[str, ...]],
    ) -> Iterator[Logic]:
        kept: list[Logic] = []
        for logic in wanted:
            try:
                read = read_logic(logic, known)
                conditions_of(Both((*kept, read)), values)
            except NotExpressible as error:
                self.report.say(key, "when it is shown", f"ours cannot say it: {error}")
            else:
                kept.append(read)
                yield read

    def _skip(self, known: Mapping[str, Asked]) -> None:
        values = domains(self.questions)
        order = [question.key for question in self.questions]
        by_key = {question.key: question for question in self.questions}
        jumps = Jumps(order, values, {one.key: one.show_if for one in self.questions if one.show_if})
        for block in self.blocks.values():
            inside = [self.keys[id_] for id_ in _asked_in(block) if id_ in self.keys]
            for element in block.get("BlockElements") or []:
                for rule in element.get("SkipLogic") or []:
                    self._jump(jumps, rule, known, inside)
        self.questions = [
            replace(one, show_if=tuple(by_class(c, by_key) for c in jumps.shown.get(one.key, ())))
            for one in self.questions
        ]

    def _jump(
        self, jumps: Jumps, rule: Mapping[str, Any], known: Mapping[str, Asked], inside: list[str]
    ) -> None:
        key = self.keys.get(str(rule.get("QuestionID")), "")
        destination = str(rule.get("SkipToDestination"))
        target = self.keys.get(destination)
        if destination == "ENDOFBLOCK" and inside:
            after = jumps.order.index(inside[-1]) + 1 if inside[-1] in jumps.order else len(jumps.order)
            target = jumps.order[after] if after < len(jumps.order) else None
        if key not in jumps.order or (target is not None and target not in jumps.order):
            self.report.say(key, f"skipping to {destination}", "one of the two questions was not taken over")
            return
        try:
            jumps.leave(key, read_expression({"LogicType": None, **rule}, known), target)
        except NotExpressible as error:
            self.report.say(key, f"skipping to {destination}", f"ours cannot say it: {error}")

    def _tell_what_is_left(self) -> None:
        options = (
            next((one.get("Payload") for one in self.elements if one.get("Element") == "SO"), None) or {}
        )
        for name in ("Header", "Footer"):
            if plain(options.get(name)):
                self.report.say("", f"the {name.lower()}", "there is a title, an intro and a logo instead")
        if options.get("EOSMessage") or options.get("SurveyTermination") not in {None, "DefaultMessage"}:
            self.report.say("", "the message at the end", "it is not in the file; write an ending")
        if any(one.get("Element") == "QO" for one in self.elements):
            self.report.say("", "quotas", "they are set in plans, not in the survey")


def _asked_in(block: Mapping[str, Any]) -> list[str]:
    elements = block.get("BlockElements") or []
    listed = elements if isinstance(elements, list) else elements.values()
    return [str(one.get("QuestionID")) for one in listed if one.get("Type") == "Question"]


def _at(content: object, path: tuple[str, ...]) -> object:
    for name in path:
        content = content.get(name) if isinstance(content, dict) else None
    return content
