from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys.kind import InvalidAnswer, check_options
from heedful.design.surveys.kinds.rating import KIND as RATING
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale


@dataclass(frozen=True, slots=True)
class Matrix:
    """Several things rated on one scale: every option is a row, answered as a question ``key.row``."""

    key: str = "matrix"
    label: str = "Rating grid"
    default_scale: Scale | None = RATING.default_scale
    metric_keys: tuple[str, ...] = RATING.metric_keys

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        check_options(question)
        rated = RATING.define(QuestionDefinition(question.key, "rating", question.text, scale=question.scale))
        return QuestionDefinition(
            question.key, question.kind, question.text, question.required, rated.scale, question.options
        )

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return tuple(
            QuestionDefinition(
                key=f"{question.key}.{row.key}",
                kind="rating",
                text={
                    language: f"{text} — {row.label.get(language) or row.key}"
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
