"""Two periods, or two groups, against each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.types import Actor, Permission
from heedful.understand.metrics.queries.counting import Counts
from heedful.understand.metrics.queries.estimates import counted, estimate
from heedful.understand.metrics.queries.plans import Plan
from heedful.understand.metrics.queries.scores import whole
from heedful.understand.metrics.rules import judge
from heedful.understand.metrics.types import Compared, ScoreRequest, Verdict
from heedful.understand.metrics.wording import verdict_sentence
from heedful.understand.warehouse.types import Cell, Filter


def previous_period(chosen: Filter) -> Filter:
    """Return the filter of the period of the same length that ends the day before this one begins."""
    if chosen.from_on is None or chosen.to_on is None:
        raise InvalidInput(Problem("from", "a comparison of periods needs a first and a last day"))
    before = chosen.from_on - timedelta(days=1)
    return replace(chosen, from_on=before - (chosen.to_on - chosen.from_on), to_on=before)


def compare_periods(
    request: ScoreRequest, reference: Filter | None = None, *, by: Actor, counts: Counts | None = None
) -> Compared:
    """Compare the request's period with another one; by default with the one before it."""
    then = previous_period(request.filter) if reference is None else reference
    other = replace(request, filter=then)
    labels = _period_label(request.filter), _period_label(then)
    return _compare(request, other, *labels, counts or Counts(by))


def compare_groups(a: ScoreRequest, b: ScoreRequest, *, labels: tuple[str, str], by: Actor) -> Compared:
    """Compare two groups that share no answers."""
    if a.metric != b.metric:
        raise InvalidInput(Problem("metric", "two groups are compared by one metric"))
    return _compare(a, b, *labels, Counts(by))


def _compare(a: ScoreRequest, b: ScoreRequest, a_label: str, b_label: str, counts: Counts) -> Compared:
    counts.by.require(Permission.READ_SCORES)
    counts.foresee([(a, ""), (b, "")])
    verdict = verdict_between(counts.total(a), counts.total(b), counts.plan(a), since=b_label)
    return Compared(whole(a, counts), whole(b, counts), a_label, b_label, verdict)


def verdict_between(a: Cell | None, b: Cell | None, definite: Plan, *, since: str) -> Verdict:
    """Judge the difference of two cells and put it into words."""
    comparison = definite.metric.compare(
        counted(a, definite), counted(b, definite), definite.question, level=definite.request.level
    )
    finding, more = judge(comparison, estimate(a, definite), estimate(b, definite))
    sentence = verdict_sentence(
        finding,
        comparison,
        label=_(definite.metric.label),
        unit=definite.metric.unit,
        since=since,
        more=more,
    )
    return Verdict(finding, sentence, comparison, more)


def _period_label(chosen: Filter) -> str:
    if chosen.from_on is None and chosen.to_on is None:
        return _("all time")
    return f"{_day(chosen.from_on)} – {_day(chosen.to_on)}"


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else "…"
