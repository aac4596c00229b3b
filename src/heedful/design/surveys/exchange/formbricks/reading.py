"""Formbricks' survey JSON, in: of its API, of an export, with blocks or with plain questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from heedful.design.surveys.exchange.foreign_text import (
    key_from,
    plain,
    without_gaps,
)
from heedful.design.surveys.exchange.formbricks.logic import jumps_of
from heedful.design.surveys.exchange.formbricks.questions import READERS
from heedful.design.surveys.exchange.report import Imported, Report
from heedful.design.surveys.languages import default_language_text
from heedful.design.surveys.types import (
    Ending,
    Look,
    QuestionDefinition,
    SurveyDefinition,
    Texts,
)

_RECALL = re.compile(r"#recall:([\w-]+)/fallback:([^#]*)#")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


def read_formbricks(content: object) -> Imported:
    """Read a survey; what could not be taken over stands in the notes."""
    return Reading(_unwrapped(content)).survey()


def is_formbricks(content: object) -> bool:
    survey = _unwrapped(content)
    listed = survey.get("questions") or survey.get("blocks")
    if not isinstance(listed, list) or not listed or not isinstance(listed[0], dict):
        return False
    return "elements" in listed[0] or {"headline", "type"} <= set(listed[0])


def _unwrapped(content: object) -> dict[str, Any]:
    found = content
    for _ in range(3):
        if isinstance(found, list) and len(found) == 1:
            found = found[0]
        if (
            isinstance(found, dict)
            and isinstance(found.get("data"), dict | list)
            and "questions" not in found
        ):
            found = found["data"]
    return found if isinstance(found, dict) else {}


class Reading:
    def __init__(self, survey: dict[str, Any]) -> None:
        self.survey_ = survey
        self.report = Report()
        self.default, self.languages = self._languages()
        self.elements = list(self._elements())
        self.keys: dict[str, str] = {}  # of our questions, by their ids
        self.options: dict[str, dict[str, str]] = {}  # our option keys by their choice ids
        self.questions: list[QuestionDefinition] = []

    def survey(self) -> Imported:
        for element in self.elements:
            self.keys[str(element.get("id"))] = key_from(
                str(element.get("id") or ""),
                self._first(element.get("headline")),
                taken=self.keys.values(),
            )
        for element in self.elements:
            self.questions += self._questions(element)
        endings = self._endings()
        questions, endings = jumps_of(
            self.survey_, self.questions, endings, self.keys, self.options, self.report
        )
        self._tell_what_is_left()
        card = self.survey_.get("welcomeCard") or {}
        is_welcome = bool(card.get("enabled"))
        definition = SurveyDefinition(
            name=plain(self.survey_.get("name")) or "Imported survey",
            language=self.default,
            languages=self.languages,
            title=self.texts(card.get("headline")) if is_welcome else {},
            intro=self.texts(card.get("html") or card.get("subheader")) if is_welcome else {},
            questions=tuple(questions),
            endings=tuple(endings),
            look=self._look(),
        )
        return Imported(definition, tuple(self.report.notes))

    def _languages(self) -> tuple[str, tuple[str, ...]]:
        default, others = "en", []
        for one in self.survey_.get("languages") or []:
            code = str((one.get("language") or {}).get("code") or "")
            if one.get("default"):
                default = code or default
            elif one.get("enabled", True) and code:
                others.append(code)
        return default, tuple(dict.fromkeys(code for code in others if code != default))

    def _elements(self) -> Iterator[dict[str, Any]]:
        for block in self.survey_.get("blocks") or []:
            yield from (element for element in block.get("elements") or [] if isinstance(element, dict))
        if not self.survey_.get("blocks"):
            yield from (one for one in self.survey_.get("questions") or [] if isinstance(one, dict))

    def texts(self, value: object, question: str = "") -> Texts:
        given = value if isinstance(value, dict) else {"default": value}
        found: Texts = {}
        for code, text in given.items():
            words = self._with_gaps(plain(text, question=question, report=self.report))
            if words:
                found[self.default if code == "default" else str(code)] = words
        return found

    def _first(self, value: object) -> str:
        return default_language_text(self.texts(value), self.default, self.default)

    def _with_gaps(self, text: str) -> str:
        parts, end = [], 0
        for recall in _RECALL.finditer(text):
            named = self.keys.get(recall[1])
            fallback = without_gaps(recall[2]).replace("|", "/")
            gap = f"answer.{named}" if named else f"attribute.{recall[1]}"
            parts += [without_gaps(text[end : recall.start()]), f"{{{gap}|{fallback}}}"]
            end = recall.end()
        return "".join([*parts, without_gaps(text[end:])])

    def _questions(self, element: dict[str, Any]) -> Iterable[QuestionDefinition]:
        kind = str(element.get("type"))
        read = READERS.get(kind)
        key = self.keys[str(element.get("id"))]
        if read is None:
            self.report.say(key, f"a question of the type {kind}", "there is no such kind here")
            return
        text = self.texts(element.get("headline"), key)
        if not text:
            self.report.say(key, "a question without words", "a question needs a text")
            return
        for name in ("imageUrl", "videoUrl"):
            if element.get(name):
                self.report.say(key, "its picture or video", "upload it here again")
        yield from read(
            self,
            element,
            QuestionDefinition(
                key,
                "statement",
                text,
                required=bool(element.get("required")),
                help=self.texts(element.get("subheader") or element.get("html"), key),
            ),
        )

    def _endings(self) -> list[Ending]:
        found: list[Ending] = []
        given = list(self.survey_.get("endings") or [])
        old = self.survey_.get("thankYouCard") or {}
        if old.get("enabled"):
            given.append({"id": "thanks", "type": "endScreen", **old})
        for one in given:
            key = key_from(str(one.get("id") or ""), "ending", taken=[ending.key for ending in found])
            self.keys[str(one.get("id"))] = key
            if one.get("type") == "redirectToUrl":
                self.report.say(key, f"going to {one.get('url')} by itself", "an ending has a button instead")
                label = {self.default: plain(one.get("label")) or "OK"}
                found.append(Ending(key, label, button=label, url=_url(one.get("url"))))
                continue
            found.append(
                Ending(
                    key,
                    self.texts(one.get("headline"), key) or {self.default: "Thank you."},
                    detail=self.texts(one.get("subheader"), key),
                    button=self.texts(one.get("buttonLabel"), key),
                    url=_url(one.get("buttonLink")),
                )
            )
        return found

    def _look(self) -> Look:
        styling = self.survey_.get("styling") or {}
        accent = str((styling.get("brandColor") or {}).get("light") or "")
        return Look(accent=accent if _COLOUR.fullmatch(accent) else "")

    def _tell_what_is_left(self) -> None:
        survey = self.survey_
        if (survey.get("hiddenFields") or {}).get("fieldIds"):
            self.report.say("", "hidden fields", "send them as attributes of the response")
        if survey.get("variables"):
            self.report.say("", "variables and calculations", "there are none here")
        if survey.get("triggers") or survey.get("segment"):
            self.report.say(
                "", "triggers and segments", "who is asked is decided in plans, not in the survey"
            )


def _url(value: object) -> str:
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else ""
