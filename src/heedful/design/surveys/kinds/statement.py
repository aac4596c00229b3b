from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys.kind import (
    InvalidAnswer,
    InvalidQuestion,
    Rendering,
    check_settings,
    refuse_options,
    refuse_scale,
)
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_RENDERING = Rendering(
    "text", "A heading or paragraph in the order of reading; it takes no focus and asks for nothing."
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said, nothing asked."""

    key: str = "statement"
    label: str = "Statement"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        check_settings(question, {})
        if question.known_as:
            raise InvalidQuestion("known_as", "a statement asks nothing that could be known")
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:  # noqa: ARG002 - the protocol's
        return ()

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:  # noqa: ARG002 - likewise
        raise InvalidAnswer("asks nothing, so it cannot be answered")


KIND = Statement()
