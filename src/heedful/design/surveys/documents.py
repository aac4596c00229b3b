"""A survey as plain data (what JSON and YAML hold), and back with every fault named by its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from heedful.design.surveys.kind import whole_number
from heedful.design.surveys.types import Direction, Option, QuestionDefinition, Scale, SurveyDefinition
from heedful.platform.core.errors import InvalidInput, Problem


class _Reader:
    """Walks plain data, noting what is wrong instead of stopping at the first fault."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: str, reason: str) -> None:
        self.problems.append(Problem(place, reason))

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

    def whole(self, value: object, place: str) -> int:
        number = whole_number(value)
        if number is None:
            self.wrong(place, "must be a whole number")
        return number or 0

    def yes_or_no(self, value: object, place: str) -> bool:
        if not isinstance(value, bool):
            self.wrong(place, "must be true or false")
        return value is True

    def sequence[T](self, value: object, place: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.wrong(place, "must be a list")
            return ()
        return tuple(read(item, f"{place}[{number}]") for number, item in enumerate(value))

    def texts(self, value: object, place: str, language: str) -> dict[str, str]:
        """Text in one language, or an object of language and text."""
        if isinstance(value, Mapping):
            return {str(key): self.text(text, f"{place}.{key}") for key, text in value.items()}
        text = self.text(value, place)
        return {language: text} if text else {}

    def scale(self, value: object, place: str) -> Scale | None:
        if value is None:
            return None
        found = self.mapping(value, place, _SCALE)
        direction = self.text(
            found.get("direction"), f"{place}.direction", default=Direction.HIGHER_IS_BETTER
        )
        if direction not in set(Direction):
            self.wrong(f"{place}.direction", f"must be {' or '.join(Direction)}")
            direction = Direction.HIGHER_IS_BETTER
        return Scale(
            low=self.whole(found.get("low"), f"{place}.low"),
            high=self.whole(found.get("high"), f"{place}.high"),
            direction=Direction(direction),
            top_box=self.sequence(found.get("top_box"), f"{place}.top_box", self.whole),
            labels=self.labels(found.get("labels"), f"{place}.labels"),
        )

    def labels(self, value: object, place: str) -> dict[int, str]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.wrong(place, "must be an object of step and label")
            return {}
        return {
            self.whole(step, f"{place}.{step}"): self.text(text, f"{place}.{step}")
            for step, text in value.items()
        }

    def option(self, value: object, place: str, language: str) -> Option:
        if not isinstance(value, Mapping):
            text = self.text(value, place)
            return Option(text, {language: text})
        found = self.mapping(value, place, _OPTION)
        key = self.text(found.get("key"), f"{place}.key")
        if not 1 <= len(key) <= 80:
            self.wrong(f"{place}.key", "must have 1 to 80 characters")
        return Option(key, self.texts(found.get("label"), f"{place}.label", language) or {language: key})

    def question(self, value: object, place: str, language: str) -> QuestionDefinition:
        found = self.mapping(value, place, _QUESTION)
        return QuestionDefinition(
            key=self.text(found.get("key"), f"{place}.key"),
            kind=self.text(found.get("kind"), f"{place}.kind"),
            text=self.texts(found.get("text"), f"{place}.text", language),
            required=self.yes_or_no(found.get("required", False), f"{place}.required"),
            scale=self.scale(found.get("scale"), f"{place}.scale"),
            options=self.sequence(
                found.get("options"), f"{place}.options", lambda item, at: self.option(item, at, language)
            ),
        )


_SURVEY = frozenset({"name", "language", "questions"})
_QUESTION = frozenset({"key", "kind", "text", "required", "scale", "options"})
_SCALE = frozenset({"low", "high", "direction", "top_box", "labels"})
_OPTION = frozenset({"key", "label"})


def definition_from(data: object) -> SurveyDefinition:
    """Read a survey from plain data; raise :class:`InvalidInput` naming every fault by its place."""
    reader = _Reader()
    found = reader.mapping(data, "", _SURVEY)
    language = reader.text(found.get("language"), "language", default="en")[:12] or "en"
    definition = SurveyDefinition(
        name=reader.text(found.get("name"), "name"),
        language=language,
        questions=reader.sequence(
            found.get("questions"), "questions", lambda item, at: reader.question(item, at, language)
        ),
    )
    if reader.problems:
        raise InvalidInput(*reader.problems[:100])
    return definition


def document_of(definition: SurveyDefinition) -> dict[str, Any]:
    """Return the survey as plain data, without what says nothing."""
    return {
        "name": definition.name,
        "language": definition.language,
        "questions": [question_document(question, definition.language) for question in definition.questions],
    }


def question_document(question: QuestionDefinition, language: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "key": question.key,
        "kind": question.kind,
        "text": _short(question.text, language),
    }
    if question.required:
        document["required"] = True
    if question.scale is not None:
        document["scale"] = scale_document(question.scale)
    if question.options:
        document["options"] = options_document(question.options, language)
    return document


def scale_document(scale: Scale) -> dict[str, Any]:
    document: dict[str, Any] = {"low": scale.low, "high": scale.high, "direction": str(scale.direction)}
    if scale.top_box:
        document["top_box"] = list(scale.top_box)
    if scale.labels:
        document["labels"] = {str(step): label for step, label in sorted(scale.labels.items())}
    return document


def options_document(options: tuple[Option, ...], language: str) -> list[dict[str, Any]]:
    return [{"key": option.key, "label": _short(option.label, language)} for option in options]


def scale_from(document: Mapping[str, Any] | None) -> Scale | None:
    """Read a scale that :func:`scale_document` wrote."""
    return _Reader().scale(document, "scale")


def options_from(documents: list[dict[str, Any]], language: str) -> tuple[Option, ...]:
    """Read options that :func:`options_document` wrote."""
    reader = _Reader()
    return tuple(reader.option(document, "options", language) for document in documents)


def _short(texts: dict[str, str], language: str) -> str | dict[str, str]:
    return texts[language] if set(texts) == {language} else dict(texts)
