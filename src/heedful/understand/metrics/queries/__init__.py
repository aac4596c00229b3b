"""Scores, their trends, breakdowns, comparisons and origins. Across the border go only dataclasses."""

from heedful.understand.metrics.queries.asks import ask_rate
from heedful.understand.metrics.queries.breakdowns import breakdown
from heedful.understand.metrics.queries.catalog import metric_facts, metrics_on_offer
from heedful.understand.metrics.queries.contributions import contributions
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.periods import compare_groups, compare_periods, previous_period
from heedful.understand.metrics.queries.provenance import provenance
from heedful.understand.metrics.queries.scores import score
from heedful.understand.metrics.queries.themes import themes
from heedful.understand.metrics.queries.trends import trend

__all__ = [
    "Counts",
    "ask_rate",
    "breakdown",
    "compare_groups",
    "compare_periods",
    "contributions",
    "metric_facts",
    "metrics_on_offer",
    "previous_period",
    "provenance",
    "score",
    "themes",
    "trend",
]
