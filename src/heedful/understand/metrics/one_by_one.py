"""Several histograms estimated one after another, for metrics that gain nothing from taking them together."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.design.surveys.types import QuestionFacts
from heedful.methods.histograms import Histogram
from heedful.methods.results import Estimate


class OneByOne:
    """A metric that says how to estimate one."""

    def estimate(
        self, histogram: Histogram, question: QuestionFacts, *, interval: str, level: float
    ) -> Estimate:
        raise NotImplementedError

    def estimates(
        self, histograms: Sequence[Histogram], question: QuestionFacts, *, interval: str, level: float
    ) -> list[Estimate]:
        return [self.estimate(one, question, interval=interval, level=level) for one in histograms]
