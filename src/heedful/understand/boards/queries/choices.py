"""What can be chosen on a page: the filter bar, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from heedful.platform.ui import filters
from heedful.platform.ui.choosing import Chip, Choice
from heedful.understand.boards.queries.showing import ALL_SURVEYS
from heedful.understand.boards.reading import Reading
from heedful.understand.metrics import queries as metrics
from heedful.understand.metrics.naming import FIXED, Names

PERIOD_WORDS: dict[str, str | Promise] = {
    "last-7-days": gettext_lazy("Last 7 days"),
    "last-30-days": gettext_lazy("Last 30 days"),
    "last-90-days": gettext_lazy("Last 90 days"),
    "last-12-months": gettext_lazy("Last 12 months"),
    "last-18-months": gettext_lazy("Last 18 months"),
    "this-month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "this-quarter": gettext_lazy("This quarter"),
    "last-quarter": gettext_lazy("Last quarter"),
    "this-year": gettext_lazy("This year"),
    "last-year": gettext_lazy("Last year"),
    "all": gettext_lazy("All time"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    surveys: tuple[Choice, ...]
    metrics: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    dimensions: tuple[tuple[str, str], ...]
    survey: str
    metric: str
    period: str


def choices(reading: Reading) -> Choices:
    """Return what the filter bar offers for what is shown."""
    names = reading.names
    surveys = _surveys(reading)
    measures = _metrics(reading)
    return Choices(
        surveys=surveys,
        metrics=measures,
        periods=_periods(reading),
        chips=tuple(_chip(condition, reading) for condition in reading.chosen.conditions),
        dimensions=dimensions(names),
        survey=next((choice.label for choice in surveys if choice.is_chosen), ""),
        metric=reading.metric(reading.asked).name,
        period=period_label(reading),
    )


def address(reading: Reading, chosen: filters.PageFilter) -> str:
    """Return the query of this page with another filter; what is not the filter stays."""
    extra = {"by": reading.by_dimension or None, "grain": reading.grain or None}
    if chosen.survey is None:
        chosen = replace(chosen, survey=ALL_SURVEYS)
    return filters.format_query(chosen, **extra)


def dimensions(names: Names) -> tuple[tuple[str, str], ...]:
    """Return what one can filter and break down by: field and label."""
    fields = [f"unit.{level}" for level in names.levels]
    fields += [f"attribute.{each.key}" for each in names.attributes.values() if not each.is_personal]
    fields += [
        field for field in FIXED if field not in {"survey", "unit"} or (field == "unit" and names.levels)
    ]
    return tuple((field, names.label(field)) for field in fields)


def values(reading: Reading, field: str) -> tuple[Choice, ...]:
    """Return the values of a field with their n under the rest of the filter, most answers first."""
    chosen = reading.chosen.without(field)
    asked = replace(
        reading.asked,
        filter=replace(
            reading.asked.filter,
            conditions=tuple(each for each in reading.asked.filter.conditions if each.field != field),
        ),
    )
    rows = sorted(reading.breakdown(asked, field).rows, key=lambda row: -row.score.n)
    picked = {
        str(value) for each in reading.chosen.conditions if each.field == field for value in each.values
    }
    return tuple(
        Choice(
            row.label,
            address(reading, chosen.with_condition(filters.parse_condition(row.conditions[0]))),
            str(row.key[0]) in picked,
            row.score.n,
        )
        for row in rows
        if row.conditions
    )


def _surveys(reading: Reading) -> tuple[Choice, ...]:
    # Another survey has other questions: the metric is chosen anew.
    free = replace(reading.chosen, metric=None, question=None)
    found = [
        Choice(
            survey.name,
            address(reading, replace(free, survey=survey.uid)),
            survey.uid == reading.chosen.survey,
        )
        for survey in reading.names.surveys
    ]
    if len(found) > 1:
        everything = address(reading, replace(reading.chosen, survey=None))
        found.append(Choice(_("All surveys"), everything, reading.chosen.survey is None))
    return tuple(found)


def _metrics(reading: Reading) -> tuple[Choice, ...]:
    offered = metrics.metrics_on_offer(reading.chosen.survey)
    return tuple(
        Choice(
            facts.name,
            address(reading, replace(reading.chosen, metric=facts.key, question=None)),
            facts.key == reading.asked.metric,
        )
        for facts in offered
        if facts.question_kinds and not facts.needs_question
    )


def _periods(reading: Reading) -> tuple[Choice, ...]:
    has_days = bool(reading.chosen.from_on or reading.chosen.to_on)
    return tuple(
        Choice(
            str(label),
            address(reading, replace(reading.chosen, period=key, from_on=None, to_on=None)),
            not has_days and key == reading.chosen.period,
        )
        for key, label in PERIOD_WORDS.items()
    )


def period_label(reading: Reading) -> str:
    """Say the period that is shown."""
    first, last = reading.chosen.from_on, reading.chosen.to_on
    if not first and not last:
        return str(PERIOD_WORDS[reading.chosen.period or filters.DEFAULT_PERIOD])
    written = [date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (first, last)]
    return " – ".join(written)


def _chip(condition: filters.FieldCondition, reading: Reading) -> Chip:
    names = reading.names
    signs = {":": "", "!:": _("not") + " ", ">=": "≥ ", "<=": "≤ "}
    if condition.values == (filters.ANY,):
        value = _("known") if condition.operator == ":" else _("not known")
    else:
        words = [names.value_label(condition.field, value) for value in condition.values]
        value = signs[condition.operator] + _(" or ").join(words)
    kept = tuple(each for each in reading.chosen.conditions if each != condition)
    field = names.field(condition.field)
    return Chip(names.label(field), value, address(reading, replace(reading.chosen, conditions=kept)))
