from __future__ import annotations

from dataclasses import dataclass, replace

from heedful.design.surveys.kind import (
    InvalidAnswer,
    InvalidQuestion,
    Rendering,
    check_options,
    check_settings,
    text_in,
)
from heedful.design.surveys.kind_settings import yes_or_no
from heedful.design.surveys.kinds.rating import KIND as RATING
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_RENDERING = Rendering(
    "grid",
    "A group of radio buttons for every row, named by question and row, so that each stands alone for a "
    "screen reader. On a narrow screen rows stand beneath each other with their own labels.",
    summary=("row", "count", "mean", "top_box"),
    column="score",
)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Several things rated on one scale: every option is a row, answered as a question ``key.row``."""

    key: str = "matrix"
    label: str = "Rating grid"
    default_scale: Scale | None = RATING.default_scale
    metric_keys: tuple[str, ...] = RATING.metric_keys
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        check_options(question)
        rated = RATING.define(QuestionDefinition(question.key, "rating", question.text, scale=question.scale))
        check_settings(question, {"shuffle": yes_or_no})
        if question.known_as:
            raise InvalidQuestion("known_as", "one attribute cannot answer several rows")
        return replace(question, scale=rated.scale)

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return tuple(
            QuestionDefinition(
                key=f"{question.key}.{row.key}",
                kind="rating",
                text={
                    language: f"{text} — {text_in(row.label, language) or row.key}"
                    for language, text in question.text.items()
                },
                required=question.required,
                scale=question.scale,
            )
            for row in question.options
        )

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:  # noqa: ARG002 - the protocol's
        raise InvalidAnswer("is answered row by row: an object of row and rating")


KIND = Matrix()
