"""Walks plain data as a survey, noting what is wrong instead of stopping at the first fault."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from heedful.design.surveys.kind import whole_number
from heedful.design.surveys.types import (
    Comparison,
    Condition,
    Direction,
    Ending,
    Layout,
    Look,
    Option,
    Picture,
    QuestionDefinition,
    Scale,
    SurveyDefinition,
    Texts,
    Theme,
)
from heedful.platform.core.errors import Problem

_SURVEY = frozenset(
    {"name", "language", "languages", "title", "intro", "questions", "endings", "look", "topic"}
)
_QUESTION = frozenset(
    {"key", "kind", "text", "help", "required", "scale", "options", "show_if", "known_as"}
    | {"picture", "settings"}
)  # fmt: skip
_SCALE = frozenset({"low", "high", "direction", "top_box", "labels"})
_OPTION = frozenset({"key", "label", "is_exclusive"})
_CONDITION = frozenset({"field", "comparison", "values"})
_ENDING = frozenset({"key", "text", "detail", "button", "url", "show_if"})
_PICTURE = frozenset({"uid", "alternative"})
_LOOK = frozenset({"accent", "logo", "theme", "layout"})
_DEEPEST = 6


@dataclass
class Reader:
    language: str = "en"  # of texts that are given without one
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason))

    def survey(self, value: object) -> SurveyDefinition:
        found = self.mapping(value, "", _SURVEY)
        self.language = self.text(found.get("language"), "language", default="en")[:12] or "en"
        return SurveyDefinition(
            name=self.text(found.get("name"), "name"),
            language=self.language,
            languages=self.sequence(found.get("languages"), "languages", self.text),
            title=self.texts(found.get("title"), "title"),
            intro=self.texts(found.get("intro"), "intro"),
            questions=self.sequence(found.get("questions"), "questions", self.question),
            endings=self.sequence(found.get("endings"), "endings", self.ending),
            look=self.look(found.get("look"), "look"),
            topic=self.text(found.get("topic"), "topic"),
        )

    def question(self, value: object, place: str) -> QuestionDefinition:
        found = self.mapping(value, place, _QUESTION)
        return QuestionDefinition(
            key=self.text(found.get("key"), f"{place}.key"),
            kind=self.text(found.get("kind"), f"{place}.kind"),
            text=self.texts(found.get("text"), f"{place}.text"),
            required=self.yes_or_no(found.get("required", False), f"{place}.required"),
            scale=self.scale(found.get("scale"), f"{place}.scale"),
            options=self.sequence(found.get("options"), f"{place}.options", self.option),
            help=self.texts(found.get("help"), f"{place}.help"),
            show_if=self.sequence(found.get("show_if"), f"{place}.show_if", self.condition),
            known_as=self.text(found.get("known_as"), f"{place}.known_as"),
            picture=self.picture(found.get("picture"), f"{place}.picture"),
            settings=self.settings(found.get("settings"), f"{place}.settings"),
        )

    def scale(self, value: object, place: str) -> Scale | None:
        if value is None:
            return None
        found = self.mapping(value, place, _SCALE)
        return Scale(
            low=self.whole(found.get("low"), f"{place}.low"),
            high=self.whole(found.get("high"), f"{place}.high"),
            direction=self.one_of(
                Direction, found.get("direction"), f"{place}.direction", Direction.HIGHER_IS_BETTER
            ),
            top_box=self.sequence(found.get("top_box"), f"{place}.top_box", self.whole),
            labels=self.labels(found.get("labels"), f"{place}.labels"),
        )

    def labels(self, value: object, place: str) -> dict[int, Texts]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.wrong(place, "must be an object of step and label")
            return {}
        return {
            self.whole(step, f"{place}.{step}"): self.texts(text, f"{place}.{step}")
            for step, text in value.items()
        }

    def option(self, value: object, place: str) -> Option:
        if not isinstance(value, Mapping):
            text = self.text(value, place)
            return Option(text, {self.language: text})
        found = self.mapping(value, place, _OPTION)
        key = self.text(found.get("key"), f"{place}.key")
        if not 1 <= len(key) <= 80:
            self.wrong(f"{place}.key", "must have 1 to 80 characters")
        return Option(
            key,
            self.texts(found.get("label"), f"{place}.label") or {self.language: key},
            self.yes_or_no(found.get("is_exclusive", False), f"{place}.is_exclusive"),
        )

    def condition(self, value: object, place: str) -> Condition:
        found = self.mapping(value, place, _CONDITION)
        values = found.get("values")
        return Condition(
            field=self.text(found.get("field"), f"{place}.field"),
            comparison=self.one_of(Comparison, found.get("comparison"), f"{place}.comparison", Comparison.IS),
            values=self.sequence(
                values if values is None or isinstance(values, list | tuple) else [values],
                f"{place}.values",
                self.fact,
            ),
        )

    def ending(self, value: object, place: str) -> Ending:
        found = self.mapping(value, place, _ENDING)
        return Ending(
            key=self.text(found.get("key"), f"{place}.key"),
            text=self.texts(found.get("text"), f"{place}.text"),
            detail=self.texts(found.get("detail"), f"{place}.detail"),
            button=self.texts(found.get("button"), f"{place}.button"),
            url=self.text(found.get("url"), f"{place}.url"),
            show_if=self.sequence(found.get("show_if"), f"{place}.show_if", self.condition),
        )

    def picture(self, value: object, place: str) -> Picture | None:
        if value is None:
            return None
        found = self.mapping(value, place, _PICTURE)
        return Picture(
            self.text(found.get("uid"), f"{place}.uid"),
            self.texts(found.get("alternative"), f"{place}.alternative"),
        )

    def look(self, value: object, place: str) -> Look:
        if value is None:
            return Look()
        found = self.mapping(value, place, _LOOK)
        return Look(
            accent=self.text(found.get("accent"), f"{place}.accent"),
            logo=self.picture(found.get("logo"), f"{place}.logo"),
            theme=self.one_of(Theme, found.get("theme"), f"{place}.theme", Theme.AUTO),
            layout=self.one_of(Layout, found.get("layout"), f"{place}.layout", Layout.ONE_BY_ONE),
        )

    def settings(self, value: object, place: str) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.wrong(place, "must be an object")
            return {}
        return {self.text(name, place): self.plain(item, f"{place}.{name}") for name, item in value.items()}

    def plain(self, value: object, place: str, depth: int = 1) -> Any:
        """Whatever JSON can hold: each kind checks its own settings."""
        if depth > _DEEPEST:
            self.wrong(place, "is nested too deeply")
            return None
        if isinstance(value, Mapping):
            return {
                self.text(key, place): self.plain(item, f"{place}.{key}", depth + 1)
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.plain(item, f"{place}[{n}]", depth + 1) for n, item in enumerate(value)]
        if isinstance(value, float) and not math.isfinite(value):
            self.wrong(place, "must be a finite number")
            return None
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.text(value, place)

    def mapping(self, value: object, place: str, known: frozenset[str]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.wrong(place or "survey", "must be an object")
            return {}
        for key in value:
            if key not in known:
                self.wrong(
                    f"{place}.{key}".lstrip("."), f"is unknown here; known are {', '.join(sorted(known))}"
                )
        return value

    def text(self, value: object, place: str, *, default: str = "") -> str:
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.wrong(place, "must be text")
            return default
        if "\x00" in str(value):
            self.wrong(place, "holds a NUL character")
        return str(value)

    def fact(self, value: object, place: str) -> str:
        return str(value).lower() if isinstance(value, bool) else self.text(value, place)

    def whole(self, value: object, place: str) -> int:
        number = whole_number(value)
        if number is None:
            self.wrong(place, "must be a whole number")
        return number or 0

    def yes_or_no(self, value: object, place: str) -> bool:
        if not isinstance(value, bool):
            self.wrong(place, "must be true or false")
        return value is True

    def one_of[E: StrEnum](self, allowed: type[E], value: object, place: str, default: E) -> E:
        given = self.text(value, place, default=default)
        if given not in set(allowed):
            self.wrong(place, f"must be {' or '.join(allowed)}")
            return default
        return allowed(given)

    def sequence[T](self, value: object, place: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.wrong(place, "must be a list")
            return ()
        return tuple(read(item, f"{place}[{number}]") for number, item in enumerate(value))

    def texts(self, value: object, place: str) -> Texts:
        """Text in one language, or an object of language and text: the survey's own comes first."""
        if isinstance(value, Mapping):
            found = {str(key): self.text(text, f"{place}.{key}") for key, text in value.items()}
            return {self.language: found[self.language]} | found if self.language in found else found
        text = self.text(value, place)
        return {self.language: text} if text else {}
