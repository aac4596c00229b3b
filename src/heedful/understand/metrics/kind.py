"""What every metric offers. A metric is one file in ``kinds``, made of one of the three shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from heedful.design.surveys.types import QuestionFacts
from heedful.methods.histograms import Histogram
from heedful.methods.results import Comparison, Estimate
from heedful.platform.core.kinds import load_kinds
from heedful.understand.metrics.types import AnswerClass, Unit


class Metric(Protocol):
    """A score as a pure function of counts by value."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def definition(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def question_kinds(self) -> tuple[str, ...]: ...
    @property
    def intervals(self) -> tuple[str, ...]: ...
    @property
    def needs_question(self) -> bool: ...
    @property
    def counts_asks(self) -> bool: ...

    @property
    def of_words(self) -> bool:
        """Whether it measures what was read in comments rather than answers on a scale."""
        ...

    def measure(self, theme: str | None) -> str:
        """Return what the warehouse is to measure of words; empty: the answers to the question."""
        ...

    def why_not(self, question: QuestionFacts) -> str | None:
        """Say why the metric is not defined for a question, or ``None`` when it is."""
        ...

    def classes(self, question: QuestionFacts) -> tuple[AnswerClass, ...]:
        """Return the named groups of answers, best first."""
        ...

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate: ...

    def estimates(
        self, histograms: Sequence[Histogram], question: QuestionFacts, *, interval: str, level: float
    ) -> list[Estimate]:
        """Return the estimate of each of many groups, the same as one by one."""
        ...

    def compare(self, a: Histogram, b: Histogram, question: QuestionFacts, *, level: float) -> Comparison: ...

    def contribution(self, value: float, question: QuestionFacts) -> float:
        """Return what one answer adds to the score's mean, in the score's unit."""
        ...


def metrics() -> dict[str, Metric]:
    return load_kinds("heedful.understand.metrics.kinds")
