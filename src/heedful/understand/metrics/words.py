"""Metrics over what people wrote, as it was read: how they feel, and what they speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import gettext_noop

from heedful.design.surveys.types import QuestionFacts
from heedful.listen.responses.queries.words import WRITTEN
from heedful.methods import comparisons, scores
from heedful.methods.histograms import Histogram
from heedful.methods.intervals.proportions import ProportionInterval
from heedful.methods.intervals.trinomial import NpsInterval
from heedful.methods.results import Comparison, Estimate
from heedful.understand.metrics.one_by_one import OneByOne
from heedful.understand.metrics.types import AnswerClass, Unit


@dataclass(frozen=True, kw_only=True)
class _OfWords(OneByOne):
    key: str
    label: str
    definition: str
    version: int = 1
    question_kinds: tuple[str, ...] = WRITTEN
    needs_question: bool = field(default=False, init=False)
    counts_asks: bool = field(default=False, init=False)
    of_words: bool = field(default=True, init=False)

    def why_not(self, question: QuestionFacts) -> str | None:
        if question.kind in self.question_kinds:
            return None
        return f"{self.label} is of what is answered in words; {question.key} is {question.kind}."


@dataclass(frozen=True, kw_only=True)
class NetSentiment(_OfWords):
    """Share of what is meant well less share of what is meant badly, in points."""

    unit: Unit = Unit.POINTS
    intervals: tuple[str, ...] = ("adjusted_wald", "wald", "score", "trinomial_t")

    def measure(self, theme: str | None) -> str:
        return f"opinion:{theme}" if theme else "sentiment"

    def classes(self, question: QuestionFacts) -> tuple[AnswerClass, ...]:
        del question
        return (
            AnswerClass("positive", gettext_noop("Positive"), "good", (1,)),
            AnswerClass("neutral", gettext_noop("Neutral"), "neutral", (0,)),
            AnswerClass("negative", gettext_noop("Negative"), "bad", (-1,)),
        )

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate:
        del question
        return scores.nps(
            histogram, promoters=(1,), detractors=(-1,), interval=cast("NpsInterval", interval), level=level
        )

    def compare(self, a: Histogram, b: Histogram, question: QuestionFacts, *, level: float) -> Comparison:
        del question
        return comparisons.compare_nps(a, b, promoters=(1,), detractors=(-1,), level=level)

    def contribution(self, value: float, question: QuestionFacts) -> float:
        del question
        return 100.0 * value


@dataclass(frozen=True, kw_only=True)
class ThemeShare(_OfWords):
    """Share of what was read that speaks of a theme; without one, of any theme."""

    unit: Unit = Unit.PERCENT
    intervals: tuple[str, ...] = ("wilson", "score", "agresti_coull", "jeffreys", "clopper_pearson", "wald")

    def measure(self, theme: str | None) -> str:
        return f"theme:{theme}" if theme else "theme"

    def classes(self, question: QuestionFacts) -> tuple[AnswerClass, ...]:
        del question
        return (
            AnswerClass("spoken", gettext_noop("Speaks of it"), "neutral", (1,)),
            AnswerClass("unspoken", gettext_noop("Does not"), "neutral", (0,)),
        )

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate:
        del question
        return scores.top_box(histogram, top=(1,), interval=cast("ProportionInterval", interval), level=level)

    def compare(self, a: Histogram, b: Histogram, question: QuestionFacts, *, level: float) -> Comparison:
        del question
        return comparisons.compare_shares(a, b, top=(1,), level=level)

    def contribution(self, value: float, question: QuestionFacts) -> float:
        del question
        return 100.0 * value
