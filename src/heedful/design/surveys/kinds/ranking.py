from __future__ import annotations

from dataclasses import dataclass

from heedful.design.surveys.kind import (
    InvalidAnswer,
    Rendering,
    check_bounds,
    check_options,
    check_settings,
    option_of,
    refuse_count,
    refuse_scale,
    shown,
)
from heedful.design.surveys.kind_settings import whole, yes_or_no
from heedful.design.surveys.types import AnswerValue, QuestionDefinition, Scale

_RENDERING = Rendering(
    "order",
    "A list in order with two buttons beside each option, “move up” and “move down”, named after the "
    "option. The new place is announced. Dragging works too, but nothing needs it. Without JavaScript "
    "every option has a list of places to choose from.",
    summary=("option", "first", "mean_rank", "ranked"),
    column="choices",
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Options put in order, the best first. Those that are left out were not ranked."""

    key: str = "ranking"
    label: str = "Options in order"
    default_scale: Scale | None = None
    metric_keys: tuple[str, ...] = ()
    rendering: Rendering = _RENDERING

    def define(self, question: QuestionDefinition) -> QuestionDefinition:
        refuse_scale(question)
        check_options(question)
        check_settings(question, {"at_least": whole(1, 100), "at_most": whole(1, 100), "shuffle": yes_or_no})
        check_bounds(question, len(question.options))
        return question

    def expand(self, question: QuestionDefinition) -> tuple[QuestionDefinition, ...]:
        return (question,)

    def check(self, question: QuestionDefinition, value: object) -> AnswerValue | None:
        given = list(value) if isinstance(value, list | tuple) else [value]
        if not given:
            return None
        ranked = [option_of(question, one).key for one in given]
        twice = next((key for key in ranked if ranked.count(key) > 1), None)
        if twice is not None:
            raise InvalidAnswer(f"{shown(twice)} has two places")
        refuse_count(question, len(ranked))
        return AnswerValue(choices=tuple(ranked))


KIND = Ranking()
