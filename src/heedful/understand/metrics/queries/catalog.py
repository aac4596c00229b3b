"""Which metrics there are, and which the organisation's surveys can show."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heedful.design.surveys import queries as surveys
from heedful.understand.metrics.kind import Metric, metrics
from heedful.understand.metrics.queries.plans import metric_named
from heedful.understand.metrics.types import MetricFacts


def metric_facts(key: str) -> MetricFacts:
    return facts_of(metric_named(key))


def facts_of(metric: Metric) -> MetricFacts:
    return MetricFacts(
        metric.key,
        metric.label,
        metric.unit,
        metric.definition,
        metric.version,
        metric.question_kinds,
        metric.intervals,
        metric.needs_question,
        _(metric.label),
        _(metric.definition),
    )


def metrics_on_offer(survey_uid: str | None = None) -> tuple[MetricFacts, ...]:
    """Return the metrics with a question of their kind, then the rates over asks."""
    asked = surveys.surveys() if survey_uid is None else (surveys.survey(survey_uid),)
    kinds = {question.kind for survey in asked for question in survey.questions}
    return tuple(
        facts_of(metric)
        for metric in sorted(metrics().values(), key=_order)
        if metric.counts_asks or kinds & set(metric.question_kinds)
    )


_FIRST = ("nps", "csat", "ces", "osat", "enps", "stars", "thumbs", "smileys")
_LAST = ("net_sentiment", "theme_share")  # after every score that was asked for
_ORDER = {key: place for place, key in enumerate(_FIRST)}


def _order(metric: Metric) -> tuple[bool, int]:
    return metric.key in _LAST, _ORDER.get(metric.key, len(_ORDER))
