"""A survey as plain data (what JSON and YAML hold), and back with every fault named by its place.

What says nothing is left out, so that a definition has one document, whenever its fields were invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from heedful.design.surveys.document_reader import Reader
from heedful.design.surveys.types import (
    Comparison,
    Condition,
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
from heedful.platform.core.errors import InvalidInput


def definition_from(data: object) -> SurveyDefinition:
    """Read a survey from plain data; raise :class:`InvalidInput` naming every fault by its place."""
    reader = Reader()
    definition = reader.survey(data)
    if reader.problems:
        raise InvalidInput(*reader.problems[:100])
    return definition


def document_of(definition: SurveyDefinition) -> dict[str, Any]:
    """Return the survey as plain data, without what says nothing."""
    language = definition.language
    return {
        "name": definition.name,
        "language": language,
        **_given(
            languages=list(definition.languages),
            title=_short(definition.title, language),
            intro=_short(definition.intro, language),
            topic=definition.topic,
            look=look_document(definition.look, language),
        ),
        "questions": [question_document(question, language) for question in definition.questions],
        **_given(endings=[ending_document(ending, language) for ending in definition.endings]),
    }


def question_document(question: QuestionDefinition, language: str) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "text": _short(question.text, language),
        **_given(
            help=_short(question.help, language),
            required=question.required,
            scale=scale_document(question.scale, language) if question.scale else None,
            options=options_document(question.options, language),
            settings=dict(question.settings),
            picture=_picture_document(question.picture, language),
            known_as=question.known_as,
            show_if=_conditions_document(question.show_if),
        ),
    }


def scale_document(scale: Scale, language: str) -> dict[str, Any]:
    document: dict[str, Any] = {"low": scale.low, "high": scale.high, "direction": str(scale.direction)}
    if scale.top_box:
        document["top_box"] = list(scale.top_box)
    if scale.labels:
        document["labels"] = {
            str(step): _short(label, language) for step, label in sorted(scale.labels.items())
        }
    return document


def options_document(options: tuple[Option, ...], language: str) -> list[dict[str, Any]]:
    return [
        {
            "key": option.key,
            "label": _short(option.label, language),
            **_given(is_exclusive=option.is_exclusive),
        }
        for option in options
    ]


def ending_document(ending: Ending, language: str) -> dict[str, Any]:
    return {
        "key": ending.key,
        "text": _short(ending.text, language),
        **_given(
            detail=_short(ending.detail, language),
            button=_short(ending.button, language),
            url=ending.url,
            show_if=_conditions_document(ending.show_if),
        ),
    }


def look_document(look: Look, language: str) -> dict[str, Any]:
    return _given(
        accent=look.accent,
        logo=_picture_document(look.logo, language),
        theme="" if look.theme is Theme.AUTO else str(look.theme),
        layout="" if look.layout is Layout.ONE_BY_ONE else str(look.layout),
    )


def condition_document(condition: Condition) -> dict[str, Any]:
    return {
        "field": condition.field,
        **_given(
            comparison="" if condition.comparison is Comparison.IS else str(condition.comparison),
            values=list(condition.values),
        ),
    }


def scale_from(document: Mapping[str, Any] | None, language: str) -> Scale | None:
    """Read a scale that :func:`scale_document` wrote."""
    return Reader(language).scale(document, "scale")


def options_from(documents: list[dict[str, Any]], language: str) -> tuple[Option, ...]:
    """Read options that :func:`options_document` wrote."""
    reader = Reader(language)
    return tuple(reader.option(document, "options") for document in documents)


def _conditions_document(conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    return [condition_document(condition) for condition in conditions]


def _picture_document(picture: Picture | None, language: str) -> dict[str, Any] | None:
    if picture is None:
        return None
    return {"uid": picture.uid, **_given(alternative=_short(picture.alternative, language))}


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _short(texts: Texts, language: str) -> str | Texts:
    return texts[language] if set(texts) == {language} else dict(texts)
