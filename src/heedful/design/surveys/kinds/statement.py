from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys.kind import InvalidAnswer, refuse_options, refuse_scale
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said, nothing asked."""

    key: str = "statement"
    label: str = "Statement"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        refuse_options(question)
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:  # noqa: ARG002 - the protocol's
        return ()

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:  # noqa: ARG002 - likewise
        raise InvalidAnswer("asks nothing, so it cannot be answered")


KIND = Statement()
