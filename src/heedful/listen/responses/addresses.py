"""Reads the filter of an address, the grammar of every page, as a filter of responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import QuestionFacts
from heedful.listen.responses.types import Comparison, ResponseCondition, ResponseFilter
from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.organizations import organization
from heedful.platform.ui import filters
from heedful.platform.ui.filters import FieldCondition, PageFilter

_NPS_CLASSES = {"promoter": range(9, 11), "passive": range(7, 9), "detractor": range(7)}


def read_address(query: Mapping[str, Iterable[str]]) -> tuple[PageFilter, ResponseFilter]:
    """Read the lists of a query string; raise :class:`InvalidInput` in words."""
    if any("\x00" in value for values in query.values() for value in values):
        raise InvalidInput(Problem("filter", "holds a NUL character"))
    try:
        page_filter = filters.parse(query)
    except filters.UnreadableFilter as error:
        raise InvalidInput(Problem("filter", str(error))) from None
    return page_filter, response_filter(page_filter)


def response_filter(page_filter: PageFilter) -> ResponseFilter:
    """Return the filter of responses; a list without a period shows all times."""
    first, last = page_filter.from_on, page_filter.to_on
    if first is None and last is None and page_filter.period is not None:
        first, last = filters.period_days(page_filter.period, datetime.now(organization().zone).date())
    question = _question(page_filter)
    return ResponseFilter(
        survey_uid=page_filter.survey,
        from_on=first,
        to_on=last,
        conditions=tuple(_condition(condition) for condition in page_filter.conditions),
        search=page_filter.search,
        question_uid=question.uid if question else None,
        question_kind=page_filter.metric if page_filter.answer_class else None,
        scores=_scores(page_filter.answer_class, question),
    )


def _question(page_filter: PageFilter) -> QuestionFacts | None:
    if page_filter.answer_class is None:
        return None
    if page_filter.question is not None:
        return surveys.question(page_filter.question)
    if page_filter.survey is not None:
        asked = [one for one in surveys.survey(page_filter.survey).questions if one.scale is not None]
        of_metric = [one for one in asked if one.kind == page_filter.metric]
        if of_metric or asked:
            return (of_metric or asked)[0]
    if page_filter.answer_class in _NPS_CLASSES and page_filter.metric in {"nps", "enps"}:
        return None  # in every survey that asks it: the classes are the same everywhere
    raise InvalidInput(Problem("class", "needs question=qst_… or survey=svy_… that asks for a score"))


def _scores(answer_class: str | None, question: QuestionFacts | None) -> tuple[int, ...]:
    if answer_class is None:
        return ()
    if answer_class in _NPS_CLASSES:
        return tuple(_NPS_CLASSES[answer_class])
    if question is None or question.scale is None:
        raise InvalidInput(Problem("class", "needs a question with a scale"))
    steps = range(question.scale.low, question.scale.high + 1)
    return tuple(step for step in steps if (step in question.scale.top_box) == (answer_class == "top"))


def _condition(condition: FieldCondition) -> ResponseCondition:
    if condition.values == (filters.ANY,):
        known = condition.operator == ":"
        return ResponseCondition(condition.field, Comparison.KNOWN if known else Comparison.UNKNOWN)
    return ResponseCondition(condition.field, Comparison(condition.operator), condition.values)
