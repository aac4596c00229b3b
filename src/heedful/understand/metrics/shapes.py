"""The three shapes of a metric over answers: net score, share of the top boxes, mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from django.utils.translation import gettext_noop

from heedful.design.surveys.kind import text_in
from heedful.design.surveys.types import Direction, QuestionFacts, Scale
from heedful.methods import comparisons, scores
from heedful.methods.histograms import Histogram
from heedful.methods.intervals.proportions import ProportionInterval
from heedful.methods.intervals.trinomial import NpsInterval, nps_intervals
from heedful.methods.results import Comparison, Estimate
from heedful.understand.metrics.one_by_one import OneByOne
from heedful.understand.metrics.types import AnswerClass, Unit

SCALED_KINDS = ("nps", "enps", "csat", "ces", "osat", "stars", "smileys", "thumbs", "rating")


def _scale_of(question: QuestionFacts) -> Scale:
    assert question.scale is not None, f"{question.key} has no scale; why_not was not asked"
    return question.scale


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


@dataclass(frozen=True, kw_only=True)
class _Shape(OneByOne):
    key: str
    label: str
    definition: str
    question_kinds: tuple[str, ...]
    version: int = 1
    needs_question: bool = False
    counts_asks: bool = field(default=False, init=False)
    of_words: bool = field(default=False, init=False)

    def measure(self, theme: str | None) -> str:  # noqa: ARG002 - answers on a scale have no theme
        return ""

    def why_not(self, question: QuestionFacts) -> str | None:
        if question.kind not in self.question_kinds:
            kinds = ", ".join(self.question_kinds)
            return f"{self.label} is defined for {kinds} questions; {question.key} is {question.kind}."
        return None


@dataclass(frozen=True, kw_only=True)
class NetScore(_Shape):
    """Per cent of promoters less per cent of detractors, on 0–10."""

    unit: Unit = Unit.POINTS
    intervals: tuple[str, ...] = ("adjusted_wald", "wald", "score", "trinomial_t")

    def classes(self, question: QuestionFacts) -> tuple[AnswerClass, ...]:  # noqa: ARG002 - same on every question
        return (
            AnswerClass("promoter", gettext_noop("Promoters"), "good", (9, 10)),
            AnswerClass("passive", gettext_noop("Passives"), "neutral", (7, 8)),
            AnswerClass("detractor", gettext_noop("Detractors"), "bad", (0, 1, 2, 3, 4, 5, 6)),
        )

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate:
        del question
        return scores.nps(histogram, interval=cast("NpsInterval", interval), level=level)

    def estimates(
        self, histograms: Sequence[Histogram], question: QuestionFacts, *, interval: str, level: float
    ) -> list[Estimate]:
        del question
        counts = np.array([scores.effective_counts(one) for one in histograms]).reshape(-1, 3)
        many = nps_intervals(*counts.T, interval=cast("NpsInterval", interval), level=level)
        found = zip(histograms, many.nps, many.low, many.high, many.se, strict=True)
        return [
            Estimate(
                _known(value),
                _known(low),
                _known(high),
                level,
                one.n,
                one.n_effective,
                f"NPS, {interval}",
                _known(se),
            )
            for one, value, low, high, se in found
        ]

    def compare(self, a: Histogram, b: Histogram, question: QuestionFacts, *, level: float) -> Comparison:
        del question
        return comparisons.compare_nps(a, b, level=level)

    def contribution(self, value: float, question: QuestionFacts) -> float:
        del question
        if value in scores.PROMOTERS:
            return 100.0
        return -100.0 if value in scores.DETRACTORS else 0.0


@dataclass(frozen=True, kw_only=True)
class TopBox(_Shape):
    """Share of answers in the question's top boxes, in per cent."""

    good: str = gettext_noop("Satisfied")
    bad: str = gettext_noop("Not satisfied")
    boxes: int = 2  # where the question has no rule of its own
    unit: Unit = Unit.PERCENT
    intervals: tuple[str, ...] = ("wilson", "score", "agresti_coull", "jeffreys", "clopper_pearson", "wald")

    def why_not(self, question: QuestionFacts) -> str | None:
        reason = super().why_not(question)
        if reason is None and question.scale is None:
            return f"{question.key} has no scale, so it has no top box."
        return reason

    def top(self, question: QuestionFacts) -> tuple[int, ...]:
        scale = _scale_of(question)
        if scale.top_box:
            return scale.top_box
        steps = list(range(scale.low, scale.high + 1))
        boxes = min(self.boxes, len(steps) // 2)  # of a thumb up and down, one
        if scale.direction is Direction.LOWER_IS_BETTER:
            return tuple(steps[:boxes])
        return tuple(steps[-boxes:])

    def classes(self, question: QuestionFacts) -> tuple[AnswerClass, ...]:
        top, scale = self.top(question), _scale_of(question)
        rest = tuple(step for step in range(scale.low, scale.high + 1) if step not in top)
        return (AnswerClass("top", self.good, "good", top), AnswerClass("rest", self.bad, "bad", rest))

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate:
        top = self.top(question)
        return scores.top_box(histogram, top=top, interval=cast("ProportionInterval", interval), level=level)

    def compare(self, a: Histogram, b: Histogram, question: QuestionFacts, *, level: float) -> Comparison:
        return comparisons.compare_shares(a, b, top=self.top(question), level=level)

    def contribution(self, value: float, question: QuestionFacts) -> float:
        return 100.0 if value in self.top(question) else 0.0


@dataclass(frozen=True, kw_only=True)
class Mean(_Shape):
    """Arithmetic mean of the answers, in steps of the scale."""

    unit: Unit = Unit.SCALE
    intervals: tuple[str, ...] = ("t",)

    def classes(self, question: QuestionFacts) -> tuple[AnswerClass, ...]:
        if question.scale is None:
            return ()
        scale = question.scale
        steps = range(scale.high, scale.low - 1, -1)
        middle = (scale.low + scale.high) / 2
        return tuple(
            AnswerClass(str(step), _label(step, scale), _tone(step, middle, scale), (step,)) for step in steps
        )

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate:
        del question, interval
        return scores.mean(histogram, level=level)

    def compare(self, a: Histogram, b: Histogram, question: QuestionFacts, *, level: float) -> Comparison:
        del question
        return comparisons.compare_means(a, b, level=level)

    def contribution(self, value: float, question: QuestionFacts) -> float:
        del question
        return value


def _label(step: int, scale: Scale) -> str:
    return text_in(scale.labels.get(step, {}), "") or str(step)


def _tone(step: int, middle: float, scale: Scale) -> str:
    if step == middle:
        return "neutral"
    return "good" if (step > middle) == (scale.direction is Direction.HIGHER_IS_BETTER) else "bad"
